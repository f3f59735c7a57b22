package statementpage

import (
	"context"
	"net/http"
	"strconv"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/site"
)

// showChanges is why a statement changed between two calculations, days or statements.
// GET /o/{org}/commissions/{period}/changes
func (s area) showChanges(w http.ResponseWriter, r *http.Request) error {
	found, err := s.whole(r, "statement")
	if err != nil {
		return err
	}
	p := change{statementView: found, Old: r.URL.Query().Get("from"), New: r.URL.Query().Get("to")}
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) error { return compare(ctx, tx, &p) })
	if err != nil {
		return err
	}
	return s.Render(w, r, changePage(s.Frame(r, "Why "+p.Title()+" changed", p.Subtitle()), p))
}

func compare(ctx context.Context, tx *tenant.Tx, p *change) (err error) {
	if p.Calculations, err = statement.Calculations(ctx, tx, p.Sheet.ID); err != nil {
		return err
	}
	if p.New == "" {
		p.New = strconv.Itoa(p.Sheet.Number)
	}
	if p.Old == "" {
		p.Old = before(p)
	}
	if p.After, err = recall(ctx, tx, p, p.New); err != nil {
		return err
	}
	if p.Before, err = recall(ctx, tx, p, p.Old); err != nil {
		return err
	}
	p.Comparison = statement.Compare(p.Before, p.After)
	p.Named, err = fact.Names(ctx, tx, p.Comparison.Names())
	return err
}

// before is what a statement is compared with at first: the calculation before, else the statement before, else itself.
func before(p *change) string {
	if p.Sheet.Number > 1 {
		return strconv.Itoa(p.Sheet.Number - 1)
	}
	for _, o := range p.Others {
		if o.PlanID == p.Sheet.PlanID && o.StartsOn < p.Sheet.StartsOn && o.Calculation != nil {
			return o.Period
		}
	}
	return p.New
}

// recall finds a calculation of the statement by its number or by a day, at whose end it counted, or the newest of
// another statement of the member by its period.
func recall(ctx context.Context, tx *tenant.Tx, p *change, which string) (statement.Made, error) {
	if n, err := strconv.Atoi(which); err == nil && len(which) < 4 {
		return statement.Recall(ctx, tx, p.Sheet.ID, n)
	}
	if day, err := period.ParseDate(which); err == nil {
		for _, c := range p.Calculations {
			if c.CalculatedAt.Before(tx.Calendar().EndOf(day)) {
				return statement.Recall(ctx, tx, p.Sheet.ID, c.Number)
			}
		}
		return statement.Made{}, site.NotHere
	}
	for _, o := range p.Others {
		if o.PlanID == p.Sheet.PlanID && o.Period == which && o.Calculation != nil {
			return statement.Recall(ctx, tx, o.ID, o.Number)
		}
	}
	return statement.Made{}, site.NotHere
}
