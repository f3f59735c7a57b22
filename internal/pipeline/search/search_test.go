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
	"quarterdeck/internal/record/contact"
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
		if err := meet(ctx, tx, accounts); err != nil {
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

// meet has somebody at Acme Ltd, who is Ann's, and at Acme, who is Cat's.
func meet(ctx context.Context, tx *tenant.Tx, accounts []account.Imported) error {
	_, err := contact.Import(ctx, tx, []contact.Imported{
		{ID: uuid.New(), ExternalID: "1", AccountID: &accounts[0].ID, FirstName: "Imogen", LastName: "Halvorsen",
			Email: "imogen@ltd.example", Title: "CFO", Custom: "{}", CreatedAt: tx.Now(), Hash: 1},
		{ID: uuid.New(), ExternalID: "2", AccountID: &accounts[1].ID, FirstName: "Imo", LastName: "Reed",
			Custom: "{}", CreatedAt: tx.Now(), Hash: 1}})
	return err
}

// find writes what a member finds as "kind name", in order.
func find(t *testing.T, c *cast.Company, who uuid.UUID, text string, most int) []string {
	t.Helper()
	return ask(t, c, who, search.Find, text, most)
}

type question func(context.Context, *tenant.Tx, string, int) ([]search.Hit, error)

func ask(t *testing.T, c *cast.Company, who uuid.UUID, q question, text string, most int) (found []string) {
	t.Helper()
	c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
		hits, err := q(ctx, tx, text, most)
		for _, h := range hits {
			found = append(found, string(h.Kind)+" "+h.Name)
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

func TestPeopleAreFoundByThoseWhoMayOpenThem(t *testing.T) {
	t.Parallel()
	c := company(t)
	const imogen, imo = "contact Imogen Halvorsen", "contact Imo Reed"
	for _, want := range []struct {
		name, text, found string
		who               uuid.UUID
	}{
		{"the executive finds members", "ann", "member Ann", c.Eve}, {"a rep themselves", "ann", "member Ann", c.Ann},
		{"not another rep", "ben", "", c.Ann}, {"a manager those below", "ben", "member Ben", c.Nora},
		{"not those of others", "cat", "", c.Nora}, {"contacts", "imo", imo + ", " + imogen, c.Eve},
		{"contacts of one's accounts", "imo", imogen, c.Ann}, {"of those below", "imo", imogen, c.Nora},
		{"not of others", "imo", "", c.Ben}, {"by address", "@ltd.ex", imogen, c.Ann},
		{"by both names", "imogen halv", imogen, c.Ann},
	} {
		if got := strings.Join(find(t, &c, want.who, want.text, 10), ", "); got != want.found {
			t.Errorf("%s: %q finds %q, want %q", want.name, want.text, got, want.found)
		}
	}
	c.See(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		hits, err := search.Find(ctx, tx, "halvorsen", 5)
		if err == nil && (len(hits) != 1 || hits[0].Detail != "CFO · Acme Ltd") {
			t.Errorf("%+v", hits)
		}
		return err
	})
}

func TestASlipIsForgivenWithinWhatIsSeen(t *testing.T) {
	t.Parallel()
	c := company(t)
	for _, want := range []struct {
		text, like string
		who        uuid.UUID
	}{
		{"Anothr acme", "opportunity Another acme", c.Eve}, {"acme anothr", "opportunity Another acme", c.Cat},
		{"halverson", "contact Imogen Halvorsen", c.Ann}, {"halverson", "", c.Cat}, {"othr", "", c.Ann},
		{"zzzzzz", "", c.Eve},
	} {
		got := ask(t, &c, want.who, search.Near, want.text, 3)
		if want.like != "" && !slices.Contains(got, want.like) || want.like == "" && len(got) > 0 {
			t.Errorf("%q is like %q, want %q", want.text, got, want.like)
		}
	}
	for text, want := range map[string]bool{"pipline": true, "piepline": true, "pippeline": true, "pipelyne": true,
		"acc": true, "ccounts": true, "acount": true, "set audit": false, "xyz": false, "": false, "pa": false,
		"log audit": true, "Aduit": true, "au": true, "auxx": false} {
		if search.Names(text, true, "Pipeline", "accounts", "Audit log") != want {
			t.Errorf("%q names a page: want %v", text, want)
		}
	}
	if search.Names("pipline", false, "Pipeline") {
		t.Error("an exact text forgives a slip")
	}
}

func TestOnesOwnAndWhatIsOpenAndLargeComesFirst(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := cast.Take(ctx, tx, c.Opportunity("Zeta small", c.Ben, "Discovery", 100, "2026-12-01"),
			c.Opportunity("Zeta lost", c.Ben, "Lost", 9_000, "2026-12-01"),
			c.Opportunity("Zeta large", c.Ben, "Discovery", 900, "2026-12-01"),
			c.Opportunity("Zeta of the manager", c.Nora, "Lost", 1, "2026-01-01"))
		return err
	})
	got := find(t, &c, c.Nora, "zeta", 10)
	want := []string{"opportunity Zeta of the manager", "opportunity Zeta large", "opportunity Zeta small",
		"opportunity Zeta lost"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
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
		"0% p": odd, "e_O": odd, `\ `: "", `l \ c`: odd, "%%": "", "__": "", "1%P": "", "a": "", " a ": "", "": "",
		"10": odd, "pu": odd, "0%": "", "reoil": "", "\x00": "", "\xff\xfe": "",
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
