package contactpage

import (
	"cmp"
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/attachment"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/task"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// longest is how many activities and notes a timeline shows.
const longest = 100

// contactView is the page of one person, as of a moment.
type contactView struct {
	Where      page.Where
	Calendar   period.Calendar
	Scope      scope.Scope
	Person     contact.Whole
	Facts      contact.Facts
	Fields     customfield.Set // retired ones too
	Numbers    money.Format
	Base       money.Currency
	Account    account.Row
	Names      map[uuid.UUID]string // of the accounts that the history mentions
	Involved   []contact.Involvement
	Activities []activity.Activity
	Notes      []note.Note
	Files      attachment.Shelf
	TaskEvents []task.Event
	Tasks      page.Tasks // the open ones about them, now
	Past       []command.Command
	Last       command.Command
	Edits      bool
	Locked     bool // it is kept in the CRM
	Show       string
	Form       page.Form
	Clash      *command.Clash
}

// GET /o/{org}/contacts/{id}
func (s area) showContact(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	return s.contactPage(w, r, http.StatusOK, id, page.Form{}, nil)
}

func (s area) contactPage(w http.ResponseWriter, r *http.Request, status int, id uuid.UUID, form page.Form,
	clash *command.Clash) error {
	p := contactView{Where: site.Where(r), Form: form, Clash: clash, Show: r.URL.Query().Get("show")}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		if p.Scope, err = scope.Resolve(ctx, tx, scope.Request{AsOf: site.ScopeOf(r).AsOf}); err != nil {
			return err
		}
		if p.Person, err = contact.Get(ctx, tx, id); err != nil {
			return err
		}
		return p.load(ctx, tx)
	})
	if err != nil {
		return err
	}
	if into := p.Person.MergedInto; into != nil && !form.Sent() {
		http.Redirect(w, r, p.Where.Base+"/contacts/"+into.String(), http.StatusSeeOther)
		return nil
	}
	f := s.Frame(r, p.name(), p.subtitle())
	f.Path = f.Base + "/contacts/" + id.String()
	if p.Scope.AsOf.IsZero() {
		f.Live = id.String()
	}
	return s.Write(w, r, status, contactPage(f, p))
}

