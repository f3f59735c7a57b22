package notice_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/approval"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/notice"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// seat lets members sign in, each with an address.
func seat(t *testing.T, o office.Office, ids ...uuid.UUID) {
	t.Helper()
	for _, id := range ids {
		address := id.String() + "@work.example"
		user, err := auth.AddUser(t.Context(), o.DB, address, "Somebody", "")
		if err != nil {
			t.Fatal(err)
		}
		o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
			if _, err := tx.Exec(ctx, `UPDATE app.members SET email = @email WHERE tenant_id = @tenant AND id = @id`,
				tenant.Args{"id": id, "email": address}); err != nil {
				return err
			}
			return auth.Join(ctx, tx, user.ID, id)
		})
	}
}

// claimed are the letters that are written at a moment, as "name kind step".
func claimed(t *testing.T, o office.Office, at time.Time) (all []string) {
	t.Helper()
	err := o.DB.At(at).Update(t.Context(), tenant.AsSystem(o.TenantID), func(tx *tenant.Tx) error {
		found, err := notice.Claim(t.Context(), tx)
		for _, n := range found {
			all = append(all, n.To.Name+" "+string(n.Kind)+" "+n.Step)
			if !strings.HasPrefix(n.Path, "/") {
				t.Errorf("the letter leads to %q", n.Path)
			}
			text := strings.ToLower(mail.Waiting(n.To.Email, n.To.Name, "Work", n.Says(),
				"").Subject + mail.Waiting(n.To.Email, n.To.Name, "Work", n.Says(), "").Body)
			for _, word := range []string{"pay", "commission", "statement", "plan", "amount", "$"} {
				if strings.Contains(text, word) {
					t.Errorf("the letter says %q: %s", word, text)
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func TestWhatWaitsIsSaidOnceToWhomItConcerns(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	seat(t, o, o.Ann, o.Nora, o.Olga, o.Fay) // Ben cannot sign in
	now := testdb.Now
	want := func(what string, at time.Time, letters ...string) {
		t.Helper()
		if got := claimed(t, o, at); !slices.Equal(got, letters) {
			t.Errorf("%s: %q, want %q", what, got, letters)
		}
		if again := claimed(t, o, at); len(again) > 0 {
			t.Errorf("%s: once more %q", what, again)
		}
	}
	want("a plan that nobody accepted", now, "Ann letter 1")
	want("six days later", now.AddDate(0, 0, 6))
	want("a week later", now.AddDate(0, 0, 7), "Ann letter 2")
	o.As(t, o.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		versions, err := compensation.VersionsOf(ctx, tx, o.Plan, tx.Now())
		if err != nil {
			return err
		}
		return compensation.Accept(ctx, tx, versions[0].ID, versions[0].Hash)
	})
	o.Sell(t, o.Ann, "A 1000 2026-10-05")
	o.Run(t, "2026-10")
	want("a calculated month", now, "Nora approval lead")
	s, _ := o.Of(t, o.Ann, "2026-10")
	b, _ := o.Of(t, o.Ben, "2026-10")
	for _, each := range []statement.Statement{s, b} {
		o.As(t, o.Nora, func(ctx context.Context, tx *tenant.Tx) error {
			return approval.Move(ctx, tx, each.ID, statement.ManagerApproved, each.StateNumber, "")
		})
	}
	want("a month that the manager approved", now, "Fay approval office")
	for _, to := range []statement.State{statement.FinanceApproved, statement.Locked} {
		s, _ = o.Of(t, o.Ann, "2026-10")
		o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
			return approval.Move(ctx, tx, s.ID, to, s.StateNumber, "")
		})
	}
	want("a locked statement", now, "Ann statement 1")
	var id uuid.UUID
	o.As(t, o.Ann, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = dispute.Open(ctx, tx, dispute.Claim{StatementID: s.ID, Note: "Something is missing."})
		return err
	})
	want("a dispute", now, "Fay dispute 1", "Olga dispute 1")
	want("a dispute after three weeks", now.AddDate(0, 0, 21), "Fay dispute late", "Olga dispute late")
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		return dispute.Say(ctx, tx, id, 1, dispute.NeedsInformation, dispute.Word{Note: "What is missing?"})
	})
	want("a question", now, "Ann answer 2")
	o.As(t, o.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		return dispute.Say(ctx, tx, id, 2, dispute.InReview, dispute.Word{Note: "The services."})
	})
	want("its answer", now, "Fay dispute 3", "Olga dispute 3")
}

func TestWhoManagesPayHearsOfASeatThatOpensIt(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	seat(t, o, o.Fay, o.Ada)
	o.Run(t, "2026-10")
	for _, to := range []uuid.UUID{o.Olga, o.Cat} { // who sells and was never paid is free
		o.As(t, o.Ada, func(ctx context.Context, tx *tenant.Tx) error {
			_, _, err := auth.Invite(ctx, tx, to, to.String()+"@work.example")
			return err
		})
	}
	if got := claimed(t, o, testdb.Now); !slices.Equal(got, []string{"Fay seat 1"}) {
		t.Errorf("%q", got)
	}
}
