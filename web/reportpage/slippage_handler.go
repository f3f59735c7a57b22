package reportpage

import (
	"context"
	"net/http"

	"quarterdeck/internal/pipeline/report"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/reports/slippage
func (s area) showSlippage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.slippage(r)
	if err != nil {
		return err
	}
	f := s.Frame(r, "Pushed close dates", p.subtitle())
	f.Exports = page.Exports(p.Where, "/reports/slippage")
	return s.Render(w, r, slippagePage(f, p))
}

// GET /o/{org}/reports/slippage.csv and .xlsx
func (s area) exportSlippage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.slippage(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, slippageSheet(p))
}

func (s area) slippage(r *http.Request) (slippage, error) {
	p := slippage{Where: site.Where(r)}
	return p, s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		p.Calendar = tx.Calendar()
		sc, err := scope.Resolve(ctx, tx, site.ScopeOf(r))
		if err == nil {
			p.Report, err = report.LoadSlippage(ctx, tx, sc)
		}
		return err
	})
}
