package pay

import (
	"context"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/platform/tenant"
)

// bill has each opportunity invoiced within days and paid within two months, one in six of them in two halves.
func (p *filling) bill(ctx context.Context, tx *tenant.Tx) error {
	for i, d := range p.sales {
		paid := d.CloseOn + 20 + period.Date(i%25)
		rest := d.Amount / 2
		first := d.Amount - rest
		events := []billing.Event{{Kind: billing.Invoice, On: d.CloseOn + 3, Amount: &d.Amount}}
		if i%6 == 0 {
			events = append(events, billing.Event{Kind: billing.Cash, On: paid, Amount: &first},
				billing.Event{Kind: billing.Cash, On: paid + 30, Amount: &rest})
		} else {
			events = append(events, billing.Event{Kind: billing.Cash, On: paid, Amount: &d.Amount})
		}
		for _, e := range events {
			if e.On > p.today {
				continue
			}
			e.OpportunityID, e.Currency, e.KnownAt = d.ID, p.base, p.known(e.On)
			if _, err := billing.Record(ctx, tx, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// known is the evening of a day, or now where that is not over.
func (p *filling) known(d period.Date) time.Time {
	evening := d.In(p.cal.Location()).Add(18 * time.Hour)
	if now := p.live.Now(); evening.After(now) {
		return now
	}
	return evening
}

// split splits the credit of the largest opportunity of the quarter before with somebody of the same team.
func (p *filling) split(ctx context.Context, tx *tenant.Tx) error {
	before := p.cal.Shift(p.current, -1)
	if d, ok := p.largest(before.Start, before.End); ok {
		owner, _ := p.roster.Find(d.OwnerID)
		for _, m := range p.roster.Members {
			if m.Role == tenant.Rep && m.Active && m.Team == owner.Team && m.ID != owner.ID {
				return billing.Credit(ctx, tx, d.ID, []billing.Split{
					{MemberID: owner.ID, Share: decimal.RequireFromString("0.6"), Note: "Led the sale."},
					{MemberID: m.ID, Share: decimal.RequireFromString("0.4"), Note: "Brought the customer in."}})
			}
		}
	}
	return nil
}

// largest is the largest opportunity that was won on a day of [from, to).
func (p *filling) largest(from, to period.Date) (largest sale, ok bool) {
	for _, d := range p.sales {
		if d.CloseOn >= from && d.CloseOn < to && d.Amount > largest.Amount {
			largest, ok = d, true
		}
	}
	return largest, ok
}

// cancel takes an opportunity of a locked month back, five weeks later.
func (p *filling) cancel(ctx context.Context, m period.Period) error {
	i := slices.IndexFunc(p.sales, func(d sale) bool {
		return d.CloseOn >= m.Start && d.CloseOn < m.End &&
			d.CloseOn+35 < p.today
	})
	if i < 0 {
		return nil
	}
	on := p.sales[i].CloseOn + 35
	return p.update(ctx, func(tx *tenant.Tx) error {
		_, err := billing.Record(ctx, tx, billing.Event{OpportunityID: p.sales[i].ID, Kind: billing.Cancellation,
			On: on, Currency: p.base, KnownAt: p.known(on),
			Note: "The customer withdrew before the start."})
		return err
	})
}
