package accountpage

import (
	"cmp"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/attachment"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/task"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// accountView is the page of one company, where it is worked: its facts, what is open, what was closed, who is there,
// and the companies above and below.
type accountView struct {
	Where      page.Where
	Calendar   period.Calendar
	Scope      scope.Scope
	Account    account.Account
	Facts      account.Facts   // as of the moment of the page
	Fields     customfield.Set // retired ones too
	Numbers    money.Format
	Names      map[uuid.UUID]string // of the accounts that the history mentions, and of the parent
	Contacts   []contact.Contact
	Open       pipeline.Board
	Closed     pipeline.Board
	Won        pipeline.Board // its total only
	Below      []account.Row
	OpenBelow  pipeline.Board // with those below; its total only
	WonBelow   pipeline.Board
	Tasks      page.Tasks // the open ones about it, its opportunities and people, now
	TaskEvents []task.Event
	Activities []activity.Activity
	Notes      []note.Note
	Files      attachment.Shelf
	Past       []command.Command
	Last       command.Command
	Enters     bool // the reader may enter a new opportunity
	Edits      bool
	Transfers  bool
	Locked     bool // it is kept in the CRM
	Show       string
	Form       page.Form
	Clash      *command.Clash
}

// Subtitle says what kind of company it is, and the moment of the page.
func (p accountView) Subtitle() string {
	text := page.AsOf(p.Scope.Known, p.Calendar.Location())
	for _, part := range []string{p.Facts.Type, p.Facts.Industry} {
		if part != "" {
			text = part + " · " + text
		}
	}
	return text
}

var accountFields = map[string]string{"name": "Name", "website": "Website", "phone": "Phone", "industry": "Industry",
	"employees": "Employees", "type": "Type", "state": "State", "country": "Country", "owner": "Owner",
	"parent": "Parent account", "deleted": "Archived"}

// sheet is the account as the reader works it.
func (p accountView) sheet() factsheet.Sheet {
	return factsheet.Sheet{Where: p.Where, Path: "/accounts/" + p.Account.ID.String(), Noun: "account",
		Today: p.Scope.Today.String(), Edits: p.Edits, Roster: p.Scope.Roster, Zone: p.Calendar.Location(),
		Form: p.Form, Clash: p.Clash, Last: p.Last, Names: factsheet.Named(accountFields, p.Fields), Written: p.written}
}

// cells are the facts that people edit, in order.
func (p accountView) cells() []factsheet.Cell {
	f := p.Facts
	phone := cmp.Or(f.Phone, p.Account.Custom["Phone"])
	cells := []factsheet.Cell{{Field: "name", Shown: f.Name, Required: true},
		{Field: "website", Shown: f.Website}, {Field: "phone", Shown: phone, Kind: "tel", Href: ui.Tel(phone)},
		{Field: "industry", Shown: f.Industry}, {Field: "employees", Keypad: "numeric"}, {Field: "type", Shown: f.Type},
		{Field: "state", Shown: f.State}, {Field: "country", Shown: f.Country},
		{Field: "owner", Shown: p.Scope.Roster.Name(f.OwnerID), Act: "owner"}, {Field: "parent"}}
	for i := range cells {
		c := &cells[i]
		if v := f.Value(c.Field); v != nil {
			c.Saw = *v
		}
		c.Label, c.Typed, c.Shown = accountFields[c.Field], c.Shown, cmp.Or(c.Shown, ui.None)
		c.InCRM = p.Locked && !account.Ours(c.Field)
		c.Locked = c.InCRM
	}
	if f.Employees != nil {
		cells[4].Shown, cells[4].Typed = ui.Count(int(*f.Employees)), strconv.FormatInt(*f.Employees, 10)
	}
	owner, parent := &cells[8], &cells[9]
	if owner.Typed = owner.Saw; p.Transfers {
		owner.Options = factsheet.Owners(p.Scope, f.OwnerID)
	}
	owner.Locked = owner.Locked || len(owner.Options) == 0
	if f.OwnerID != nil {
		owner.Href = p.Where.To("/members/" + f.OwnerID.String())
	}
	if f.ParentID != nil {
		parent.Typed = p.Names[*f.ParentID]
		if parent.Shown = cmp.Or(parent.Typed, "another account"); parent.Typed != "" {
			parent.Href = p.Where.To("/accounts/" + f.ParentID.String())
		}
	}
	for _, c := range factsheet.Customs(p.Fields, f.Fields, p.Open.Base, p.Numbers) {
		c.InCRM = p.Locked
		c.Locked = c.Locked || c.InCRM
		cells = append(cells, c)
	}
	return cells
}

// facts are those that nobody edits, and the source's own columns.
func (p accountView) facts() []ui.Pair {
	a := p.Account
	facts := []ui.Pair{{Key: "Region", Value: cmp.Or(a.Region, ui.None)},
		{Key: "Territory", Value: cmp.Or(a.Territory, ui.None)},
		{Key: "Created", Value: page.Day(p.Calendar.Today(a.CreatedAt))}}
	for _, pair := range factsheet.Custom(a.Custom) {
		if pair.Key != "Phone" { // it is a fact above
			facts = append(facts, pair)
		}
	}
	return facts
}

// written is one side of a change for people.
func (p accountView) written(field string, v *string) string {
	if v == nil || *v == "" {
		return ui.None
	}
	if f, custom := p.Fields.Find(field); custom {
		return fieldform.Value(f, *v, p.Open.Base)
	}
	switch id, err := uuid.Parse(*v); {
	case field == "owner" && err == nil:
		return p.Scope.Roster.Name(&id)
	case field == "parent" && err == nil:
		return cmp.Or(p.Names[id], "another account")
	case field == "deleted":
		return "Yes"
	}
	return *v
}

func (p accountView) timeline() []ui.Event {
	s, past := p.sheet(), p.Past
	if !p.Scope.AsOf.IsZero() {
		past = factsheet.Until(past, p.Scope.AsOf)
	}
	return factsheet.Timeline(p.Show, factsheet.Parts{
		Changes:    append(s.Changes(past, command.Account), s.Attached(p.Files)...),
		Activities: s.Activities(p.Activities, p.Calendar), Notes: s.Notes(p.Notes),
		Tasks: s.Tasks(p.TaskEvents, p.Scope.Today)})
}

// metrics are the highlights. Each sum opens the opportunities that it is of.
func (p accountView) metrics() []ui.Pair {
	cash, where := page.Cash(p.Open.Base), p.Where.In("").Of("", "")
	touch := ui.None
	for _, a := range p.Activities { // the newest first
		if a.Done {
			touch = page.ShortDay(a.OccursOn, p.Scope.Today)
			break
		}
	}
	pairs := []ui.Pair{
		{Key: "Open pipeline", Value: cash.Whole(p.Open.Total.Amount), Title: cash.Exact(p.Open.Total.Amount),
			Href: where.Pipeline(page.List{Account: p.Account.ID})},
		{Key: "Won revenue", Value: cash.Whole(p.Won.Total.Amount), Title: cash.Exact(p.Won.Total.Amount),
			Href: where.Pipeline(page.List{Account: p.Account.ID, Status: page.OnlyWon})},
		{Key: "Contacts", Value: ui.Count(len(p.Contacts))}, {Key: "Last touch", Value: touch}}
	for _, r := range p.Open.Rows { // by close date
		if r.NextStep != "" {
			return append(pairs, ui.Pair{Key: "Next step", Value: r.NextStep,
				Href: p.Where.To("/opportunities/" + r.ID.String())})
		}
	}
	return append(pairs, ui.Pair{Key: "Next step", Value: ui.None})
}

// family is the sums with the accounts below.
func (p accountView) family() []ui.Pair {
	cash := page.Cash(p.Open.Base)
	return []ui.Pair{{Key: "Open pipeline", Value: cash.Whole(p.OpenBelow.Total.Amount),
		Title: cash.Exact(p.OpenBelow.Total.Amount)},
		{Key: "Won revenue", Value: cash.Whole(p.WonBelow.Total.Amount), Title: cash.Exact(p.WonBelow.Total.Amount)}}
}

func (p accountView) children() []ui.Item {
	var items []ui.Item
	for _, a := range p.Below {
		item := ui.Item{Title: a.Name, Href: p.Where.To("/accounts/" + a.ID.String()),
			Sub: page.Joined(a.Industry, p.Scope.Roster.Name(a.OwnerID))}
		if a.ParentID != nil && *a.ParentID != p.Account.ID {
			item.Sub = page.Joined(item.Sub, "further below")
		}
		items = append(items, item)
	}
	return items
}

func (p accountView) opportunities(b pipeline.Board) []ui.Item {
	var items []ui.Item
	for _, r := range b.Rows {
		item := page.RowItem(p.Where, b, r)
		item.Sub = r.Stage + " · " + page.ShortDay(r.CloseOn, p.Scope.Today) + " · " + p.Scope.Roster.Name(r.OwnerID)
		items = append(items, item)
	}
	return items
}
