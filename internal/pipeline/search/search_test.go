package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/search"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/testdb/cast"
)

func company(t *testing.T) cast.Company {
	t.Helper()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		var accounts []account.Imported
		for _, a := range []struct {
			name  string
			owner *uuid.UUID
		}{{"Acme Ltd", &c.Ann}, {"Acme", &c.Cat}, {"100% Pure_Oil \\ Co", &c.Ann}, {"Über Acme", nil}} {
			accounts = append(accounts, account.Imported{ID: uuid.New(), ExternalID: a.name, Name: a.name,
				OwnerID: a.owner, Custom: "{}", CreatedAt: tx.Now(), Hash: 1})
		}
		if _, err := account.Import(ctx, tx, accounts); err != nil {
			return err
		}
		lost := c.Opportunity("Acme lost", c.Ann, "Lost", 100, "2026-12-01")
		sold := c.Opportunity("Acme deal", c.Ann, "Discovery", 100, "2026-12-01")
		sold.State.AccountID = &accounts[3].ID
		_, err := cast.Take(ctx, tx, lost, sold, c.Opportunity("Another acme", c.Cat, "Discovery", 100, "2026-12-01"))
		return err
	})
	return c
}

// find writes what a member finds as "kind name", in order.
func find(t *testing.T, c *cast.Company, who uuid.UUID, text string, most int) (found []string) {
	t.Helper()
	c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
		hits, err := search.Find(ctx, tx, text, most)
		for _, h := range hits {
			found = append(found, h.Kind+" "+h.Name)
		}
		return err
	})
	return found
}

func TestWhatIsFoundIsWhatTheMemberSees(t *testing.T) {
	t.Parallel()
	c := company(t)
	everything := []string{"account Acme", "account Acme Ltd", "account Über Acme", "opportunity Acme deal",
		"opportunity Another acme", "opportunity Acme lost"}
	ours := []string{"account Acme Ltd", "account Über Acme", "opportunity Acme deal", "opportunity Acme lost"}
	for _, want := range []struct {
		name  string
		who   uuid.UUID
		found []string
	}{
		{"the executive", c.Eve, everything}, {"the rep", c.Ann, ours}, {"the rep's manager", c.Nora, ours},
		{"another rep", c.Ben, nil}, {"another manager", c.Sol, []string{"account Acme", "opportunity Another acme"}},
	} {
		got := find(t, &c, want.who, "ACME", 10)
		slices.Sort(got)
		slices.Sort(want.found)
		if !slices.Equal(got, want.found) {
			t.Errorf("%s finds %q, want %q", want.name, got, want.found)
		}
	}
	other := cast.Found(t)
	if got := find(t, &other, other.Eve, "acme", 10); got != nil {
		t.Errorf("another organisation finds %q", got)
	}
}

func TestShorterNamesAndOpenOpportunitiesComeFirst(t *testing.T) {
	t.Parallel()
	c := company(t)
	got := find(t, &c, c.Eve, "acme", 10)
	if len(got) != 6 || !slices.Equal(got[:3], []string{"account Acme", "account Acme Ltd", "account Über Acme"}) ||
		got[5] != "opportunity Acme lost" {
		t.Errorf("%q", got)
	}
	if got := find(t, &c, c.Eve, "acme", 1); len(got) != 2 || got[0] != "account Acme" {
		t.Errorf("one of each: %q", got)
	}
}

func TestWildcardsAreLetters(t *testing.T) {
	t.Parallel()
	c := company(t)
	const odd = `account 100% Pure_Oil \ Co`
	for text, want := range map[string]string{
		"0%": odd, "e_O": odd, `\ `: "", `l \ c`: odd, "%%": "", "__": "", "1%P": "", "a": "", " a ": "", "": "",
		"' OR 1=1 --": "", "ÜB": "account Über Acme",
	} {
		if got := strings.Join(find(t, &c, c.Eve, text, 10), ", "); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
}

func TestAHitSaysWhatItIs(t *testing.T) {
	t.Parallel()
	c := company(t)
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		hits, err := search.Find(ctx, tx, "acme deal", 5)
		if len(hits) != 1 ||
			fmt.Sprint(hits[0].Detail, hits[0].Status, *hits[0].Amount, hits[0].Currency) != "Über Acmeopen100USD" {
			t.Errorf("%+v", hits)
		}
		return err
	})
}
