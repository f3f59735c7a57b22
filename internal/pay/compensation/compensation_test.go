package compensation_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
)

// drawn are versions by chance, some of them drafts.
func drawn(t *rapid.T) []compensation.Version {
	versions := make([]compensation.Version, rapid.IntRange(0, 6).Draw(t, "versions"))
	for i := range versions {
		v := &versions[i]
		v.ID, v.Number = uuid.New(), i+1
		v.Document.Effective.From = period.Date(rapid.IntRange(0, 40).Draw(t, "from"))
		v.Document.Effective.To = v.Document.Effective.From + period.Date(rapid.IntRange(1, 30).Draw(t, "days"))
		if rapid.Bool().Draw(t, "published") {
			at := time.Unix(int64(rapid.IntRange(0, 3).Draw(t, "at")), 0)
			v.PublishedAt = &at
		}
	}
	return versions
}

// holds is the version of a day by the rule as it is said: of those in effect the last published, then the highest
// number.
func holds(versions []compensation.Version, d period.Date) *compensation.Version {
	var best *compensation.Version
	for i := range versions {
		v := &versions[i]
		if v.PublishedAt != nil && v.Document.Effective.Contains(d) &&
			(best == nil || !v.PublishedAt.Before(*best.PublishedAt)) {
			best = v
		}
	}
	return best
}

func TestEachDayHasTheLastPublishedVersionInEffect(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		versions := drawn(t)
		from := period.Date(rapid.IntRange(-5, 60).Draw(t, "first"))
		to := from + period.Date(rapid.IntRange(0, 60).Draw(t, "length"))
		stretches := compensation.InForce(versions, from, to)
		for i, s := range stretches {
			if s.From >= s.To || s.From < from || s.To > to || i > 0 &&
				(stretches[i-1].To > s.From || stretches[i-1].To == s.From && stretches[i-1].Version == s.Version) {
				t.Fatalf("the stretches are not in order, apart and as long as can be: %v", stretches)
			}
		}
		for d := from; d < to; d++ {
			var got *compensation.Version
			for _, s := range stretches {
				if s.From <= d && d < s.To {
					got = s.Version
				}
			}
			if want := holds(versions, d); got != want {
				t.Fatalf("on %d holds %v, not %v", d, got, want)
			}
		}
	})
}

func TestWhoIsOnAPlanHasToDoWithOneVersion(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		versions := drawn(t)
		d := period.Date(rapid.IntRange(-5, 80).Draw(t, "day"))
		got := compensation.Holding(versions, d)
		published := 0
		for _, v := range versions {
			if v.PublishedAt != nil {
				published++
			}
		}
		switch now := holds(versions, d); {
		case now != nil && got != now:
			t.Fatalf("in effect is %v, not %v", now, got)
		case (got == nil) != (published == 0):
			t.Fatalf("of %d published versions the member has to do with %v", published, got)
		case now == nil && got != nil && got.Document.Effective.To <= d:
			for _, v := range versions {
				if v.PublishedAt != nil &&
					(v.Document.Effective.From > d || v.Document.Effective.To > got.Document.Effective.To) {
					t.Fatalf("%v is nearer than %v", v, got)
				}
			}
		}
	})
}

func TestTheLastPublishedVersionIsFound(t *testing.T) {
	t.Parallel()
	one, two := time.Unix(1, 0), time.Unix(2, 0)
	v := func(number int, at *time.Time) compensation.Version {
		return compensation.Version{Number: number, PublishedAt: at, Document: plan.Document{}}
	}
	for name, c := range map[string]struct {
		versions []compensation.Version
		want     int
	}{"none": {nil, 0}, "drafts": {[]compensation.Version{v(1, nil)}, 0},
		"the later": {[]compensation.Version{v(1, &two), v(2, &one), v(3, nil)}, 1},
		"at once":   {[]compensation.Version{v(1, &one), v(2, &one)}, 2}} {
		got := 0
		if last := compensation.LastPublished(c.versions); last != nil {
			got = last.Number
		}
		if got != c.want {
			t.Errorf("%s: %d, not %d", name, got, c.want)
		}
	}
}
