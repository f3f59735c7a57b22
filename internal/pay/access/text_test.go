package access_test

import (
	"context"
	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/access"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/approval"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// TestWhatIsSaidAboutPayHasAnEnd sends texts that nobody reads.
func TestWhatIsSaidAboutPayHasAnEnd(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.Sell(t, o.Ann, "A 80000 2026-01-20")
	o.Run(t, "2026-01")
	s, _ := o.Of(t, o.Ann, "2026-01")
	var id uuid.UUID
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = adjustment.Propose(ctx, tx,
			adjustment.Adjustment{MemberID: o.Ann, Amount: 100_00, Currency: "USD", Reason: "A prize."})
		return err
	})
	long := strings.Repeat("ü", 2001)
	for name, do := range map[string]func(tx *tenant.Tx) error{
		"a return": func(tx *tenant.Tx) error {
			return approval.Move(t.Context(), tx, s.ID, statement.Returned, s.StateNumber, long)
		},
		"a reason": func(tx *tenant.Tx) error {
			_, err := adjustment.Propose(t.Context(), tx,
				adjustment.Adjustment{MemberID: o.Ben, Amount: 1, Currency: "USD", Reason: long})
			return err
		},
		"a decision": func(tx *tenant.Tx) error { return adjustment.Decide(t.Context(), tx, id, true, long) },
		"a grant":    func(tx *tenant.Tx) error { return access.Grant(t.Context(), tx, o.Eve, long) },
	} {
		if err := o.DB.Update(t.Context(), o.Actor(o.Fay), do); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s of %d letters: %v", name, 2001, err)
		}
	}
	stranger := uuid.New()
	if err := o.DB.Update(t.Context(),
		o.Actor(o.Fay), func(tx *tenant.Tx) error {
			return access.Grant(t.Context(), tx, stranger,
				"A friend.")
		}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a stranger is granted access to pay: %v", err)
	}
}
