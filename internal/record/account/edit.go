package account

import (
	"context"
	"maps"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/customfield"
)

// Facts are what people edit about a company.
type Facts struct {
	Name      string
	Website   string
	Phone     string
	Industry  string
	Employees *int64
	Type      string
	State     string
	Country   string
	OwnerID   *uuid.UUID
	ParentID  *uuid.UUID
	Fields    map[string]string // of custom fields, by their keys
	Deleted   bool
}

const longestWord = 200

var fields = command.Fields[Facts]{
	command.Text("name", func(f *Facts) *string { return &f.Name }),
	command.Text("website", func(f *Facts) *string { return &f.Website }),
	command.Text("phone", func(f *Facts) *string { return &f.Phone }),
	command.Text("industry", func(f *Facts) *string { return &f.Industry }),
	command.Count("employees", func(f *Facts) **int64 { return &f.Employees }),
	command.Text("type", func(f *Facts) *string { return &f.Type }),
	command.Text("state", func(f *Facts) *string { return &f.State }),
	command.Text("country", func(f *Facts) *string { return &f.Country }),
	command.Key("owner", func(f *Facts) **uuid.UUID { return &f.OwnerID }),
	command.Key("parent", func(f *Facts) **uuid.UUID { return &f.ParentID }),
	command.Family(customfield.Prefix, func(f *Facts) *map[string]string { return &f.Fields }),
	command.Gone(func(f *Facts) *bool { return &f.Deleted }),
}

var keeper = command.Keeper[Facts]{Object: command.Account, Noun: "account", Fields: fields,
	Most: map[string]int{"name": longestWord, "website": longestWord, "phone": 50, "industry": longestWord,
		"type": longestWord, "state": longestWord, "country": longestWord},
	Sets: map[string]bool{"name": true, "website": true, "phone": true, "industry": true, "employees": true,
		"type": true, "state": true, "country": true, "parent": true},
	Ours: map[string]bool{"phone": true}, // which imports do not bring
	Read: hold, Write: write, Check: check, Settle: settle}

// Ours tells whether a field can be changed here although its account is kept in a CRM.
func Ours(field string) bool { return keeper.Ours[field] }

// Facts are what people edit about the company.
func (r Row) Facts() Facts {
	return Facts{Name: r.Name, Website: r.Website, Phone: r.Phone, Industry: r.Industry, Employees: r.Employees,
		Type: r.Type, State: r.State, Country: r.Country, OwnerID: r.OwnerID, ParentID: r.ParentID,
		Fields: r.Fields, Deleted: r.DeletedAt != nil}
}

// Value is one fact as history writes it; nil where it is not known.
func (f Facts) Value(name string) *string { return fields.Value(f, name) }

// AsOf are the facts as they were at a moment: what people did afterwards is taken back.
func (f Facts) AsOf(moment time.Time, past []command.Command) (Facts, error) {
	return keeper.Before(f, moment, command.OfSort(past, command.Account))
}

// Set gives facts of a company other values. It answers with the command.
func Set(ctx context.Context, tx *tenant.Tx, id uuid.UUID, wishes []command.Wish) (uuid.UUID, error) {
	for _, w := range wishes {
		if err := steady(ctx, tx, w.Field); err != nil {
			return uuid.Nil, err
		}
	}
	return keeper.Set(ctx, tx, command.Place{Record: id}, wishes)
}

// Give gives a company to another owner. It does not ask whether the actor may give records to them.
func Give(ctx context.Context, tx *tenant.Tx, id, owner uuid.UUID, saw *string) (uuid.UUID, error) {
	act := command.Act[Facts]{Kind: command.Transfer, Saw: map[string]*string{"owner": saw},
		To: func(f Facts) (Facts, error) {
			f.OwnerID = &owner
			return f, nil
		}}
	return keeper.Do(ctx, tx, command.Place{Record: id}, act)
}

// Archive takes a company out of lists; its history stays. One with open opportunities is refused.
func Archive(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	return remove(ctx, tx, id, command.Archive, true)
}

// Restore brings a company that was archived here back.
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

// Undo takes back what the actor did to a company.
func Undo(ctx context.Context, tx *tenant.Tx, c command.Command) error {
	for field := range c.Payload {
		if err := steady(ctx, tx, field); err != nil {
			return err
		}
	}
	return keeper.Undo(ctx, tx, c)
}

// steady lets one person at a time move accounts below others: two moves that are right each by itself can make a ring.
func steady(ctx context.Context, tx *tenant.Tx, field string) error {
	if field != "parent" {
		return nil
	}
	return tx.Alone(ctx, tenant.MergeRecords)
}

// Enter takes a new company in, which the actor or somebody else owns. A name that the actor sees already is refused:
// opportunities are entered by the name of their account.
func Enter(ctx context.Context, tx *tenant.Tx, owner uuid.UUID, wishes []command.Wish) (uuid.UUID, error) {
	if tx.Settings().KeptInCRM {
		return uuid.Nil, fault.New(fault.Conflict,
			"Your organisation keeps accounts in its CRM. Create it there; it comes with the next import.")
	}
	first, err := keeper.Wished(Facts{OwnerID: &owner}, wishes)
	if err != nil {
		return uuid.Nil, err
	}
	if first.Name != "" {
		same, err := called(ctx, tx, first.Name)
		if err != nil {
			return uuid.Nil, err
		}
		if len(same) > 0 {
			return uuid.Nil, fault.On("name", "There is an account of this name already. Find it in the list of accounts.")
		}
	}
	id := uuid.Must(uuid.NewV7())
	return id, keeper.Begin(ctx, tx, command.Place{Record: id}, first)
}

// check refuses facts that mean nothing.
func check(ctx context.Context, tx *tenant.Tx, of command.Place, was, is Facts) error {
	switch {
	case is.Name == "":
		return fault.On("name", "An account needs a name.")
	case is.Employees != nil && *is.Employees < 0:
		return fault.On("employees", "Employees must be a whole number, for example 250.")
	case is.Website != was.Website && !address(is.Website):
		return fault.On("website", "A website is an address such as example.com.")
	}
	if is.Deleted && !was.Deleted {
		return idle(ctx, tx, of.Record)
	}
	if is.ParentID == nil || command.Same(was.Value("parent"), is.Value("parent")) {
		return nil
	}
	return above(ctx, tx, of.Record, *is.ParentID)
}

// settle is facts whose custom fields have values of their kinds.
func settle(ctx context.Context, tx *tenant.Tx, was, is Facts) (Facts, error) {
	if maps.Equal(was.Fields, is.Fields) {
		return is, nil
	}
	all, err := customfield.List(ctx, tx, customfield.Account, tx.Now())
	if err == nil {
		is.Fields, err = all.Settle(was.Fields, is.Fields)
	}
	return is, err
}

// address tells that a text can be a website, or is none.
func address(text string) bool {
	if text == "" {
		return true
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && strings.Contains(u.Hostname(), ".") &&
		!strings.ContainsAny(u.Host, " \t")
}
