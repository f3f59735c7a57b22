package contact_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/testdb/cast"
)

// scene is an opportunity of Ann's, and three people who came from a CRM: Eva and Finn, who have parts in it there, and
// Gus, who has none.
type scene struct {
	cast.Company
	deal uuid.UUID
	who  map[string]uuid.UUID
}

func open(t *testing.T) scene {
	t.Helper()
	s := scene{Company: cast.Found(t), who: map[string]uuid.UUID{}}
	s.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, s.Opportunity("A", s.Ann, "Discovery", 100_00, "2026-12-31"))
		if err != nil {
			return err
		}
		s.deal = ids[0]
		_, err = contact.Import(ctx, tx, []contact.Imported{person("Eva", 1, nil), person("Finn", 1, nil),
			person("Gus", 1, nil)})
		if err != nil {
			return err
		}
		if s.who, err = contact.IDs(ctx, tx); err != nil {
			return err
		}
		_, err = contact.ImportRoles(ctx, tx, []contact.ImportedRole{s.role("Eva", "Champion", true, 1, nil),
			s.role("Finn", "Legal", false, 1, nil)})
		return err
	})
	return s
}

func person(name string, hash int64, modified *time.Time) contact.Imported {
	return contact.Imported{ID: uuid.New(), ExternalID: name, FirstName: name, LastName: "Berg",
		Email: name + "@example.com", Custom: "{}", CreatedAt: cast.Since, ModifiedAt: modified, Hash: hash}
}

func (s *scene) role(name, role string, primary bool, hash int64, modified *time.Time) contact.ImportedRole {
	return contact.ImportedRole{ID: uuid.New(), ExternalID: "r" + name, OpportunityID: s.deal, ContactID: s.who[name],
		Role: role, IsPrimary: primary, Custom: "{}", CreatedAt: cast.Since, ModifiedAt: modified, Hash: hash}
}

// parts is who is in the opportunity, as somebody reads it.
func (s *scene) parts(t *testing.T, asOf time.Time) []string {
	t.Helper()
	var all []string
	s.See(t, s.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		in, err := contact.OfOpportunity(ctx, tx, s.deal, asOf)
		for _, c := range in {
			said := c.FirstName + " " + c.Role
			if c.Primary {
				said += "*"
			}
			all = append(all, said)
		}
		return err
	})
	return all
}

func (s *scene) has(t *testing.T, want ...string) {
	t.Helper()
	if got := s.parts(t, time.Time{}); !slices.Equal(got, want) {
		t.Errorf("there are %q, want %q", got, want)
	}
}

func (s *scene) part(t *testing.T, name string) uuid.UUID {
	t.Helper()
	var id uuid.UUID
	s.See(t, s.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		in, err := contact.OfOpportunity(ctx, tx, s.deal, time.Time{})
		for _, c := range in {
			if c.FirstName == name {
				id = c.PartID
			}
		}
		return err
	})
	return id
}

func (s *scene) undo(t *testing.T, who uuid.UUID) error {
	t.Helper()
	return s.DB.Update(t.Context(), s.Actor(who), func(tx *tenant.Tx) error {
		last, ok, err := command.Last(t.Context(), tx, s.deal)
		if err != nil || !ok {
			return fmt.Errorf("nothing to undo: %w", err)
		}
		_, err = journal.Undo(t.Context(), tx, last.ID)
		return err
	})
}

func TestWhoIsInAnOpportunityChangesAndIsUndone(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.has(t, "Eva Champion*", "Finn Legal")
	do := func(fn func(context.Context, *tenant.Tx) error) { t.Helper(); s.As(t, s.Ann, fn) }
	undo := func() {
		t.Helper()
		if err := s.undo(t, s.Ann); err != nil {
			t.Fatal(err, fault.Message(err))
		}
	}
	eva, finn := s.part(t, "Eva"), s.part(t, "Finn")
	do(func(ctx context.Context, tx *tenant.Tx) error {
		_, err := contact.SetRole(ctx, tx, s.deal, finn, "Legal", "Blocker")
		return err
	})
	s.has(t, "Eva Champion*", "Finn Blocker")
	undo()
	s.has(t, "Eva Champion*", "Finn Legal")
	do(func(ctx context.Context, tx *tenant.Tx) error {
		_, err := contact.Lead(ctx, tx, s.deal, finn)
		return err
	})
	s.has(t, "Finn Legal*", "Eva Champion")
	undo()
	s.has(t, "Eva Champion*", "Finn Legal")
	do(func(ctx context.Context, tx *tenant.Tx) error {
		_, err := contact.Leave(ctx, tx, s.deal, eva)
		return err
	})
	s.has(t, "Finn Legal")
	undo()
	s.has(t, "Eva Champion*", "Finn Legal")
	do(func(ctx context.Context, tx *tenant.Tx) error {
		return contact.Add(ctx, tx, s.deal, s.who["Gus"], " End user ")
	})
	s.has(t, "Eva Champion*", "Finn Legal", "Gus End user")
	undo()
	s.has(t, "Eva Champion*", "Finn Legal")
}

