package staff_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/staff"
	"quarterdeck/internal/testdb/cast"
)

func TestTheAdministratorSeesWhoWaitsAndWhatChanged(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	users := map[uuid.UUID]auth.User{}
	for _, id := range []uuid.UUID{c.Ada, c.Nora, c.Sol, c.Eve} {
		user, err := auth.AddUser(t.Context(), c.DB, uuid.NewString()+"@example.com", "Somebody", "")
		if err != nil {
			t.Fatal(err)
		}
		users[id] = user
		c.Do(t, func(ctx context.Context, tx *tenant.Tx) error { return auth.Join(ctx, tx, user.ID, id) })
	}
	if err := auth.Disable(t.Context(), c.DB, users[c.Eve].ID); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		_, err := auth.SignIn(t.Context(), c.DB, users[c.Sol].Email, "not the password", "192.0.2.1")
		if fault.KindOf(err) == 0 {
			t.Fatal("somebody got in without a password")
		}
	}
	c.As(t, c.Ada, func(ctx context.Context, tx *tenant.Tx) error {
		if err := member.Assign(ctx, tx, member.Assignment{MemberID: c.Dan, Role: tenant.Rep,
			ValidFrom: tx.Today()}); err != nil {
			return err
		}
		_, _, err := auth.Invite(ctx, tx, c.Ben, "ben@example.com")
		return err
	})
	refused(t, c)
	c.See(t, c.Ada, func(ctx context.Context, tx *tenant.Tx) error {
		d, err := staff.Load(ctx, tx)
		if err != nil {
			return err
		}
		if len(d.Waiting) != 6 || d.Waiting[0].ID != c.Ben || d.Waiting[0].Invited == nil ||
			!d.Waiting[0].Invited.CreatedAt.Equal(tx.Now()) || d.Waiting[1].ID != c.Ann || d.Waiting[1].Invited != nil {
			t.Errorf("waiting: %+v", d.Waiting)
		}
		if len(d.Disabled) != 1 || d.Disabled[0].ID != c.Eve {
			t.Errorf("disabled: %+v", d.Disabled)
		}
		if len(d.Unplaced) != 1 || d.Unplaced[0].ID != c.Dan {
			t.Errorf("without manager or team: %+v", d.Unplaced)
		}
		if len(d.Roles) != 6 || d.Roles[4] != (staff.Role{Role: tenant.Manager, Members: 2, Access: 2}) ||
			d.Roles[5] != (staff.Role{Role: tenant.Rep, Members: 4}) {
			t.Errorf("roles: %+v", d.Roles)
		}
		if len(d.Failed) != 1 || d.Failed[0].ID != c.Sol || d.Failed[0].Times != 2 ||
			tx.Now().Sub(d.Failed[0].Last) > time.Minute {
			t.Errorf("failed: %+v", d.Failed)
		}
		if len(d.Changes) == 0 || d.Changes[0].Action != "invited" || d.Changes[0].ObjectID != c.Ben.String() {
			t.Errorf("changes: %+v", d.Changes)
		}
		return nil
	})
}

// refused checks that nobody else sees any of it.
func refused(t *testing.T, c cast.Company) {
	t.Helper()
	for _, who := range []uuid.UUID{c.Eve, c.Nora, c.Ann, c.Olga, c.Fay} {
		err := c.DB.View(t.Context(), c.Actor(who), func(tx *tenant.Tx) error {
			_, err := staff.Load(t.Context(), tx)
			return err
		})
		if fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s: %v", c.Actor(who).Role, err)
		}
	}
}
