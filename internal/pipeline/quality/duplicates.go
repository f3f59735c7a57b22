package quality

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/duplicate"
	"quarterdeck/internal/record/merge"
)

// Found is the records that are probably one another, of each sort.
type Found struct{ Accounts, Contacts Doubles }

// part is the share of records that are in no group.
func (f Found) part() Part {
	all := f.Accounts.Compared + f.Contacts.Compared
	return part(Uniqueness, int64(all-len(f.Accounts.members())-len(f.Contacts.members())), int64(all))
}

// Doubles are groups of records of a sort that are probably one.
type Doubles struct {
	Compared int // records
	Groups   []Group
}

// Group is records that are probably one, and why.
type Group struct {
	Score   float64
	Reasons []string
	Members []Member
}

// Member is a record of a group.
type Member struct {
	ID         uuid.UUID
	ExternalID string
	Name       string
}

func (d Doubles) members() []uuid.UUID {
	var ids []uuid.UUID
	for _, g := range d.Groups {
		for _, m := range g.Members {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// Duplicates compares all records of a sort with one another, but for pairs that somebody has said are two.
func Duplicates(ctx context.Context, tx *tenant.Tx, object merge.Object) (Doubles, error) {
	compare := accounts
	if object == merge.Contact {
		compare = contacts
	}
	all, found, err := compare(ctx, tx)
	if err != nil {
		return Doubles{}, err
	}
	distinct, err := merge.Distinct(ctx, tx)
	if err != nil {
		return Doubles{}, err
	}
	var pairs []duplicate.Pair
	for _, p := range found {
		if !distinct[merge.Ordered(all[p.A].ID, all[p.B].ID)] {
			pairs = append(pairs, p)
		}
	}
	doubles := Doubles{Compared: len(all)}
	for _, c := range duplicate.Clusters(len(all), pairs) {
		g := Group{Score: c.Score, Reasons: c.Reasons}
		for _, m := range c.Members {
			g.Members = append(g.Members, all[m])
		}
		doubles.Groups = append(doubles.Groups, g)
	}
	return doubles, nil
}

// accounts compares all companies.
func accounts(ctx context.Context, tx *tenant.Tx) ([]Member, []duplicate.Pair, error) {
	all, err := account.Comparables(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	members, records := make([]Member, len(all)), make([]duplicate.Record, len(all))
	for i, a := range all {
		members[i] = Member{a.ID, a.ExternalID, a.Name}
		records[i] = duplicate.Record{Name: a.Name, Websites: append([]string{a.Website}, a.Emails...),
			Phones: append([]string{a.Phone}, a.Phones...), State: a.State, Country: a.Country}
	}
	return members, duplicate.Find(records), nil
}

// contacts compares all people.
func contacts(ctx context.Context, tx *tenant.Tx) ([]Member, []duplicate.Pair, error) {
	all, err := contact.Comparables(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	members, people := make([]Member, len(all)), make([]duplicate.Person, len(all))
	for i, c := range all {
		name := strings.TrimSpace(c.FirstName + " " + c.LastName)
		if name == "" {
			name = c.Email
		}
		members[i] = Member{c.ID, c.ExternalID, name}
		people[i] = duplicate.Person{First: c.FirstName, Last: c.LastName, Emails: []string{c.Email},
			Phones: []string{c.Phone, c.Mobile}}
		if c.AccountID != nil {
			people[i].Company = c.AccountID.String()
		}
	}
	return members, duplicate.FindPeople(people), nil
}
