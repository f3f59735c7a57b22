package pay

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
)

const (
	sellerPlan  = "Account Executive"
	rampPlan    = "Account Executive, first year"
	managerPlan = "Regional Manager"
)

// publish saves and publishes the plans.
func (p *filling) publish(ctx context.Context, tx *tenant.Tx) error {
	end := p.end()
	ramp := p.seller(rampPlan, p.start, end)
	ramp.Draw = &plan.Draw{Recoverable: true, Amount: p.major(3000), Per: period.Month, AboveDraw: true}
	for _, v := range []struct {
		document plan.Document
		note     string
	}{
		{p.seller(sellerPlan, p.start, end), "As agreed for the year."},
		{ramp, "With a draw for the first year."},
		{p.manager(end), "A share of what the team sells."},
	} {
		saved, err := compensation.Save(ctx, tx, v.document, v.note)
		if err == nil {
			err = compensation.Publish(ctx, tx, saved.ID)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", v.document.Name, err)
		}
		p.plans[v.document.Name] = saved.PlanID
	}
	return nil
}

// end is the day on which the plans end.
func (p *filling) end() period.Date {
	return p.cal.Containing(period.Year, p.today).End.AddMonths(12)
}

// change pays more for what is above 125 % of quota from the middle of a quarter on, said ten days before. Most accept
// it.
func (p *filling) change(ctx context.Context) error {
	p.at(p.changed - 10)
	richer := p.seller(sellerPlan, p.changed, p.end())
	richer.Components[0].Tiers[2].Rate = decimal.RequireFromString("0.16")
	err := p.as(ctx, p.office(tenant.Ops), func(tx *tenant.Tx) error {
		saved, err := compensation.Save(ctx, tx, richer,
			"More for what is above 125 % of quota, from the middle of the quarter.")
		if err != nil {
			return err
		}
		return compensation.Publish(ctx, tx, saved.ID)
	})
	if err != nil {
		return fmt.Errorf("demo: pay: %w", err)
	}
	p.at(p.changed - 6)
	return p.accept(ctx, 7)
}

// accept has everybody accept the letter of the plan that holds for them on the day, but one in so many; 0: nobody is
// left out.
func (p *filling) accept(ctx context.Context, but int) error {
	var assigned []compensation.Assignment
	versions := map[uuid.UUID][]compensation.Version{}
	err := p.update(ctx, func(tx *tenant.Tx) (err error) {
		if assigned, err = compensation.Assignments(ctx, tx, tx.Today(), p.end(), tx.Now()); err != nil {
			return err
		}
		for _, id := range p.plans {
			if versions[id], err = compensation.VersionsOf(ctx, tx, id, tx.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	for i, a := range assigned {
		v := compensation.LastPublished(versions[a.PlanID])
		if err != nil || v == nil || but > 0 && i%but == 0 {
			continue
		}
		if err = p.as(ctx, p.member(a.MemberID),
			func(tx *tenant.Tx) error { return compensation.Accept(ctx, tx, v.ID, v.Hash) }); err != nil {
			return fmt.Errorf("demo: pay: accept: %w", err)
		}
	}
	return err
}

// major is an amount of dollars, or of something like it in another currency.
func (p *filling) major(dollars int64) decimal.Decimal {
	return decimal.New(dollars, 0).Round(p.base.Exponent())
}

// seller is the plan of those who sell, from a day up to another.
func (p *filling) seller(name string, from, to period.Date) plan.Document {
	rate := func(from, rate string) plan.Tier {
		return plan.Tier{From: decimal.RequireFromString(from), Rate: decimal.RequireFromString(rate)}
	}
	perDeal, budget := p.major(30000), p.major(20000)
	all := []plan.Share{{On: plan.OnBooking, Share: decimal.RequireFromString("0.70")},
		{On: plan.OnCash, Share: decimal.RequireFromString("0.30")}}
	back := &plan.Clawback{WithinDays: 90}
	return plan.Document{Name: name, Currency: p.base, Effective: plan.Span{From: from, To: to},
		Measurement: period.Quarter, Payout: period.Month,
		Rounding: money.HalfEven, Retroactive: plan.Restate, Components: []plan.Component{
			{ID: "new-business", Kind: plan.Rate, Measure: plan.Amount,
				Qualifies: plan.Criteria{Type: []string{"New Business"}}, Quota: &plan.Quota{Assigned: true},
				Tiers: []plan.Tier{rate("0", "0.08"), rate("1", "0.12"), rate("1.25", "0.15")},
				Cap:   plan.Cap{PerOpportunity: &perDeal}, Eligible: all, Clawback: back},
			{ID: "existing-business", Kind: plan.Rate, Measure: plan.Amount,
				Qualifies: plan.Criteria{Type: []string{"Existing Business"}}, Quota: &plan.Quota{Assigned: true},
				Tiers: []plan.Tier{rate("0", "0.05")}, Eligible: all, Clawback: back},
			{ID: "new-logo-spif", Kind: plan.Bonus, Bonus: p.major(750), Budget: &budget,
				Qualifies: plan.Criteria{Type: []string{"New Business"}},
				Window:    &plan.Span{From: p.cal.Shift(p.current, -1).Start.AddMonths(1), To: p.current.End},
				Eligible:  []plan.Share{{On: plan.OnBooking, Share: decimal.NewFromInt(1)}}},
		}}
}

// manager is the plan of those who lead a region.
func (p *filling) manager(to period.Date) plan.Document {
	return plan.Document{Name: managerPlan, Currency: p.base, Effective: plan.Span{From: p.start, To: to},
		Measurement: period.Quarter, Payout: period.Month,
		Rounding: money.HalfEven, Retroactive: plan.Restate, Components: []plan.Component{
			{ID: "team", Kind: plan.Override, Measure: plan.Amount, Override: decimal.RequireFromString("0.015"),
				Quota:    &plan.Quota{Assigned: true},
				Eligible: []plan.Share{{On: plan.OnBooking, Share: decimal.NewFromInt(1)}},
				Clawback: &plan.Clawback{WithinDays: 90}},
		}}
}

// enrol puts everybody who sells on a plan; those who were hired within the year on that with a draw.
func (p *filling) enrol(ctx context.Context, tx *tenant.Tx) error {
	for _, m := range p.roster.Members {
		var id uuid.UUID
		from := max(p.start, m.HiredOn)
		switch {
		case m.Role == tenant.Manager:
			id = p.plans[managerPlan]
		case m.Role == tenant.Rep && m.HiredOn > p.today.AddMonths(-12):
			id = p.plans[rampPlan]
		case m.Role == tenant.Rep:
			id = p.plans[sellerPlan]
		default:
			continue
		}
		a := compensation.Assignment{MemberID: m.ID, PlanID: id, ValidFrom: from}
		if !m.Active {
			last, err := lastDay(ctx, tx, m.ID)
			if err != nil || last <= from {
				continue
			}
			a.ValidTo = last
		}
		if err := compensation.Assign(ctx, tx, a); err != nil {
			return err
		}
	}
	return nil
}

// lastDay is the day on which a member who has left was gone.
func lastDay(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (period.Date, error) {
	day, err := tenant.Value[*time.Time](ctx, tx, `SELECT max(a.valid_to)::timestamptz FROM app.assignments a
		WHERE a.tenant_id = @tenant AND a.member_id = @id AND a.replaced_at = 'infinity' AND a.valid_to < 'infinity'`,
		tenant.Args{"id": id})
	if err != nil || day == nil {
		return 0, err
	}
	return period.DateOf(day.UTC()), nil
}
