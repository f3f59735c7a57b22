package pipeline_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

func TestARepAndAManagerListWhatIsTheirs(t *testing.T) {
	t.Parallel()
	c := company(t)
	for _, want := range []struct {
		who  uuid.UUID
		owns []uuid.UUID
	}{{c.Ann, []uuid.UUID{c.Ann}}, {c.Nora, []uuid.UUID{c.Nora, c.Ann, c.Ben}}} {
		count := int64(0)
		for _, o := range fleet(&c) {
			if o.State.OwnerID != nil && slices.Contains(want.owns, *o.State.OwnerID) {
				count++
			}
		}
		c.See(t, want.who, func(ctx context.Context, tx *tenant.Tx) error {
			b := load(ctx, t, tx, resolve(ctx, t, tx, scope.Request{}), pipeline.Filter{Statuses: statuses})
			if b.Total.Count != count || int64(len(b.Rows)) != count || count == 0 {
				t.Errorf("%d of %d rows", b.Total.Count, count)
			}
			return nil
		})
	}
}

func TestUntouchedAsksWhatWasDoneByTheDay(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		var records []opportunity.Imported
		for _, key := range []string{"called", "called long ago", "planned", "learnt later", "never", "new"} {
			in := c.Opportunity(key, c.Ann, "Discovery", 100, "2026-12-31")
			if key == "new" {
				in.CreatedAt = cast.At("2026-11-07T17:00:00Z") // 13 days old
			}
			records = append(records, in)
		}
		ids, err := cast.Take(ctx, tx, records...)
		if err != nil {
			return err
		}
		var done []activity.Imported
		for i, a := range []struct {
			on    string
			done  bool
			known string
		}{{"2026-11-07", true, "2026-11-07T18:00:00Z"}, {"2026-11-06", true, "2026-11-06T18:00:00Z"},
			{"2026-11-19", false, "2026-11-01T18:00:00Z"}, {"2026-11-15", true, "2026-11-20T11:00:00Z"}} {
			done = append(done, activity.Imported{ID: uuid.New(), ExternalID: fmt.Sprint(i), OpportunityID: &ids[i],
				MemberID: &c.Ann, Kind: "call", OccursOn: cast.Day(a.on), Done: a.done, Custom: "{}",
				CreatedAt: cast.At(a.known), Hash: 1})
		}
		_, err = activity.Import(ctx, tx, done)
		return err
	})
	for asOf, want := range map[string]string{"": "called long ago, never, planned",
		"2026-11-19": "learnt later, never, planned"} {
		c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			b := load(ctx, t, tx, resolve(ctx, t, tx, scope.Request{AsOf: asOf}),
				pipeline.Filter{Flag: pipeline.Untouched, Sort: pipeline.ByName})
			var names []string
			for _, r := range b.Rows {
				names = append(names, r.Name)
			}
			if got := strings.Join(names, ", "); got != want {
				t.Errorf("as of %q: %s, want %s", asOf, got, want)
			}
			return nil
		})
	}
}

func TestAsOfShowsWhatWasKnownAtTheEndOfTheDay(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		in := c.Opportunity("A", c.Ann, "Proposal", 300, "2026-12-31")
		old, now := "100", "300"
		in.History = []opportunity.Past{{ExternalID: "H", Field: "amount", Old: &old, New: &now,
			At: cast.At("2026-06-15T12:00:00Z")}}
		_, err := cast.Take(ctx, tx, in)
		return err
	})
	for asOf, want := range map[string]int64{"2025-12-31": 0, "2026-06-14": 100, "2026-06-15": 300, "": 300} {
		c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			s := resolve(ctx, t, tx, scope.Request{AsOf: asOf})
			if b := load(ctx, t, tx, s, pipeline.Filter{}); b.Total.Amount != want {
				t.Errorf("as of %q: %d, want %d", asOf, b.Total.Amount, want)
			}
			return nil
		})
	}
}

func TestSourcesAreThoseOfTheMembersOpportunities(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ours, theirs := c.Opportunity("A", c.Ann, "Proposal", 1, ""), c.Opportunity("B", c.Cat, "Proposal", 1, "")
		ours.State.Source, theirs.State.Source = "Web", "Partner"
		_, err := cast.Take(ctx, tx, ours, theirs, c.Opportunity("C", c.Ann, "Proposal", 1, ""))
		return err
	})
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		got, err := pipeline.Sources(ctx, tx, resolve(ctx, t, tx, scope.Request{}))
		if !slices.Equal(got, []string{"Web"}) {
			t.Errorf("%v", got)
		}
		return err
	})
	if r := (pipeline.Row{Status: opportunity.Open, CloseOn: 5}); !r.Overdue(6) || r.Overdue(5) ||
		(pipeline.Row{Status: opportunity.Open}).Overdue(5) {
		t.Error("overdue is the day after the close date, not the day itself")
	}
}

func TestTheAccountIsAFilterAndItsNameIsFound(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	acme := account.Imported{ID: uuid.New(), ExternalID: "A", Name: "Acme 100%", Custom: "{}", CreatedAt: cast.Since,
		Hash: 1}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if _, err := account.Import(ctx, tx, []account.Imported{acme}); err != nil {
			return err
		}
		in := c.Opportunity("A", c.Ann, "Proposal", 1, "")
		in.State.AccountID = &acme.ID
		_, err := cast.Take(ctx, tx, in, c.Opportunity("B", c.Ann, "Proposal", 1, ""))
		return err
	})
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		s := resolve(ctx, t, tx, scope.Request{})
		for _, f := range []pipeline.Filter{{Account: acme.ID}, {Name: "acme"}, {Name: "0%"}} {
			if b := load(ctx, t, tx, s, f); len(b.Rows) != 1 || b.Rows[0].Account != "Acme 100%" || b.Total.Count != 1 {
				t.Errorf("%+v finds %d", f, len(b.Rows))
			}
		}
		return nil
	})
}