func TestThePastOfAnOpportunityHasThePeopleOfThen(t *testing.T) {
	t.Parallel()
	s := open(t)
	at := func(hour string) *tenant.DB { return s.DB.At(cast.At("2026-11-30T" + hour + ":00:00Z")) }
	step := func(hour string, fn func(context.Context, *tenant.Tx) error) {
		t.Helper()
		if err := at(hour).Update(t.Context(), s.Actor(s.Ann), func(tx *tenant.Tx) error {
			return fn(t.Context(), tx)
		}); err != nil {
			t.Fatal(err)
		}
	}
	eva, finn := s.part(t, "Eva"), s.part(t, "Finn")
	step("10", func(ctx context.Context, tx *tenant.Tx) error {
		_, err := contact.SetRole(ctx, tx, s.deal, eva, "Champion", "Economic buyer")
		return err
	})
	step("11", func(ctx context.Context, tx *tenant.Tx) error {
		return contact.Add(ctx, tx, s.deal, s.who["Gus"], "End user")
	})
	step("12", func(ctx context.Context, tx *tenant.Tx) error {
		_, err := contact.Lead(ctx, tx, s.deal, finn)
		return err
	})
	step("13", func(ctx context.Context, tx *tenant.Tx) error {
		_, err := contact.Leave(ctx, tx, s.deal, finn)
		return err
	})
	step("14", func(ctx context.Context, tx *tenant.Tx) error {
		last, _, err := command.Last(ctx, tx, s.deal)
		if err != nil {
			return err
		}
		_, err = journal.Undo(ctx, tx, last.ID)
		return err
	})
	for _, want := range []struct {
		at  string
		are []string
	}{{"09:59", []string{"Eva Champion*", "Finn Legal"}}, {"10:30", []string{"Eva Economic buyer*", "Finn Legal"}},
		{"11:30", []string{"Eva Economic buyer*", "Finn Legal", "Gus End user"}},
		{"12:30", []string{"Finn Legal*", "Eva Economic buyer", "Gus End user"}},
		{"13:30", []string{"Eva Economic buyer", "Gus End user"}},
		{"14:30", []string{"Finn Legal*", "Eva Economic buyer", "Gus End user"}}} {
		if got := s.parts(t, cast.At("2026-11-30T"+want.at+":00Z")); !slices.Equal(got, want.are) {
			t.Errorf("at %s there were %q, want %q", want.at, got, want.are)
		}
	}
}

func TestWhatSomebodyElseChangedIsNotTakenAway(t *testing.T) {
	t.Parallel()
	s := open(t)
	finn := s.part(t, "Finn")
	set := func(who uuid.UUID, saw, role string) error {
		return s.DB.Update(t.Context(), s.Actor(who), func(tx *tenant.Tx) error {
			_, err := contact.SetRole(t.Context(), tx, s.deal, finn, saw, role)
			return err
		})
	}
	for _, step := range []struct {
		who       uuid.UUID
		saw, role string
		want      fault.Kind
	}{{s.Ann, "Legal", "Blocker", fault.Internal}, {s.Nora, "Legal", "Influencer", fault.Conflict},
		{s.Nora, "Blocker", "Influencer", fault.Internal}, {s.Ben, "Influencer", "x", fault.NotFound},
		{s.Fay, "Influencer", "x", fault.Forbidden}} {
		if err := set(step.who, step.saw, step.role); fault.KindOf(err) != step.want {
			t.Errorf("%s → %s: %v", step.saw, step.role, err)
		}
	}
	if err := s.undo(t, s.Ann); fault.KindOf(err) != fault.Conflict {
		t.Errorf("Ann undoes what Nora changed since: %v", err)
	}
	s.has(t, "Eva Champion*", "Finn Influencer")
	other := cast.Found(t)
	err := other.DB.Update(t.Context(), other.Actor(other.Olga), func(tx *tenant.Tx) error {
		_, err := contact.SetRole(t.Context(), tx, s.deal, finn, "Influencer", "x")
		return err
	})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("another organisation changes it: %v", err)
	}
}

