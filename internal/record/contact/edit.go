package contact

import (
	"context"
	"maps"
	"net/mail"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/customfield"
)

// Facts are what people edit about a person.
type Facts struct {
	FirstName string
	LastName  string
	Title     string
	Email     string
	Phone     string
	AccountID *uuid.UUID
	Fields    map[string]string // of custom fields, by their keys
	Deleted   bool
}

const longestWord = 200

var fields = command.Fields[Facts]{
	command.Text("first_name", func(f *Facts) *string { return &f.FirstName }),
	command.Text("last_name", func(f *Facts) *string { return &f.LastName }),
	command.Text("title", func(f *Facts) *string { return &f.Title }),
	command.Text("email", func(f *Facts) *string { return &f.Email }),
	command.Text("phone", func(f *Facts) *string { return &f.Phone }),
	command.Key("account", func(f *Facts) **uuid.UUID { return &f.AccountID }),
	command.Family(customfield.Prefix, func(f *Facts) *map[string]string { return &f.Fields }),
	command.Gone(func(f *Facts) *bool { return &f.Deleted }),
}

var keeper = command.Keeper[Facts]{Object: command.Contact, Noun: "contact", Fields: fields,
	Most: map[string]int{"first_name": longestWord, "last_name": longestWord, "title": longestWord,
		"email": longestWord, "phone": 50},
	Sets: map[string]bool{"first_name": true, "last_name": true, "title": true, "email": true, "phone": true,
		"account": true},
	Read: hold, Write: write, Check: check, Settle: settle}

// Value is one fact as history writes it; nil where it is not known.
func (f Facts) Value(name string) *string { return fields.Value(f, name) }

// Facts are what people edit about the person.
func (p Person) Facts() Facts {
	return Facts{FirstName: p.FirstName, LastName: p.LastName, Title: p.Title, Email: p.Email, Phone: p.Phone,
		AccountID: p.AccountID, Fields: p.Fields, Deleted: p.DeletedAt != nil}
}

// AsOf are the facts as they were at a moment: what people did afterwards is taken back.
func (f Facts) AsOf(moment time.Time, past []command.Command) (Facts, error) {
	return keeper.Before(f, moment, command.OfSort(past, command.Contact))
}

// Set gives facts of a person other values. It answers with the command. It does not ask whether the actor sees the
// account that they want.
func Set(ctx context.Context, tx *tenant.Tx, id uuid.UUID, wishes []command.Wish) (uuid.UUID, error) {
	return keeper.Set(ctx, tx, command.Place{Record: id}, wishes)
}

// Archive takes a person out of lists; their history stays.
func Archive(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	return remove(ctx, tx, id, command.Archive, true)
}

// Restore brings a person who was archived here back.
func Restore(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	return remove(ctx, tx, id, command.Restore, false)
}

func remove(ctx context.Context, tx *tenant.Tx, id uuid.UUID, kind command.Kind, gone bool) (uuid.UUID, error) {
	return keeper.Do(ctx, tx, command.Place{Record: id}, command.Act[Facts]{Kind: kind,
		To: func(f Facts) (Facts, error) {
			f.Deleted = gone
			return f, nil
		}})
}

// Undo takes back what the actor did to a person.
func Undo(ctx context.Context, tx *tenant.Tx, c command.Command) error {
	return keeper.Undo(ctx, tx, c)
}

// Enter takes a new person in. An e-mail address that the actor finds at another person already is refused.
func Enter(ctx context.Context, tx *tenant.Tx, wishes []command.Wish) (uuid.UUID, error) {
	if tx.Settings().KeptInCRM {
		return uuid.Nil, fault.New(fault.Conflict,
			"Your organisation keeps contacts in its CRM. Create the contact there; it comes with the next import.")
	}
	first, err := keeper.Wished(Facts{}, wishes)
	if err != nil {
		return uuid.Nil, err
	}
	id := uuid.Must(uuid.NewV7())
	return id, keeper.Begin(ctx, tx, command.Place{Record: id}, first)
}

// settle is facts whose custom fields have values of their kinds.
func settle(ctx context.Context, tx *tenant.Tx, was, is Facts) (Facts, error) {
	if maps.Equal(was.Fields, is.Fields) {
		return is, nil
	}
	all, err := customfield.List(ctx, tx, customfield.Contact, tx.Now())
	if err == nil {
		is.Fields, err = all.Settle(was.Fields, is.Fields)
	}
	return is, err
}

// check refuses facts that mean nothing.
func check(ctx context.Context, tx *tenant.Tx, of command.Place, was, is Facts) error {
	switch {
	case strings.TrimSpace(is.FirstName+is.LastName) == "":
		return fault.On("last_name", "A contact needs a name.")
	case is.Email == was.Email || is.Email == "":
		return nil
	}
	if at, err := mail.ParseAddress(is.Email); err != nil || at.Address != is.Email {
		return fault.On("email", "An e-mail address looks like eva@example.com.")
	}
	return unique(ctx, tx, of.Record, is.Email)
}
