package contact_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/testdb/cast"
)

// crowd has seven people, every other one at an account of Ann's; P3 was called on October 10, P5 on October 11.
func crowd(t *testing.T) cast.Company {
	t.Helper()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ann := account.Imported{ID: uuid.New(), ExternalID: "A", Name: "Acme", OwnerID: &c.Ann, Custom: "{}",
			CreatedAt: cast.Since, Hash: 1}
		if _, err := account.Import(ctx, tx, []account.Imported{ann}); err != nil {
			return err
		}
		var rows []contact.Imported
		for i := range 7 {
			p := person(fmt.Sprint("P", i), 1, nil)
			if i%2 == 0 {
				p.AccountID = &ann.ID
			}
			rows = append(rows, p)
		}
		_, err := contact.Import(ctx, tx, rows)
		return err
	})
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := contact.IDs(ctx, tx)
		if err != nil {
			return err
		}
		for i, name := range []string{"P3", "P5"} {
			on := cast.Day(fmt.Sprintf("2026-10-%02d", 10+i))
			if err := journal.Log(ctx, tx, journal.Record{Object: "contact", ID: ids[name]},
				activity.Entry{Kind: activity.Call, On: on}); err != nil {
				return err
			}
		}
		return nil
	})
	return c
}

func TestPagesOfContactsShowEachPersonOnceInEveryOrder(t *testing.T) {
	t.Parallel()
	c := crowd(t)
	for _, by := range []contact.Sort{contact.ByName, contact.ByAccount, contact.ByTouch} {
		for _, size := range []int{1, 2, 3} {
			c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
				f, seen := contact.Filter{Sort: by, Limit: size}, []string{}
				for range 8 {
					page, err := contact.List(ctx, tx, f)
					if err != nil {
						return err
					}
					for _, r := range page {
						seen = append(seen, r.FirstName)
						f.After = contact.Cursor{Value: r.SortKey, ID: r.ID}
					}
				}
				if by == contact.ByTouch && !slices.Equal(seen[:2], []string{"P5", "P3"}) {
					t.Errorf("the latest touched come as %q", seen)
				}
				slices.Sort(seen)
				if want := []string{"P0", "P1", "P2", "P3", "P4", "P5", "P6"}; !slices.Equal(seen, want) {
					t.Errorf("pages of %d by %q show %q", size, by, seen)
				}
				return nil
			})
		}
	}
}

func TestContactsAreCountedForWhoSeesThem(t *testing.T) {
	t.Parallel()
	c := crowd(t)
	for _, want := range []struct {
		who uuid.UUID
		f   contact.Filter
		n   int64
	}{{c.Eve, contact.Filter{}, 7}, {c.Ann, contact.Filter{}, 4}, {c.Nora, contact.Filter{Name: "acme"}, 4},
		{c.Cat, contact.Filter{}, 0}, {c.Eve, contact.Filter{Name: "p3@"}, 1},
		{c.Eve, contact.Filter{Working: true}, 0},
		{c.Eve, contact.Filter{Owners: []uuid.UUID{c.Ann}}, 4}} {
		c.See(t, want.who, func(ctx context.Context, tx *tenant.Tx) error {
			n, err := contact.Count(ctx, tx, want.f)
			if n != want.n {
				t.Errorf("%+v counts %d, want %d", want.f, n, want.n)
			}
			return err
		})
	}
}
