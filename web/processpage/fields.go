package processpage

import (
	"strings"
	"time"

	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/process"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// fieldsView is the custom fields of opportunities, with the one that is made or changed.
type fieldsView struct {
	processView
	Object    string
	Fields    customfield.Set
	Columns   []string           // of imports, that no field takes over yet
	Edit      *customfield.Field // nil: none
	Versions  []customfield.Field
	Previewed *process.Adoption
}

func (p fieldsView) one() string { return fieldform.Nouns[p.Object].One }

func (p fieldsView) many() string { return fieldform.Nouns[p.Object].Many }

// act is where the form is sent: the fields of the object.
func (p fieldsView) act() string { return p.Where.Base + "/settings/fields?object=" + p.Object }

// objects lead to the fields of each object.
func (p fieldsView) objects() []ui.Tab {
	var all []ui.Tab
	for _, o := range customfield.Objects {
		all = append(all, ui.Tab{Label: fieldform.Nouns[o].Plural, Href: p.Where.Base + "/settings/fields?object=" + o,
			Active: o == p.Object})
	}
	return all
}

func (p fieldsView) formTitle() string {
	if was, known := p.Fields.Find(p.Edit.Key()); known {
		return was.Name
	}
	return "New field"
}

// saw is the version that the form changes.
func (p fieldsView) saw() string {
	was, _ := p.Fields.Find(p.Edit.Key())
	return was.ID.String()
}

func (p fieldsView) fresh() bool {
	_, known := p.Fields.Find(p.Edit.Key())
	return !known
}

func kinds() []ui.Option {
	var all []ui.Option
	for _, k := range customfield.Kinds {
		all = append(all, ui.Option{Value: string(k.Kind), Label: k.Label})
	}
	return all
}

func (p fieldsView) stages() []ui.Option {
	all := []ui.Option{{Label: "Never"}}
	for _, st := range p.Stages {
		if st.Status != string(opportunity.Lost) {
			all = append(all, ui.Option{Value: st.Name, Label: "From " + st.Name + " on"})
		}
	}
	return all
}

func (p fieldsView) columns() []ui.Option {
	all := []ui.Option{{Label: "None"}}
	if p.Edit.Source != "" {
		all = append(all, ui.Option{Value: p.Edit.Source, Label: p.Edit.Source})
	}
	for _, c := range p.Columns {
		if c != p.Edit.Source {
			all = append(all, ui.Option{Value: c, Label: c})
		}
	}
	return all
}

func state(f customfield.Field) string {
	switch {
	case f.Retired:
		return "Retired"
	case f.Needed != "":
		return "Required from " + f.Needed + " on"
	}
	return "Optional"
}

// adopts says what the column of the form would give to the field.
func (p fieldsView) adopts() string {
	switch a := p.Previewed; {
	case p.Edit.Source == "":
		return "This changes no " + p.one() + "."
	case a.Unread == 0:
		return ui.Plural(a.Read, p.one()+" gets its value", p.many()+" get their value") + " from " + p.Edit.Source +
			"."
	default:
		return ui.Plural(a.Read, p.one()+" gets its value", p.many()+" get their value") + " from " + p.Edit.Source +
			". " + ui.Plural(a.Unread, p.one()+" has", p.many()+" have") + " a value that is not a " +
			strings.ToLower(p.Edit.Kind.Label()) + "; they stay empty."
	}
}

func (p fieldsView) history() []ui.Event {
	var all []ui.Event
	for _, v := range p.Versions[:min(len(p.Versions), shown)] {
		who := "Quarterdeck"
		if v.MemberID != nil {
			who = p.Roster.Name(v.MemberID)
		}
		all = append(all, ui.Event{When: ui.Stamp(v.At.In(p.Calendar.Location())) + " · " + who,
			At: v.At.Format(time.RFC3339), Title: v.Name, Detail: v.Kind.Label() + " · " + state(v)})
	}
	return all
}

func fieldSheet(all customfield.Set) page.Sheet {
	s := page.Sheet{File: "fields", Head: []string{"Place", "Field", "Type", "State", "Choices", "Help", "Column"}}
	for i, f := range all {
		s.Rows = append(s.Rows, []page.Cell{page.Count(int64(i + 1)), page.Text(f.Name), page.Text(f.Kind.Label()),
			page.Text(state(f)), page.Text(strings.Join(f.Options, "; ")), page.Text(f.Help), page.Text(f.Source)})
	}
	return s
}
