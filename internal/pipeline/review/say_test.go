package review_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

func TestTheSecondOfTwoWhoFinishIsTold(t *testing.T) {
	t.Parallel()
	c := company(t)
	var both sync.WaitGroup
	results := make([]error, 2)
	for i, who := range []uuid.UUID{c.Nora, c.Eve} {
		both.Go(func() { results[i] = finish(&c, who, thisWeek, scope.Request{Owner: c.Nora.String()}, 0) })
	}
	both.Wait()
	failed := 0
	for _, err := range results {
		if err != nil {
			failed++
			kind(t, "the second", err, fault.Conflict)
		}
	}
	if failed != 1 {
		t.Errorf("%v", results)
	}
	kind(t, "a third, who saw nothing", finish(&c, c.Nora, thisWeek, scope.Request{}, 0), fault.Conflict)
	kind(t, "a fourth, who saw it", finish(&c, c.Nora, thisWeek, scope.Request{}, 1), fault.Conflict)
	again := func(seen int64) error {
		return do(&c, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
			return review.Reopen(ctx, tx, thisWeek, scope.Request{}, seen)
		})
	}
	if err := again(1); err != nil {
		t.Fatal(err)
	}
	kind(t, "opened twice", again(1), fault.Conflict)
	kind(t, "opened though open", again(2), fault.Conflict)
	kind(t, "with a team", finish(&c, c.Nora, thisWeek, scope.Request{Team: "North"}, 0), fault.Invalid)
	kind(t, "as of a day", finish(&c, c.Nora, thisWeek, scope.Request{AsOf: "2026-11-18"}, 0), fault.Invalid)
}

func TestOnlyThoseWhoRunReviewsWriteAndOnlyOfTheirOwn(t *testing.T) {
	t.Parallel()
	c, other := company(t), company(t)
	mine := map[uuid.UUID]uuid.UUID{} // an opportunity of each
	for _, co := range []*cast.Company{&c, &other} {
		for _, row := range load(t, co, co.Eve, thisWeek.Shift(-1), scope.Request{}).Sheet.Rows {
			mine[row.OwnerID] = row.ID
		}
	}
	due := cast.Day("2026-12-01")
	writes := map[string]func(ctx context.Context, tx *tenant.Tx, owner uuid.UUID) error{
		"opinion": func(ctx context.Context, tx *tenant.Tx, owner uuid.UUID) error {
			return review.SaveOpinion(ctx, tx, review.Opinion{OpportunityID: mine[owner], Verdict: review.In},
				"2026-Q4")
		},
		"note": func(ctx context.Context, tx *tenant.Tx, owner uuid.UUID) error {
			return review.AddNote(ctx, tx, thisWeek, review.Note{MemberID: owner, Body: "Well done"})
		},
		"agree": func(ctx context.Context, tx *tenant.Tx, owner uuid.UUID) error {
			return review.Agree(ctx, tx, thisWeek, review.Action{OwnerID: owner, Body: "Call", DueOn: due})
		},
	}
	for name, write := range writes {
		for _, want := range []struct {
			who, owner uuid.UUID
			kind       fault.Kind
		}{
			{c.Nora, c.Ann, -1}, {c.Eve, c.Ann, -1}, {c.Olga, c.Cat, -1}, {c.Ada, c.Dan, -1},
			{c.Ann, c.Ann, fault.Forbidden}, {c.Fay, c.Ann, fault.Forbidden}, {c.Nora, c.Cat, fault.NotFound},
			{c.Eve, other.Ann, fault.NotFound},
		} {
			err := do(&c, want.who,
				func(ctx context.Context, tx *tenant.Tx) error { return write(ctx, tx, want.owner) })
			if want.kind == -1 && err != nil || want.kind != -1 && (err == nil || fault.KindOf(err) != want.kind) {
				t.Errorf("%s: %v, want %v", name, err, want.kind)
			}
		}
	}
	kind(t, "a rep finishes", finish(&c, c.Ann, thisWeek, scope.Request{}, 0), fault.Forbidden)
	kind(t, "finance finishes", finish(&c, c.Fay, thisWeek, scope.Request{}, 0), fault.Forbidden)
	kind(t, "a manager finishes another's", finish(&c, c.Nora, thisWeek, scope.Request{Owner: c.Sol.String()}, 0),
		fault.NotFound)
	var action uuid.UUID
	for _, a := range load(t, &c, c.Nora, thisWeek, scope.Request{}).Sheet.Actions {
		action = a.ID
	}
	mark := func(co *cast.Company, who uuid.UUID) error {
		return do(co, who, func(ctx context.Context, tx *tenant.Tx) error { return review.Mark(ctx, tx, action, true) })
	}
	kind(t, "another manager marks", mark(&c, c.Sol), fault.NotFound)
	kind(t, "another organisation marks", mark(&other, other.Eve), fault.NotFound)
	kind(t, "a rep marks", mark(&c, c.Ann), fault.Forbidden)
	if err := mark(&c, c.Nora); err != nil {
		t.Error(err)
	}
	for name, j := range map[string]review.Opinion{"no verdict": {OpportunityID: mine[c.Ann]},
		"too long": {OpportunityID: mine[c.Ann], Verdict: review.In, Note: strings.Repeat("x", 2001)}} {
		kind(t, name, do(&c, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
			return review.SaveOpinion(ctx, tx, j, "2026-Q4")
		}), fault.Invalid)
	}
	kind(t, "no period", do(&c, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		return review.SaveOpinion(ctx, tx, review.Opinion{OpportunityID: mine[c.Ann], Verdict: review.In}, "soon")
	}), fault.Invalid)
	kind(t, "nothing said", do(&c, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		return review.AddNote(ctx, tx, thisWeek, review.Note{MemberID: c.Ann, Body: " \n"})
	}), fault.Invalid)
}

