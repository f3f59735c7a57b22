package homepage

import (
	"context"
	"net/http"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/officepage"
	"quarterdeck/web/site"
)

// showOffice is the home of those who run the office. GET /o/{org}/home
func (s area) showOffice(w http.ResponseWriter, r *http.Request) error {
	home, setup, err := s.office(r, false)
	if err != nil {
		return err
	}
	h := homeView{Where: site.Where(r), Setup: setup}
	if setup.Filling() {
		return s.Render(w, r, setupPage(s.Frame(r, site.VisitOf(r).Seat.Organisation.Name, ""), h))
	}
	f := s.Frame(r, home.Title(), home.Subtitle())
	f.Exports = exports(h.Where)
	return s.Render(w, r, officeHome(f, h, home))
}

// office loads it; while the first import is under way only where it is asked for anyway. Who looks at pay is noted in
// the audit log, so that the transaction writes.
func (s area) office(r *http.Request, anyway bool) (home officepage.Home, setup setupView, err error) {
	do := s.View
	if site.VisitOf(r).Seat.Actor.Role.May(tenant.ManagePay) {
		do = s.Update
	}
	err = do(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if setup, err = s.setupOf(ctx, tx); err != nil || setup.Filling() && !anyway {
			return err
		}
		if setup.Steps, err = stepsOf(ctx, tx); err != nil {
			return err
		}
		home, err = officepage.Load(ctx, tx, site.Where(r))
		return err
	})
	return home, setup, err
}
