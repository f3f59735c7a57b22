package opportunitypage

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// personForm is a person to add to an opportunity: one of the account's, or a new one, with their role.
type personForm struct {
	Contact   *uuid.UUID `form:"contact" problem:"Choose a contact."`
	FirstName string     `form:"first_name"`
	LastName  string     `form:"last_name"`
	Title     string     `form:"title"`
	Email     string     `form:"email"`
	Phone     string     `form:"phone"`
	Role      string     `form:"role"`
}

// addPerson gives somebody a part in the opportunity.
// POST /o/{org}/opportunities/{id}/contacts
func (s area) addPerson(w http.ResponseWriter, r *http.Request) error {
	f, refused := site.Decode[personForm](r)
	return s.act(w, r, "The contact is added.", func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
		if refused != nil {
			return refused
		}
		who, err := f.person(ctx, tx, id)
		if err != nil {
			return err
		}
		return contact.Add(ctx, tx, id, who, f.Role)
	})
}

// person is the one who was chosen, or the new one who was typed.
func (f personForm) person(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	o, err := opportunity.Get(ctx, tx, id, noMoment)
	if err != nil {
		return uuid.Nil, err
	}
	if f.Contact != nil {
		p, err := contact.Get(ctx, tx, *f.Contact)
		if fault.KindOf(err) == fault.NotFound || err == nil && p.DeletedAt != nil {
			return uuid.Nil, fault.On("contact", "There is no such contact.")
		}
		return p.ID, err
	}
	if strings.TrimSpace(f.FirstName+f.LastName) == "" {
		return uuid.Nil, fault.On("contact", "Choose a contact, or type the name of a new one.")
	}
	var account *string
	if o.AccountID != nil {
		account = ptr(o.AccountID.String())
	}
	return contact.Enter(ctx, tx, []command.Wish{{Field: "first_name", Want: &f.FirstName},
		{Field: "last_name", Want: &f.LastName}, {Field: "title", Want: &f.Title}, {Field: "email", Want: &f.Email},
		{Field: "phone", Want: &f.Phone}, {Field: "account", Want: account}})
}

// partForm is what becomes of a person's part: another role, the primary contact, or none.
type partForm struct {
	Do   string        `form:"do"`
	Saw  site.Verbatim `form:"saw"`
	Role string        `form:"value"`
}

// changePerson changes the part of somebody in the opportunity.
// POST /o/{org}/opportunities/{id}/contacts/{part}
func (s area) changePerson(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[partForm](r)
	if err != nil {
		return err
	}
	part, err := uuid.Parse(chi.URLParam(r, "part"))
	if err != nil {
		return fault.New(fault.NotFound, "")
	}
	return s.act(w, r, "", func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (err error) {
		switch f.Do {
		case "primary":
			_, err = contact.Lead(ctx, tx, id, part)
		case "remove":
			_, err = contact.Leave(ctx, tx, id, part)
		default:
			_, err = contact.SetRole(ctx, tx, id, part, string(f.Saw), f.Role)
		}
		return err
	})
}

// loadPeople reads who is in the opportunity, and who else could be.
func (p *opportunityView) loadPeople(ctx context.Context, tx *tenant.Tx) (err error) {
	if p.Contacts, err = contact.OfOpportunity(ctx, tx, p.Opportunity.ID, p.Scope.AsOf); err != nil {
		return err
	}
	var ids []uuid.UUID
	for _, c := range command.OfSort(p.Past, command.Role) {
		if is := cmp.Or(c.Payload["contact"].Is, c.Payload["contact"].Was); is != nil {
			if id, err := uuid.Parse(*is); err == nil {
				ids = append(ids, id)
			}
		}
	}
	if p.PersonNames, err = contact.Names(ctx, tx, ids); err != nil || !p.Edits || p.Opportunity.AccountID == nil {
		return err
	}
	all, err := contact.OfAccount(ctx, tx, *p.Opportunity.AccountID)
	p.Others = slices.DeleteFunc(all, func(c contact.Contact) bool {
		return slices.ContainsFunc(p.Contacts, func(in contact.Contact) bool { return in.ID == c.ID })
	})
	return err
}

// others are the account's people who are not in the opportunity yet.
func (p opportunityView) others() []ui.Option {
	options := []ui.Option{{Label: "New contact"}}
	for _, c := range p.Others {
		options = append(options, ui.Option{Value: c.ID.String(), Label: page.Joined(page.PersonName(c), c.Title)})
	}
	return options
}

// joined are the changes of who is in the opportunity, for its timeline.
func (p opportunityView) joined(s factsheet.Sheet) []factsheet.Entry {
	var all []factsheet.Entry
	who := map[string]string{}
	for _, c := range command.OfSort(p.Past, command.Role) {
		if is := cmp.Or(c.Payload["contact"].Is, c.Payload["contact"].Was); is != nil {
			if id, err := uuid.Parse(*is); err == nil {
				who[c.Entry()] = p.PersonNames[id]
			}
		}
	}
	for _, c := range p.Contacts {
		who[c.PartID.String()] = page.PersonName(c)
	}
	for _, c := range command.OfSort(p.Past, command.Role) {
		all = append(all, s.Entry(c, "Contacts", partSaid(c, cmp.Or(who[c.Entry()], "A contact"))))
	}
	return all
}

// partSaid says what became of somebody's part.
func partSaid(c command.Command, who string) string {
	role, moved := c.Payload["role"]
	removed, left := c.Payload["removed"]
	switch {
	case left && deref(removed.Is) == "true":
		return who + " removed"
	case left:
		return page.Joined(who+" added", deref(role.Is))
	case moved:
		return who + ": " + cmp.Or(deref(role.Was), ui.None) + " → " + cmp.Or(deref(role.Is), ui.None)
	}
	return who + " is the primary contact"
}

// partRefused tells that the form for a person's part comes back.
func (p opportunityView) partRefused(c contact.Contact) bool {
	return p.Form.Sent() && p.Form.Typed.Get("part") == c.PartID.String()
}

// partTheirs says what somebody else made of a person's role meanwhile.
func (p opportunityView) partTheirs(c contact.Contact) string {
	if p.Clash == nil || p.Clash.Entry != c.PartID.String() {
		return ""
	}
	return p.sheet().Theirs("role")
}

// touched says when somebody was last in touch with a person.
func (p opportunityView) touched(c contact.Contact) string {
	if c.LastOn.IsZero() {
		return ""
	}
	return "Last touch " + page.ShortDay(c.LastOn, p.Scope.Today)
}

func ptr[T any](v T) *T { return &v }
