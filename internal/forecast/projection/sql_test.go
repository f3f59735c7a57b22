package projection_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/tracking"
	"quarterdeck/internal/testdb/cast"
)

func load(ctx context.Context, t *testing.T, tx *tenant.Tx, asOf time.Time) *projection.Book {
	t.Helper()
	b, err := projection.Load(ctx, tx, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func moved(field, from, to, at string) opportunity.Past {
	return opportunity.Past{ExternalID: field + at, Field: field, Old: &from, New: &to, At: cast.At(at)}
}

// history is an opportunity that is won after two moves of its stage on one day, and one that is open.
func history(c *cast.Company) []opportunity.Imported {
	won := c.Opportunity("won", c.Ann, "Won", 50_000, "2026-06-10")
	won.State.Competitor = "Acme"
	won.History = []opportunity.Past{
		moved("stage", "Discovery", "Proposal", "2026-03-02T15:00:00Z"),
		moved("stage", "Proposal", "Negotiation", "2026-03-02T16:00:00Z"), moved("amount", "40000", "50000",
			"2026-04-02T15:00:00Z"), moved("stage", "Negotiation", "Won", "2026-06-10T15:00:00Z"),
	}
	open := c.Opportunity("open", c.Cat, "Proposal", 70_000, "2026-12-10")
	open.History = []opportunity.Past{moved("close_on", "2026-09-10", "2026-12-10", "2026-09-01T15:00:00Z")}
	return []opportunity.Imported{won, open}
}

func TestABookAsOfAPastDayIsTheBookUntilThatDay(t *testing.T) {
	c, other := cast.Found(t), cast.Found(t)
	for _, company := range []*cast.Company{&c, &other} {
		company.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
			for _, field := range []string{"stage", "status", "amount", "close_on", "owner"} {
				if err := tracking.Start(ctx, tx, field, cast.Since, "import"); err != nil {
					return err
				}
			}
			_, err := cast.Take(ctx, tx, history(company)...)
			return err
		})
	}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		now := load(ctx, t, tx, time.Time{})
		if len(now.Records) != 2 {
			t.Fatalf("the book has %d records, those of another organisation among them", len(now.Records))
		}
		for _, r := range now.Records {
			for i, s := range r.States {
				if i > 0 && s.From <= r.States[i-1].From {
					t.Errorf("%s has two states on %s", r.Key, s.From)
				}
				if s.Competitor != "" {
					t.Errorf("%s tells a competitor whose history is not kept", r.Key)
				}
			}
		}
		for _, at := range []string{"2026-01-02", "2026-03-02", "2026-05-01", "2026-06-10", "2026-08-31",
			"2026-09-01"} {
			day := cast.Day(at)
			past, cut := load(ctx, t, tx, now.Calendar.EndOf(day).Add(-time.Microsecond)), now.Until(day)
			if past.Day != day || !reflect.DeepEqual(past.Records, cut.Records) {
				t.Errorf("as of %s: %+v, cut from today's: %+v", at, past.Records, cut.Records)
			}
		}
		s, _ := now.Records[1].At(cast.Day("2026-03-02"))
		if now.Records[1].Key != "won" || s.Stage != "Negotiation" || *s.Amount != 40_000 {
			t.Errorf("on the evening of two moves %s is %+v", now.Records[1].Key, s)
		}
		return nil
	})
}

func TestAnEndWithoutAHistoryWasNotKnownBefore(t *testing.T) {
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if _, err := cast.Take(ctx, tx, c.Opportunity("won", c.Ann, "Won", 50_000, "2026-06-10")); err != nil {
			return err
		}
		now := load(ctx, t, tx, time.Time{})
		before, _ := now.Records[0].At(cast.Day("2026-06-09"))
		after, _ := now.Records[0].At(cast.Day("2026-06-10"))
		if before.Status != opportunity.Open || before.Stage != "" || before.Amount != nil ||
			!before.CloseOn.IsZero() || after.Status != opportunity.Won {
			t.Errorf("the day before it was %+v, on the day %+v", before, after)
		}
		if past := load(ctx, t, tx, cast.At("2026-03-01T12:00:00Z")); len(past.Records[0].States) != 1 ||
			past.Records[0].Last().Status != opportunity.Open {
			t.Errorf("in March it was %+v", past.Records[0].States)
		}
		return nil
	})
}
