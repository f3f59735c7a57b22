package importer

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/importer/mapping"
	"quarterdeck/internal/period"
	"quarterdeck/internal/quota"
)

// openQuotas takes in what each member is asked to close. A source that gives only the first day of a period does not say
// how long that is: the distance between the first days does.
func openQuotas(w *run, f *file) loader {
	length, measured := period.Month, false
	l := table(w, "quota", func(r *mapping.Row, id uuid.UUID) quota.Imported {
		if !measured {
			length, measured = w.quotaLength(f), true
		}
		return w.quota(r, id, length)
	}, quota.Import)
	l.prepare = w.knows("member")
	return l
}

func (w *run) quota(r *mapping.Row, id uuid.UUID, length period.Kind) quota.Imported {
	q := quota.Imported{ID: id, ExternalID: r.Key, MemberID: w.must(r, "member", "member"), StartsOn: r.Day("starts_on"), EndsOn: r.Day("ends_on"),
		Currency: r.Currency("currency"), Custom: object(r.Custom()), KnownAt: r.Instant("created_at")}
	amount := r.Amount("amount", q.Currency)
	switch {
	case q.StartsOn.IsZero():
		r.Refuse("The quota has no first day.")
	case amount == nil || *amount < 0:
		r.Refuse("The quota has no amount, or a negative one.")
	default:
		q.Amount = *amount
	}
	if q.EndsOn.IsZero() {
		q.EndsOn = q.StartsOn.AddMonths(monthsOf(r.Get("period"), length))
	} else {
		q.EndsOn++ // the source gives the last day, Quarterdeck the day after
	}
	if q.EndsOn <= q.StartsOn {
		r.Refuse("The quota ends before it begins.")
	}
	quarter := w.calendar.Containing(period.Quarter, q.StartsOn).Start // a month's quota is agreed with those of its quarter
	if begins := quarter.In(w.calendar.Location()); q.KnownAt.IsZero() || begins.Before(q.KnownAt) {
		q.KnownAt = begins
	}
	if q.KnownAt.After(w.now) {
		q.KnownAt = w.now
	}
	return q
}

var lengths = map[period.Kind]int{period.Month: 1, period.Quarter: 3, period.Half: 6, period.Year: 12}

func monthsOf(word string, otherwise period.Kind) int {
	switch mapping.Fold(word) {
	case "month", "monthly":
		return 1
	case "quarter", "quarterly":
		return 3
	case "half", "halfyear", "semester":
		return 6
	case "year", "yearly", "annual":
		return 12
	}
	return lengths[otherwise]
}

// quotaLength is the longest kind of period that fits between the first days of the quotas and begins where they do.
func (w *run) quotaLength(f *file) period.Kind {
	var starts []period.Date
	_ = f.Each(func(r *mapping.Row) error { // what cannot be read is refused where it is taken
		if r.Broken != "" {
			return nil
		}
		if d, err := r.ParseDay(r.Get("starts_on")); err == nil {
			starts = append(starts, d)
		}
		return nil
	})
	slices.SortFunc(starts, func(a, b period.Date) int { return cmp.Compare(a, b) })
	starts = slices.Compact(starts)
	for _, kind := range []period.Kind{period.Year, period.Half, period.Quarter} {
		if w.fits(kind, starts) {
			w.note("%s: the quotas are taken to be for a %s each, as their first days are.", f.Name, kind)
			return kind
		}
	}
	w.note("%s: the quotas are taken to be for a month each.", f.Name)
	return period.Month
}

// fits tells whether all days begin a period of the kind and some follow one another; a single day begins a quarter at most.
func (w *run) fits(kind period.Kind, starts []period.Date) bool {
	for _, d := range starts {
		if w.calendar.Containing(kind, d).Start != d {
			return false
		}
	}
	return len(starts) > 1 || len(starts) == 1 && kind == period.Quarter
}
