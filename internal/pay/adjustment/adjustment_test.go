package adjustment_test

import (
	"context"
	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"sync"
	"testing"

	"github.com/google/uuid"
)

func TestAnAdjustmentNeedsTwo(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	propose := func(who, of uuid.UUID) (id uuid.UUID, err error) {
		err = o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) (err error) {
			id, err = adjustment.Propose(t.Context(), tx,
				adjustment.Adjustment{MemberID: of, Amount: 100, Currency: "USD", Reason: "A prize."})
			return err
		})
		return id, err
	}
	decide := func(who, id uuid.UUID) fault.Kind {
		return fault.KindOf(o.DB.Update(t.Context(), o.Actor(who),
			func(tx *tenant.Tx) error { return adjustment.Decide(t.Context(), tx, id, true, "") }))
	}
	if _, err := propose(o.Ann, o.Ann); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a rep gives herself a prize: %v", err)
	}
	if _, err := propose(o.Fay, o.Fay); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("finance gives itself a prize: %v", err)
	}
	id, err := propose(o.Fay, o.Ann)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		who  uuid.UUID
		want fault.Kind
	}{"who proposed it": {o.Fay, fault.Forbidden}, "operations": {o.Olga, fault.Forbidden},
		"the member": {o.Ann, fault.Forbidden}, "the manager": {o.Nora, fault.Forbidden}} {
		if got := decide(c.who, id); got != c.want {
			t.Errorf("%s decides: %v", name, got)
		}
	}
	other, err := propose(o.Olga, o.Ann)
	if err != nil {
		t.Fatal(err)
	}
	if got := decide(o.Fay, other); got != 0 {
		t.Errorf("finance does not decide: %v", got)
	}
	if got := decide(o.Fay, other); got != fault.Conflict {
		t.Errorf("it is decided twice: %v", got)
	}
}

// TestAnAdjustmentThatIsSentTwiceIsProposedOnce is a double click, at the same moment and after it.
func TestAnAdjustmentThatIsSentTwiceIsProposedOnce(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	propose := func(reason string) error {
		return o.DB.Update(t.Context(), o.Actor(o.Olga), func(tx *tenant.Tx) error {
			_, err := adjustment.Propose(t.Context(), tx,
				adjustment.Adjustment{MemberID: o.Ann, Amount: 100_00, Currency: "USD", Reason: reason})
			return err
		})
	}
	var all sync.WaitGroup
	results := make([]error, 3)
	for i := range results {
		all.Go(func() { results[i] = propose("A prize.") })
	}
	all.Wait()
	taken := 0
	for _, err := range results {
		if err == nil {
			taken++
		} else if fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second click is told %v", err)
		}
	}
	if taken != 1 {
		t.Errorf("%d prizes are proposed", taken)
	}
	if err := propose("Another prize."); err != nil {
		t.Errorf("another one: %v", err)
	}
	var ids []uuid.UUID
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		waiting, err := adjustment.List(ctx, tx, nil)
		for _, a := range waiting {
			ids = append(ids, a.ID)
			if err := adjustment.Decide(ctx, tx, a.ID, true, ""); err != nil {
				return err
			}
		}
		return err
	})
	if err := propose("A prize."); err != nil {
		t.Errorf("the same again, next month: %v", err)
	}
	if len(ids) != 2 {
		t.Errorf("%d adjustments are decided on", len(ids))
	}
}
