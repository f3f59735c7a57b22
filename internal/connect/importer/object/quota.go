package object

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/quota"
)

// openQuotas takes in what each member is asked to close. A source that gives only the first day of a period does not
// say how long that is: the distance between the first days does.
func openQuotas(w *Import, f *importjob.File) record.Loader {
	length, measured := period.Month, false
	types := quotaTypes{}
	var batch []quota.Imported
	var deleted []string
	var known map[string]quota.Imported
	before := func(ctx context.Context, tx *tenant.Tx, rows []*mapping.Row) (err error) {
		batch, deleted = nil, nil
		known, err = quota.Known(ctx, tx, record.Keys(rows))
		record.Rekey(rows, known)
		return err
	}
	read := func(r *mapping.Row) {
		if !measured {
			length, measured = w.quotaLength(f), true
			types = w.quotaTypes(f)
		}
		was, ok := known[r.Key]
		switch refused := types.refuses(r); {
		case refused && !ok:
			r.Refuse("%s", types.why)
			return
		case r.Deleted || refused: // one that an earlier import took counts no longer
			withdraw(r, ok, &deleted)
			return
		}
		q := quota.Imported{}
		if ok {
			q = was
		}
		w.quota(r, &q, ok, length)
		at := record.Modified(r)
		if r.Older = ok && at != nil && was.ModifiedAt != nil && at.Before(*was.ModifiedAt); r.Refused == "" &&
			!r.Older {
			q.ModifiedAt = at
			batch = append(batch, q)
		}
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		withdrawn, err := quota.Withdraw(ctx, tx, deleted)
		if err != nil {
			return tenant.Outcome{}, err
		}
		out, err := quota.Import(ctx, tx, batch)
		out.Changed, out.Unchanged = out.Changed+withdrawn, out.Unchanged+int64(len(deleted))-withdrawn
		return out, err
	}
	return record.Loader{Size: 2000, Prepare: w.Knows("member", "quota"), Before: before, Read: read, Write: write}
}

// withdraw keeps the key of a quota that the source deleted.
func withdraw(r *mapping.Row, known bool, deleted *[]string) {
	if !known {
		r.Stranger()
		return
	}
	*deleted = append(*deleted, r.Key)
}

// quota lays a row over what the source said of a quota before, if anything.
func (w *Import) quota(r *mapping.Row, q *quota.Imported, known bool, length period.Kind) {
	q.ID, q.ExternalID, q.KnownAt = uuid.Must(uuid.NewV7()), r.Key, r.Instant("created_at")
	q.Custom = record.CustomText(r.CustomOver(record.CustomFields(q.Custom)))
	if !known || r.Has("member") {
		q.MemberID = w.Must(r, "member", "member")
	}
	if !known || r.Has("currency") {
		q.Currency = r.Currency("currency")
	}
	if !known || r.Has("amount") {
		amount := r.Amount("amount", q.Currency)
		if amount == nil || *amount < 0 {
			r.Refuse("The quota has no amount, or a negative one.")
		} else {
			q.Amount = *amount
		}
	}
	w.span(r, q, known, length)
	quarter := w.Calendar.Containing(period.Quarter,
		q.StartsOn).Start // a month's quota is agreed with those of its quarter
	if begins := quarter.In(w.Calendar.Location()); q.KnownAt.IsZero() || begins.Before(q.KnownAt) {
		q.KnownAt = begins
	}
	if q.KnownAt.After(w.Now) {
		q.KnownAt = w.Now
	}
}

// span reads the days that a quota is for.
func (w *Import) span(r *mapping.Row, q *quota.Imported, known bool, length period.Kind) {
	if known && !r.Has("starts_on") {
		return
	}
	if q.StartsOn = r.Day("starts_on"); q.StartsOn.IsZero() {
		r.Refuse("The quota has no first day.")
	}
	if q.EndsOn = r.Day("ends_on"); q.EndsOn.IsZero() {
		q.EndsOn = q.StartsOn.AddMonths(monthsOf(r, length))
	} else {
		q.EndsOn++ // the source gives the last day, Quarterdeck the day after
	}
	if q.EndsOn <= q.StartsOn {
		r.Refuse("The quota ends before it starts.")
	}
}

var lengths = map[period.Kind]int{period.Month: 1, period.Quarter: 3, period.Half: 6, period.Year: 12}

// monthsOf is how long a quota's period is: as its row says, else as the distances between the first days say.
func monthsOf(r *mapping.Row, otherwise period.Kind) int {
	word, unknown := r.Word("period")
	if unknown != "" {
		r.Flag("%q is not a period length; %s is used.", source.Shorten(unknown), otherwise)
	}
	return lengths[cmp.Or(period.Kind(word), otherwise)]
}

// quotaLength is the longest kind of period that fits between the first days of the quotas and begins where they do.
func (w *Import) quotaLength(f *importjob.File) period.Kind {
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
			w.Note("%s: each quota is read as covering a %s, based on the start dates.", f.Name, kind)
			return kind
		}
	}
	w.Note("%s: each quota is read as covering a month.", f.Name)
	return period.Month
}

// fits tells whether all days begin a period of the kind and some follow one another; a single day begins a quarter at
// most.
func (w *Import) fits(kind period.Kind, starts []period.Date) bool {
	for _, d := range starts {
		if w.Calendar.Containing(kind, d).Start != d {
			return false
		}
	}
	return len(starts) > 1 || len(starts) == 1 && kind == period.Quarter
}
