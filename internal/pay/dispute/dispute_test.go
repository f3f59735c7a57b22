package dispute_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
)

func TestADisputedLineIsAnsweredAndPaidByTheNextStatement(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	o.Run(t, "2026-01")
	january, _ := o.Of(t, o.Ann, "2026-01")
	line := 1
	claimed := int64(9_000_00)
	open := func(who uuid.UUID) (id uuid.UUID, err error) {
		err = o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) (err error) {
			id, err = dispute.Open(t.Context(), tx, dispute.Claim{StatementID: january.ID, Line: &line,
				Claimed: &claimed, Note: "It was sold with services."})
			return err
		})
		return id, err
	}
	if _, err := open(o.Ann); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an estimate is disputed: %v", err)
	}
	o.Lock(t, o.Ann, "2026-01")
	for name, who := range map[string]uuid.UUID{"another rep": o.Ben, "an executive": o.Eve, "the administrator": o.Ada,
		"another manager": o.Sol} {
		if _, err := open(who); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s opens a dispute: %v", name, err)
		}
	}
	id, err := open(o.Ann)
	if err != nil {
		t.Fatal(err)
	}
	say := func(who uuid.UUID, number int, to dispute.State, note string, amount int64) fault.Kind {
		w := dispute.Word{Note: note}
		if amount != 0 {
			w.Amount = &amount
		}
		return fault.KindOf(o.DB.Update(t.Context(), o.Actor(who),
			func(tx *tenant.Tx) error { return dispute.Say(t.Context(), tx, id, number, to, w) }))
	}
	for _, c := range []struct {
		name   string
		who    uuid.UUID
		number int
		to     dispute.State
		note   string
		amount int64
		want   fault.Kind
	}{
		{"the member approves", o.Ann, 1, dispute.Approved, "yes", 1, fault.Invalid},
		{"another rep", o.Ben, 1, dispute.Closed, "no", 0, fault.NotFound},
		{"without a word", o.Olga, 1, dispute.InReview, " ", 0, fault.Invalid},
		{"an approval of nothing", o.Olga, 1, dispute.Approved, "yes", 0, fault.Invalid},
		{"a question", o.Olga, 1, dispute.NeedsInformation, "Which services?", 0, 0},
		{"an answer to what was not read", o.Fay, 1, dispute.Denied, "No.", 0, fault.Conflict},
		{"the answer", o.Ann, 2, dispute.InReview, "Onboarding.", 0, 0},
		{"granted in part", o.Olga, 3, dispute.Partly, "Half of it.", 500_00, 0},
	} {
		if got := say(c.who, c.number, c.to, c.note, c.amount); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	approve(t, o)
	o.Run(t, "2026-02")
	if s, _ := o.Of(t, o.Ann, "2026-02"); s.Payable != 500_00 || s.Adjustments != 500_00 {
		t.Errorf("February pays %d, of it %d adjustments", s.Payable, s.Adjustments)
	}
	o.Lock(t, o.Ann, "2026-02")
	o.Run(t, "2026-03")
	if s, _ := o.Of(t, o.Ann, "2026-03"); s.Payable != 0 {
		t.Errorf("March pays %d again", s.Payable)
	}
	o.Adds(t)
}

// approve has finance decide on every adjustment that waits.
func approve(t *testing.T, o office.Office) {
	t.Helper()
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := adjustment.List(ctx, tx, nil)
		if err != nil || len(all) != 1 {
			t.Errorf("%d adjustments wait", len(all))
			return err
		}
		return adjustment.Decide(ctx, tx, all[0].ID, true, "")
	})
}

// TestALineIsDoubtedOnceAtATime opens disputes on one line at once, as a double click or a member and their manager do.
func TestALineIsDoubtedOnceAtATime(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	o.Run(t, "2026-01")
	o.Lock(t, o.Ann, "2026-01")
	s, _ := o.Of(t, o.Ann, "2026-01")
	open := func(who uuid.UUID, line *int, note string) (id uuid.UUID, err error) {
		err = o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) (err error) {
			id, err = dispute.Open(t.Context(), tx, dispute.Claim{StatementID: s.ID, Line: line, Note: note})
			return err
		})
		return id, err
	}
	line := 1
	var all sync.WaitGroup
	results, ids := make([]error, 3), make([]uuid.UUID, 3)
	for i, who := range []uuid.UUID{o.Ann, o.Ann, o.Nora} {
		all.Go(func() { ids[i], results[i] = open(who, &line, "Why so little?") })
	}
	all.Wait()
	var opened uuid.UUID
	taken := 0
	for i, err := range results {
		if err == nil {
			taken, opened = taken+1, ids[i]
		} else if fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second is told %v", err)
		}
	}
	if taken != 1 {
		t.Errorf("%d disputes are open on one line", taken)
	}
	for i, c := range []struct {
		line *int
		note string
		want fault.Kind
	}{{nil, "A deal is missing.", 0}, {nil, "A deal is missing.", fault.Conflict}, {nil, "Another deal is missing.", 0},
		{&line, strings.Repeat("ü", 1901), fault.Invalid}} {
		if _, err := open(o.Ann, c.line, c.note); fault.KindOf(err) != c.want {
			t.Errorf("dispute %d: %v, not %v", i, err, c.want)
		}
	}
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		return dispute.Say(ctx, tx, opened, 1, dispute.Closed, dispute.Word{Note: "It is what the plan says."})
	})
	if _, err := open(o.Ann, &line, "Is it?"); err != nil {
		t.Errorf("a line whose dispute is closed: %v", err)
	}
}