func TestAnImportLeavesWhatWasEditedHereSince(t *testing.T) {
	t.Parallel()
	s := open(t)
	finn := s.part(t, "Finn")
	s.As(t, s.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		if _, err := contact.SetRole(ctx, tx, s.deal, finn, "Legal", "Blocker"); err != nil {
			return err
		}
		title := "Counsel"
		_, err := contact.Set(ctx, tx, s.who["Finn"], []command.Wish{{Field: "title", Want: &title}})
		return err
	})
	var now time.Time
	s.See(t, s.Ann, func(_ context.Context, tx *tenant.Tx) error { now = tx.Now(); return nil })
	for i, want := range []struct {
		modified time.Time
		role     string
		title    string
	}{{now.Add(-time.Hour), "Blocker", "Counsel"}, {now.Add(time.Hour), "Procurement", "Buyer"}} {
		s.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
			row := person("Finn", int64(i+2), &want.modified)
			row.Title = "Buyer"
			if _, err := contact.Import(ctx, tx, []contact.Imported{row}); err != nil {
				return err
			}
			_, err := contact.ImportRoles(ctx, tx,
				[]contact.ImportedRole{s.role("Finn", "Procurement", false, int64(i+2), &want.modified)})
			return err
		})
		s.has(t, "Eva Champion*", "Finn "+want.role)
		s.See(t, s.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			p, err := contact.Get(ctx, tx, s.who["Finn"])
			if p.Title != want.title {
				t.Errorf("the title is %q, want %q", p.Title, want.title)
			}
			return err
		})
	}
}

// TestWhateverIsDoneToPeopleIsUndone walks by chance through acts. Every other one is undone, and then everything is as
// it was before.
func TestWhateverIsDoneToPeopleIsUndone(t *testing.T) {
	t.Parallel()
	s := open(t)
	chance := rand.New(rand.NewPCG(1, 2))
	undone := 0
	for range 80 {
		before := s.parts(t, time.Time{})
		var done uuid.UUID
		err := s.DB.Update(t.Context(), s.Actor(s.Ann), func(tx *tenant.Tx) (err error) {
			done, err = s.step(t.Context(), tx, chance)
			return err
		})
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatal(err)
		}
		if err != nil || done == uuid.Nil || chance.IntN(2) == 0 {
			continue
		}
		if err := s.undo(t, s.Ann); err != nil {
			t.Fatal(err, fault.Message(err))
		}
		if after := s.parts(t, time.Time{}); !slices.Equal(before, after) {
			t.Fatalf("%q became %q", before, after)
		}
		undone++
	}
	if undone < 15 {
		t.Errorf("only %d acts were undone", undone)
	}
}

// step does something by chance to the people of the opportunity. It answers with a key where something changed.
func (s *scene) step(ctx context.Context, tx *tenant.Tx, chance *rand.Rand) (uuid.UUID, error) {
	roles, names := []string{"Champion", "Legal", "Blocker", ""}, []string{"Eva", "Finn", "Gus"}
	role, name := roles[chance.IntN(4)], names[chance.IntN(3)]
	in, err := contact.OfOpportunity(ctx, tx, s.deal, time.Time{})
	if err != nil {
		return uuid.Nil, err
	}
	act := chance.IntN(4)
	if len(in) == 0 || act == 3 {
		return s.deal, contact.Add(ctx, tx, s.deal, s.who[name], role)
	}
	c := in[chance.IntN(len(in))]
	switch act {
	case 0:
		return contact.SetRole(ctx, tx, s.deal, c.PartID, c.Role, role)
	case 1:
		return contact.Lead(ctx, tx, s.deal, c.PartID)
	}
	return contact.Leave(ctx, tx, s.deal, c.PartID)
}
