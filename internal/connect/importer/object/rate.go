package object

import (
	"cmp"
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
)

// rate is an exchange rate of the source: units of the currency for one of the source's own base currency, as
// Salesforce writes it, or the worth of one unit where PerBase is zero.
type rate struct {
	row      *mapping.Row
	currency money.Currency
	perBase  decimal.Decimal
	worth    decimal.Decimal
	from     period.Date
}

// openRates takes exchange rates in. One without a first day holds since ever.
func openRates(w *Import, f *importjob.File) record.Loader {
	var batch []rate
	read := func(r *mapping.Row) {
		if r.Deleted {
			r.Refuse("The rate is deleted in the source; the stored rate stays in force until a new one starts.")
		}
		q := rate{row: r, currency: r.Currency("currency"), from: r.Day("valid_from")}
		q.perBase, q.worth = r.Positive("per_base"), r.Positive("rate")
		if q.perBase.IsZero() == q.worth.IsZero() {
			r.Refuse("The row has no exchange rate greater than zero.")
		}
		if q.from.IsZero() {
			q.from = period.DateOf(record.Ever)
		}
		if r.Refused == "" {
			batch = append(batch, q)
		}
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		all := batch
		batch = nil
		return w.setRates(ctx, tx, f, all)
	}
	return record.Loader{Read: read, Write: write}
}

// digits of a rate that is the inverse of another; far below a minor unit of any amount that can be added up.
const digits = 24

// setRates sets what differs. A rate that is new counts as known since its first day, as the amounts in it do; one that
// replaces another since the import.
func (w *Import) setRates(ctx context.Context, tx *tenant.Tx, f *importjob.File, all []rate) (tenant.Outcome, error) {
	var out tenant.Outcome
	became := map[*mapping.Row]int{} // what a row came to: 1 as it was, 2 added, 3 changed
	known, err := fx.List(ctx, tx)
	if err != nil {
		return out, err
	}
	for _, p := range w.inBase(f, all, known) {
		if p.row.Refused == "" && p.currency != tx.Base() && !money.RateFits(p.worth) {
			p.row.Refuse("The exchange rate would be %s %s for one %s, which is not plausible.",
				p.worth.Truncate(12), tx.Base(), p.currency)
		}
		if p.row.Refused != "" {
			continue
		}
		was := slices.IndexFunc(known, func(k fx.Rate) bool {
			return k.Currency == p.currency &&
				k.ValidFrom == p.from
		})
		next := fx.Rate{Currency: p.currency, Rate: p.worth, ValidFrom: p.from, Source: f.Name}
		switch {
		case p.currency == tx.Base() || was >= 0 && known[was].Rate.Equal(p.worth):
			became[p.row] = max(became[p.row], 1)
			continue
		case was >= 0:
			became[p.row] = 3
		default:
			became[p.row] = max(became[p.row], 2)
			if first := p.from.In(w.Calendar.Location()); first.Before(w.Now) {
				next.KnownAt = first
			}
		}
		if err := fx.Set(ctx, tx, next); err != nil {
			return out, err
		}
	}
	for _, n := range became {
		switch n {
		case 1:
			out.Unchanged++
		case 2:
			out.Added++
		case 3:
			out.Changed++
		}
	}
	return out, nil
}

// inBase turns units per one of the source's base currency into the worth of one unit in the organisation's. Where the
// two bases differ that takes the source's own rate of the organisation's currency, whichever is in force on each day:
// a rate that holds while that one changes becomes several.
func (w *Import) inBase(f *importjob.File, all []rate, known []fx.Rate) []rate {
	byDay := func(a, b rate) int { return cmp.Or(cmp.Compare(a.currency, b.currency), cmp.Compare(a.from, b.from)) }
	slices.SortStableFunc(all, byDay)
	ours := w.ours(f, all, known)
	var pieces []rate
	for i, q := range all {
		if q.perBase.IsZero() || q.currency == w.Home {
			pieces = append(pieces, q)
			continue
		}
		until := period.Date(1<<31 - 1)
		if i+1 < len(all) && all[i+1].currency == q.currency {
			until = all[i+1].from
		}
		some := false
		for n, o := range ours {
			ends := period.Date(1<<31 - 1)
			if n+1 < len(ours) {
				ends = ours[n+1].from
			}
			if o.from >= until || ends <= q.from {
				continue
			}
			p := q
			p.from, p.worth = max(q.from, o.from), o.perBase.DivRound(q.perBase, digits)
			pieces, some = append(pieces, p), true
		}
		if !some {
			q.row.Refuse("The file has no rate of %s for these days, so this rate cannot be converted to %s.",
				w.Home, w.Home)
		}
	}
	slices.SortStableFunc(pieces, byDay)
	return pieces
}

// ours is the source's rates of the organisation's own currency. A file that has none is in that currency, unless one
// of its currencies is always 1 and has a rate here: then that is what the source calculates in.
func (w *Import) ours(f *importjob.File, all []rate, known []fx.Rate) []rate {
	var found []rate
	fixed := map[money.Currency]bool{}
	for _, q := range all {
		if q.currency == w.Home && !q.perBase.IsZero() {
			found = append(found, q)
		}
		was, seen := fixed[q.currency]
		fixed[q.currency] = (was || !seen) && q.perBase.Equal(decimal.NewFromInt(1))
	}
	if len(found) > 0 {
		return found
	}
	for _, k := range known {
		if fixed[k.Currency] {
			found = append(found, rate{currency: w.Home, perBase: k.Rate, from: k.ValidFrom})
		}
	}
	if len(found) > 0 {
		w.Note("%s: there is no rate of %s, so the rates were converted with known rates of the currency that is "+
			"always 1.", f.Name, w.Home)
		slices.SortFunc(found, func(a, b rate) int { return cmp.Compare(a.from, b.from) })
		return found
	}
	return []rate{{currency: w.Home, perBase: decimal.NewFromInt(1), from: -1 << 31}}
}
