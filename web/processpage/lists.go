package processpage

import (
	"net/url"
	"strings"
	"time"

	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/process"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// listsView is the values of one list, with what is changed of it.
type listsView struct {
	processView
	Field     string
	Lists     picklist.Lists
	Versions  []picklist.List
	Uses      []process.Use
	Change    *picklist.Edit // that is made; nil: none
	Merge     string         // the value that becomes another one
	Previewed bool
}

func (p listsView) list() picklist.List { return p.Lists.Of(p.Field) }

// title is the name of a list as a heading has it.
func title(field string) string {
	name := picklist.Plural(field)
	return strings.ToUpper(name[:1]) + name[1:]
}

// lists lead from one list to the others.
func (p listsView) lists() []ui.Tab {
	var all []ui.Tab
	for _, field := range picklist.Fields {
		all = append(all, ui.Tab{Label: title(field), Href: p.path(field), Active: field == p.Field})
	}
	return all
}

func (p listsView) path(field string) string { return p.Where.Base + "/settings/lists?list=" + field }

// to is the page with a value in one of its forms.
func (p listsView) to(form, value string) string {
	return p.path(p.Field) + "&" + form + "=" + url.QueryEscape(value)
}

// uses is how many deals have a value.
func (p listsView) uses(value string) process.Use {
	for _, u := range p.Uses {
		if u.Value == value {
			return u
		}
	}
	return process.Use{Value: value}
}

func (p listsView) count(value string) string {
	if n := p.uses(value).There; n > 0 {
		return ui.Count(n)
	}
	return ui.None
}

// deals says how many deals get another value.
func (p listsView) deals(value string) string {
	u := p.uses(value)
	said := ui.Plural(u.There, "deal has", "deals have") + " this value, closed ones included"
	if u.Archived > 0 {
		said += "; " + ui.Plural(u.Archived, "archived deal has", "archived deals have") + " it too"
	}
	return said + "."
}

// strange are the values that deals have and that the list lacks.
func (p listsView) strange() []process.Use {
	var all []process.Use
	for _, u := range p.Uses {
		if _, known := p.list().Find(u.Value); !known {
			all = append(all, u)
		}
	}
	return all
}

// edited is the value of the form: as it was typed, or as it is.
func (p listsView) edited() picklist.Edit {
	e, entries := *p.Change, p.list().Entries
	if e.Name != "" || e.After != "" {
		return e
	}
	e.Name = e.Was
	for i, v := range entries {
		if i > 0 && (e.Was == "" || v.Name == e.Was) {
			e.After = entries[i-1].Name
		}
	}
	if e.Was == "" && len(entries) > 0 {
		e.After = entries[len(entries)-1].Name
	}
	return e
}

func (p listsView) after() []ui.Option {
	all := []ui.Option{{Label: "At the beginning"}}
	for _, v := range p.list().Entries {
		if p.Change.Was != v.Name {
			all = append(all, ui.Option{Value: v.Name, Label: "After " + v.Name})
		}
	}
	return all
}

// survivors are the values that another one can become.
func (p listsView) survivors() []ui.Option {
	var all []ui.Option
	for _, name := range p.list().Offered() {
		if name != p.Merge {
			all = append(all, ui.Option{Value: name, Label: name})
		}
	}
	return all
}

// history is what became of the list, newest first.
func (p listsView) history() []ui.Event {
	var all []ui.Event
	for _, v := range p.Versions[:min(len(p.Versions), shown)] {
		who := "Quarterdeck"
		if v.MemberID != nil {
			who = p.Roster.Name(v.MemberID)
		}
		all = append(all, ui.Event{When: ui.Stamp(v.At.In(p.Calendar.Location())) + " · " + who,
			At: v.At.Format(time.RFC3339), Title: v.Did,
			Detail: ui.Plural(len(v.Offered()), "value", "values") + " offered"})
	}
	return all
}

func (p listsView) saw() string { return p.list().ID.String() }

// listSheet is the values of every list.
func listSheet(lists picklist.Lists, uses map[string][]process.Use) page.Sheet {
	s := page.Sheet{File: "lists", Head: []string{"List", "Place", "Value", "In use", "Deals", "Earlier names"}}
	for _, field := range picklist.Fields {
		l := lists.Of(field)
		of := listsView{Field: field, Uses: uses[field], Lists: lists}
		for i, v := range l.Entries {
			state := "yes"
			if v.Retired {
				state = "retired"
			}
			s.Rows = append(s.Rows, []page.Cell{page.Text(title(field)), page.Count(int64(i + 1)), page.Text(v.Name),
				page.Text(state), page.Count(int64(of.uses(v.Name).There)), page.Text(strings.Join(v.Was, "; "))})
		}
		for _, u := range of.strange() {
			s.Rows = append(s.Rows, []page.Cell{page.Text(title(field)), page.Text(""), page.Text(u.Value),
				page.Text("not in the list"), page.Count(int64(u.There)), page.Text("")})
		}
	}
	return s
}
