package importer

import (
	"cmp"
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/fx"
	"quarterdeck/internal/importer/mapping"
	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/internal/tenant"
)

// rate is an exchange rate of the source: units of the currency for one of the source's own base currency, as Salesforce
// writes it, or the worth of one unit where PerBase is zero.
type rate struct {
	row      *mapping.Row
	currency money.Currency
	perBase  decimal.Decimal
	worth    decimal.Decimal
	from     period.Date
}

// openRates takes exchange rates in. One without a first day holds since ever.
func openRates(w *run, f *file) loader {
	var batch []rate
	read := func(r *mapping.Row) {
		if r.Deleted {
			r.Refuse("The rate is deleted in the source; what holds here stays until another one does.")
		}
		q := rate{row: r, currency: r.Currency("currency"), from: r.Day("valid_from")}
		q.perBase, q.worth = r.Positive("per_base"), r.Positive("rate")
		if q.perBase.IsZero() == q.worth.IsZero() {
			r.Refuse("The row has no exchange rate greater than zero.")
		}
		if q.from.IsZero() {
			q.from = period.DateOf(ever)
		}
		if r.Refused == "" {
			batch = append(batch, q)
		}
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		all := batch
		batch = nil
		return w.takeRates(ctx, tx, f, all)
	}
	return loader{read: read, write: write}
}

// digits of a rate that is the inverse of another; far below a minor unit of any amount that can be added up.
const digits = 24

// takeRates sets what differs. A rate that is new counts as known since its first day, as the amounts in it do; one that
// replaces another since the import.
func (w *run) takeRates(ctx context.Context, tx *tenant.Tx, f *file, all []rate) (tenant.Outcome, error) {
	var out tenant.Outcome
	known, err := fx.List(ctx, tx)
	if err != nil {
		return out, err
	}
	w.inBase(all)
	slices.SortStableFunc(all, func(a, b rate) int { return cmp.Or(cmp.Compare(a.currency, b.currency), cmp.Compare(a.from, b.from)) })
	for _, q := range all {
		if q.currency != tx.Base() && !money.RateFits(q.worth) {
			q.row.Refuse("The exchange rate comes to %s %s for one %s, which is beyond any that can be meant.", q.worth.Truncate(12), tx.Base(), q.currency)
			continue
		}
		was := slices.IndexFunc(known, func(k fx.Rate) bool { return k.Currency == q.currency && k.ValidFrom == q.from })
		next := fx.Rate{Currency: q.currency, Rate: q.worth, ValidFrom: q.from, Source: f.Name}
		switch {
		case was >= 0 && known[was].Rate.Equal(q.worth) || q.currency == tx.Base():
			out.Unchanged++
			continue
		case was >= 0:
			out.Changed++
		default:
			out.Added++
			if first := q.from.In(w.calendar.Location()); first.Before(w.now) {
				next.KnownAt = first
			}
		}
		if err := fx.Set(ctx, tx, next); err != nil {
			return out, err
		}
	}
	return out, nil
}

// inBase turns units per one of the source's base currency into the worth of one unit in the organisation's: where the two
// bases differ, by the source's own rate of the organisation's on the same day.
func (w *run) inBase(all []rate) {
	ours := map[period.Date]decimal.Decimal{}
	for _, q := range all {
		if q.currency == w.home && !q.perBase.IsZero() {
			ours[q.from] = q.perBase
		}
	}
	for i := range all {
		if q := &all[i]; !q.perBase.IsZero() {
			base, ok := ours[q.from]
			if !ok {
				base = decimal.NewFromInt(1)
			}
			q.worth = base.DivRound(q.perBase, digits)
		}
	}
}