func TestTheNewestOpinionOfEachAuthorHoldsAndTheOthersStay(t *testing.T) {
	t.Parallel()
	c := company(t)
	row := load(t, &c, c.Ann, thisWeek.Shift(-1), scope.Request{}).Sheet.Rows[0]
	for _, j := range []struct {
		who     uuid.UUID
		verdict review.Verdict
		period  string
	}{{c.Nora, review.In, "2026-Q4"}, {c.Eve, review.In, "2026-Q4"}, {c.Nora, review.Out, "2026-Q4"},
		{c.Nora, review.In, "2027-Q1"}} {
		c.As(t, j.who, func(ctx context.Context, tx *tenant.Tx) error {
			return review.SaveOpinion(ctx, tx,
				review.Opinion{OpportunityID: row.ID, Verdict: j.verdict, Note: "because"}, j.period)
		})
	}
	read := func(who uuid.UUID, period string, asOf time.Time) (text string) {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			all, err := review.Opinions(ctx, tx, period, asOf)
			for _, j := range all[row.ID] {
				text += fmt.Sprintf("%s %s; ", j.Author, j.Verdict)
			}
			return err
		})
		return text
	}
	if got := read(c.Nora, "2026-Q4", time.Time{}); got != "Nora out; Eve in; " && got != "Eve in; Nora out; " {
		t.Error(got)
	}
	if got := read(c.Nora, "2027-Q1", time.Time{}) + read(c.Nora, "2026-Q4",
		cast.At("2026-11-19T00:00:00Z")) + read(c.Sol, "2026-Q4", time.Time{}); got != "Nora in; " {
		t.Error(got)
	}
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		n, err := tenant.Value[int](ctx, tx, `SELECT count(*) FROM app.opportunity_judgements
			WHERE tenant_id = @tenant`, nil)
		if n != 4 {
			t.Errorf("%d opinions are kept", n)
		}
		return err
	})
}

func TestAnActionIsCarriedOverUntilItIsDone(t *testing.T) {
	t.Parallel()
	c := company(t)
	c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error {
		return review.Agree(ctx, tx, thisWeek.Shift(-2), review.Action{OwnerID: c.Ann, Body: "Call the buyer"})
	})
	listed := func(w review.Week, who uuid.UUID) string {
		text := ""
		for _, a := range load(t, &c, who, w, scope.Request{}).Sheet.Actions {
			text += fmt.Sprintf("%s %s %t;", a.Week, a.Owner, a.Done)
		}
		return text
	}
	agreed := thisWeek.Shift(-2).Key + " Ann false;"
	if got := listed(thisWeek.Shift(-3), c.Nora) + "|" +
		listed(thisWeek.Shift(-2), c.Nora) + listed(thisWeek, c.Nora) + listed(thisWeek, c.Ann) + "|" +
		listed(thisWeek, c.Ben) + listed(thisWeek, c.Sol); got != "|"+agreed+agreed+agreed+"|" {
		t.Error(got)
	}
	a := load(t, &c, c.Nora, thisWeek, scope.Request{}).Sheet.Actions[0]
	for _, done := range []bool{true, false, true} {
		c.As(t, c.Nora, func(ctx context.Context, tx *tenant.Tx) error { return review.Mark(ctx, tx, a.ID, done) })
	}
	if got := listed(thisWeek, c.Nora); got != thisWeek.Shift(-2).Key+" Ann true;" {
		t.Error(got)
	}
}

func TestNothingOfAReviewIsEverRewritten(t *testing.T) {
	t.Parallel()
	c := company(t)
	for _, table := range []string{"opportunity_judgements", "review_notes", "review_actions", "review_action_marks",
		"review_records"} {
		for _, sql := range []string{`DELETE FROM app.%s WHERE tenant_id = @tenant`,
			`UPDATE app.%s SET tenant_id = tenant_id WHERE tenant_id = @tenant`} {
			err := do(&c, c.Ada, func(ctx context.Context, tx *tenant.Tx) error {
				_, err := tx.Exec(ctx, fmt.Sprintf(sql, table), nil)
				return err
			})
			if err == nil || !strings.Contains(err.Error(), "permission denied") {
				t.Errorf("%s: %v", table, err)
			}
		}
	}
}
