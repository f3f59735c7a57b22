package importer

import (
	"cmp"
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/fx"
	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/internal/tenant"
)

// rate is an exchange rate of the source: units of the currency for one of the source's own base currency, as Salesforce
// writes it, or the worth of one unit where PerBase is zero.
type rate struct {
	row      *row
	currency money.Currency
	perBase  decimal.Decimal
	worth    decimal.Decimal
	from     period.Date
}

// openRates takes exchange rates in. One without a first day holds since ever.
func openRates(w *run, s *source) loader {
	var batch []rate
	read := func(r *row) {
		q := rate{row: r, currency: r.currency("currency"), from: r.day("valid_from")}
		q.perBase, q.worth = r.positive("per_base"), r.positive("rate")
		if q.perBase.IsZero() == q.worth.IsZero() {
			r.refuse("The row has no exchange rate greater than zero.")
		}
		if q.from.IsZero() {
			q.from = period.DateOf(ever)
		}
		if r.refused == "" {
			batch = append(batch, q)
		}
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		all := batch
		batch = nil
		return w.takeRates(ctx, tx, s, all)
	}
	return loader{read: read, write: write}
}

func (r *row) positive(field string) decimal.Decimal {
	v := r.number(field)
	if v == "" {
		return decimal.Zero
	}
	d, err := parseDecimal(v)
	if err != nil || d.IsNegative() {
		r.refuse("The field %s: %q is not a number greater than zero.", field, shorten(v))
		return decimal.Zero
	}
	return d
}

// digits of a rate that is the inverse of another; far below a minor unit of any amount that can be added up.
const digits = 24

// takeRates sets what differs. Setting a rate ends the later ones, so those of the same currency are set again after it.
func (w *run) takeRates(ctx context.Context, tx *tenant.Tx, s *source, all []rate) (tenant.Outcome, error) {
	var out tenant.Outcome
	known, err := fx.List(ctx, tx)
	if err != nil {
		return out, err
	}
	w.inBase(all)
	slices.SortStableFunc(all, func(a, b rate) int { return cmp.Or(cmp.Compare(a.currency, b.currency), cmp.Compare(a.from, b.from)) })
	differs := map[money.Currency]bool{}
	for _, q := range all {
		was := slices.IndexFunc(known, func(k fx.Rate) bool { return k.Currency == q.currency && k.ValidFrom == q.from })
		same := was >= 0 && known[was].Rate.Equal(q.worth) || q.currency == tx.Base()
		switch {
		case same:
			out.Unchanged++
		case was >= 0:
			out.Changed++
		default:
			out.Added++
		}
		if differs[q.currency] = differs[q.currency] || !same; !differs[q.currency] {
			continue
		}
		if err := fx.Set(ctx, tx, fx.Rate{Currency: q.currency, Rate: q.worth, ValidFrom: q.from, Source: s.Name}); err != nil {
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