// load reads what stands on the page of the person.
func (p *contactView) load(ctx context.Context, tx *tenant.Tx) (err error) {
	id := p.Person.ID
	if p.Past, err = command.Past(ctx, tx, id, time.Time{}); err != nil {
		return err
	}
	if p.Facts = p.Person.Facts(); !p.Scope.AsOf.IsZero() {
		if p.Facts, err = p.Facts.AsOf(p.Scope.AsOf, p.Past); err != nil {
			return err
		}
	}
	p.Numbers, p.Base = tx.Settings().Numbers, tx.Base()
	if p.Fields, err = customfield.List(ctx, tx, customfield.Contact, tx.Now()); err != nil {
		return err
	}
	if p.Facts.AccountID != nil {
		a, err := account.Get(ctx, tx, *p.Facts.AccountID)
		if p.Account = a.Row; err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	if p.Names, err = account.Names(ctx, tx, factsheet.Keys(p.Past, "account")); err != nil {
		return err
	}
	if p.Involved, err = contact.Involved(ctx, tx, id); err != nil {
		return err
	}
	if p.Activities, err = activity.OfContact(ctx, tx, id, p.Scope.AsOf, longest); err != nil {
		return err
	}
	if p.Files, err = attachment.Load(ctx, tx, id, p.Scope.AsOf, longest); err != nil {
		return err
	}
	if p.Notes, err = note.Of(ctx, tx, id, p.Scope.AsOf, longest); err != nil {
		return err
	}
	if err := p.tasks(ctx, tx); err != nil {
		return err
	}
	if !tx.Actor().Role.May(tenant.EditRecords) || !p.Scope.AsOf.IsZero() {
		return nil
	}
	p.Edits, p.Locked = !p.Facts.Deleted, tx.Settings().KeptInCRM && p.Person.ExternalID != ""
	p.Last, _, err = command.Last(ctx, tx, id)
	return err
}

// tasks reads the open tasks about the person and what happened to all of them.
func (p *contactView) tasks(ctx context.Context, tx *tenant.Tx) (err error) {
	about := audience.Record{Object: note.Contact, ID: p.Person.ID}
	p.TaskEvents, err = task.Events(ctx, tx, about.ID, p.Scope.AsOf, longest)
	if err != nil || !p.Scope.AsOf.IsZero() {
		return err
	}
	open, err := task.List(ctx, tx, task.Filter{Record: about, Limit: longest})
	if err != nil {
		return err
	}
	p.Tasks, err = page.RecordTasks(ctx, tx, p.Where, about, open)
	return err
}

func (p contactView) name() string {
	return cmp.Or(strings.TrimSpace(p.Facts.FirstName+" "+p.Facts.LastName), p.Facts.Email, "Unnamed")
}

func (p contactView) subtitle() string {
	return strings.Join([]string{cmp.Or(page.Joined(p.Facts.Title, p.Account.Name), "No account"),
		page.AsOf(p.Scope.Known, p.Calendar.Location())}, " · ")
}

var names = map[string]string{"first_name": "First name", "last_name": "Last name", "title": "Title",
	"email": "E-mail", "phone": "Phone", "account": "Account", "deleted": "Archived"}

// sheet is the contact as the reader works it.
func (p contactView) sheet() factsheet.Sheet {
	return factsheet.Sheet{Where: p.Where, Path: "/contacts/" + p.Person.ID.String(), Noun: "contact",
		Today: p.Scope.Today.String(), Edits: p.Edits, Roster: p.Scope.Roster, Zone: p.Calendar.Location(),
		Form: p.Form, Clash: p.Clash, Last: p.Last, Names: factsheet.Named(names, p.Fields), Written: p.written}
}

// cells are the facts that people edit, in order.
func (p contactView) cells() []factsheet.Cell {
	f := p.Facts
	cells := []factsheet.Cell{{Field: "first_name", Shown: f.FirstName}, {Field: "last_name", Shown: f.LastName},
		{Field: "title", Shown: f.Title}, {Field: "email", Shown: f.Email, Kind: "email", Href: ui.MailTo(f.Email)},
		{Field: "phone", Shown: f.Phone, Kind: "tel", Href: ui.Tel(f.Phone)},
		{Field: "account", Shown: p.Account.Name}}
	if p.Account.Name != "" {
		cells[5].Href = p.Where.To("/accounts/" + p.Account.ID.String())
	}
	for i := range cells {
		c := &cells[i]
		c.Label, c.Typed, c.Shown = names[c.Field], c.Shown, cmp.Or(c.Shown, ui.None)
		if v := f.Value(c.Field); v != nil {
			c.Saw = *v
		}
		c.Locked, c.InCRM = p.Locked, p.Locked
	}
	for _, c := range factsheet.Customs(p.Fields, f.Fields, p.Base, p.Numbers) {
		c.InCRM = p.Locked
		c.Locked = c.Locked || c.InCRM
		cells = append(cells, c)
	}
	return cells
}

// facts are those that nobody edits: when the contact was created, and the source's own columns.
func (p contactView) facts() []ui.Pair {
	facts := []ui.Pair{{Key: "Created", Value: page.Day(p.Calendar.Today(p.Person.CreatedAt))}}
	if !p.Scope.AsOf.IsZero() {
		return facts
	}
	return append(facts, factsheet.Custom(p.Person.Custom)...)
}

// written is one side of a change for people.
func (p contactView) written(field string, v *string) string {
	if v == nil || *v == "" {
		return ui.None
	}
	if f, custom := p.Fields.Find(field); custom {
		return fieldform.Value(f, *v, p.Base)
	}
	switch field {
	case "account":
		if id, err := uuid.Parse(*v); err == nil {
			return cmp.Or(p.Names[id], "another account")
		}
	case "deleted":
		return "Yes"
	}
	return *v
}

func (p contactView) timeline() []ui.Event {
	s, past := p.sheet(), p.Past
	if !p.Scope.AsOf.IsZero() {
		past = factsheet.Until(past, p.Scope.AsOf)
	}
	return factsheet.Timeline(p.Show, factsheet.Parts{
		Changes:    append(s.Changes(past, command.Contact), s.Attached(p.Files)...),
		Activities: s.Activities(p.Activities, p.Calendar), Notes: s.Notes(p.Notes),
		Tasks: s.Tasks(p.TaskEvents, p.Scope.Today)})
}

// items are the opportunities in which the person has a part.
func (p contactView) items() []ui.Item {
	var items []ui.Item
	for _, o := range p.Involved {
		item := ui.Item{Title: o.Name, Href: p.Where.To("/opportunities/" + o.ID.String()), Tone: ui.Info,
			Badge: page.RoleBadge(contact.Contact{Role: o.Role, Primary: o.Primary}), BadgeTone: ui.Neutral,
			Sub: o.Stage + " · " + page.ShortDay(o.CloseOn, p.Scope.Today) + " · " + p.Scope.Roster.Name(o.OwnerID)}
		switch opportunity.Status(o.Status) {
		case opportunity.Won:
			item.Tone = ui.Good
		case opportunity.Lost:
			item.Tone = ui.Bad
		}
		if o.Amount != nil {
			cash := page.Cash(o.Currency)
			item.Figure, item.FigureExact = cash.Whole(*o.Amount), cash.Exact(*o.Amount)
		}
		items = append(items, item)
	}
	return items
}
