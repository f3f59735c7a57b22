package account_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/testdb/cast"
)

// company has an account of Ann's, one of Cat's on which Ann has an opportunity, one of Cat's alone, and one of
// nobody's.
func company(t *testing.T) (c cast.Company, ids map[string]uuid.UUID) {
	t.Helper()
	c = cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		var rows []account.Imported
		for _, a := range []struct {
			name  string
			owner *uuid.UUID
		}{{"Ann's", &c.Ann}, {"Shared", &c.Cat}, {"Cat's", &c.Cat}, {"Nobody's", nil}} {
			rows = append(rows, account.Imported{ID: uuid.New(), ExternalID: a.name, Name: a.name, OwnerID: a.owner,
				Custom: `{"Tier": "1"}`, CreatedAt: cast.Since, Hash: 1})
		}
		out, err := account.Import(ctx, tx, rows)
		if err != nil || out != (tenant.Outcome{Added: 4}) {
			return fmt.Errorf("%+v: %w", out, err)
		}
		in := c.Opportunity("A", c.Ann, "Proposal", 1, "")
		in.State.AccountID = &rows[1].ID
		if _, err := cast.Take(ctx, tx, in); err != nil {
			return err
		}
		ids, err = account.IDs(ctx, tx)
		return err
	})
	return c, ids
}

func TestAnAccountIsSeenByWhoOwnsItOrAnOpportunityOnIt(t *testing.T) {
	t.Parallel()
	c, ids := company(t)
	all := []string{"Ann's", "Cat's", "Nobody's", "Shared"}
	for _, want := range []struct {
		name string
		who  uuid.UUID
		sees []string
	}{
		{"the executive", c.Eve, all}, {"finance", c.Fay, all}, {"Ann", c.Ann, []string{"Ann's", "Shared"}},
		{"her manager", c.Nora, []string{"Ann's", "Shared"}},
		{"Ben", c.Ben, nil}, {"Cat", c.Cat, []string{"Cat's", "Shared"}},
	} {
		c.See(t, want.who, func(ctx context.Context, tx *tenant.Tx) error {
			listed, err := account.List(ctx, tx, account.Filter{})
			if err != nil {
				return err
			}
			var names, got, keys []string
			for _, a := range listed {
				names = append(names, a.Name)
			}
			for _, name := range all {
				a, err := account.Get(ctx, tx, ids[name])
				if err == nil {
					got = append(got, a.Name)
				} else if fault.KindOf(err) != fault.NotFound {
					return err
				}
			}
			found, err := account.Names(ctx, tx,
				[]uuid.UUID{ids["Ann's"], ids["Cat's"], ids["Nobody's"], ids["Shared"]})
			for _, name := range found {
				keys = append(keys, name)
			}
			slices.Sort(keys)
			count, err2 := account.Count(ctx, tx, account.Filter{})
			if !slices.Equal(names, want.sees) || !slices.Equal(got, want.sees) || !slices.Equal(keys, want.sees) ||
				count != int64(len(want.sees)) {
				t.Errorf("%s lists %q, gets %q, names %q, counts %d; want %q", want.name, names, got, keys, count,
					want.sees)
			}
			return errors.Join(err, err2)
		})
	}
}

func TestAnAccountOfAnotherOrganisationIsNotThere(t *testing.T) {
	t.Parallel()
	_, ids := company(t)
	other := cast.Found(t)
	other.See(t, other.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		if a, err := account.Get(ctx, tx, ids["Shared"]); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%+v %v", a, err)
		}
		return nil
	})
}

func TestPagesByNameShowEachAccountOnce(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	names := []string{"acme", "Acme", "ACME", "Beta_1", "beta%1", "Äther", "zeta"}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		var rows []account.Imported
		for i, name := range names {
			rows = append(rows, account.Imported{ID: uuid.New(), ExternalID: fmt.Sprint(i), Name: name, Custom: "{}",
				CreatedAt: cast.Since, Hash: 1})
		}
		_, err := account.Import(ctx, tx, rows)
		return err
	})
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		for _, size := range []int{1, 2, 3, 7} {
			seen, f := map[string]int{}, account.Filter{Limit: size}
			for range len(names) + 1 {
				page, err := account.List(ctx, tx, f)
				if err != nil {
					return err
				}
				if len(page) == 0 {
					break
				}
				for _, a := range page {
					seen[a.Name]++
				}
				last := page[len(page)-1]
				f.After = account.Cursor{Name: strings.ToLower(last.Name), ID: last.ID}
			}
			for _, name := range names {
				if seen[name] != 1 {
					t.Errorf("pages of %d show %s %d times", size, name, seen[name])
				}
			}
		}
		for part, want := range map[string]int64{"ACM": 3, "a_1": 1, "a%1": 1, "ä": 1, "": 7, "nothing": 0} {
			if n, err := account.Count(ctx, tx, account.Filter{Name: part}); n != want || err != nil {
				t.Errorf("%q counts %d (%v), want %d", part, n, err, want)
			}
		}
		return nil
	})
}

func TestARowThatIsAsItWasIsLeftAlone(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	row := account.Imported{ID: uuid.New(), ExternalID: "A", Name: "Acme", Custom: "{}", CreatedAt: cast.Since, Hash: 1}
	for i, want := range []struct {
		name string
		hash int64
		out  tenant.Outcome
		have string
	}{{"Acme", 1, tenant.Outcome{Added: 1}, "Acme"}, {"Other", 1, tenant.Outcome{Unchanged: 1}, "Acme"},
		{"Other", 2, tenant.Outcome{Changed: 1}, "Other"}} {
		c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
			again := row
			again.ID, again.Name, again.Hash = uuid.New(), want.name, want.hash
			if i == 0 {
				again.ID = row.ID
			}
			out, err := account.Import(ctx, tx, []account.Imported{again})
			if err != nil || out != want.out {
				t.Errorf("%d: %+v %v", i, out, err)
			}
			a, err := account.Get(ctx, tx, row.ID) // the key stays
			if a.Name != want.have {
				t.Errorf("%d: it is called %s", i, a.Name)
			}
			return err
		})
	}
}
