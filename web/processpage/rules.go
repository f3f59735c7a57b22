package processpage

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// processView is what the pages of the sales process have in common.
type processView struct {
	Where    page.Where
	Form     page.Form
	Today    period.Date
	Calendar period.Calendar
	Numbers  money.Format
	Roster   *member.Roster
	Names    forecast.Settings
	Stages   stage.Set
	Rules    []rule.Rule // gates and validation rules, retired ones too
	Customs  customfield.Set
}

// field is one that rules read, custom ones too.
func (p processView) field(name string) rule.Field {
	if f, ok := p.Customs.Find(name); ok {
		return process.Compared(f)
	}
	f, _ := rule.FieldOf(name)
	return f
}

// words writes the value of a rule's field for people.
func (p processView) words(field, value string) string {
	f := p.field(field)
	switch {
	case field == "category":
		return p.Names.Name(opportunity.Category(value))
	case f.Sort == rule.Number:
		return page.Figure(value)
	case f.Sort == rule.Flag && value == "true":
		return "yes"
	case f.Sort == rule.Flag:
		return "no"
	case f.Sort == rule.Day:
		if day, err := period.ParseDate(value); err == nil {
			return page.Day(day)
		}
	}
	return value
}

// checks are the validation rules that count, or those that were retired.
func (p processView) checks(retired bool) []rule.Rule {
	var all []rule.Rule
	for _, r := range p.Rules {
		if r.Kind == rule.Check && r.Retired == retired {
			all = append(all, r)
		}
	}
	return all
}

// by says who made a version and when.
func (p processView) by(r rule.Rule) string {
	if r.MemberID == nil {
		return "Quarterdeck · " + ui.Stamp(r.At.In(p.Calendar.Location()))
	}
	return p.Roster.Name(r.MemberID) + " · " + ui.Stamp(r.At.In(p.Calendar.Location()))
}

func effect(r rule.Rule) (ui.Tone, string) {
	switch {
	case r.Retired:
		return ui.Neutral, "Retired"
	case r.Warns:
		return ui.Warn, "Warns"
	}
	return ui.Bad, "Refuses"
}

func ruleSheet(p processView) page.Sheet {
	s := page.Sheet{File: "rules", Head: []string{"Kind", "Stage", "Condition", "Message", "Effect", "Imports too",
		"From", "Changed by", "Changed at"}}
	for _, r := range p.Rules {
		kind := "Validation rule"
		if r.Kind == rule.Gate {
			kind = "Exit criteria"
		}
		_, does := effect(r)
		imports := "no"
		if r.Imports {
			imports = "yes"
		}
		s.Rows = append(s.Rows, []page.Cell{page.Text(kind), page.Text(r.Stage), page.Text(r.Condition(p.words)),
			page.Text(r.Message), page.Text(does), page.Text(imports), page.Text(r.StartsOn.String()),
			page.Text(p.Roster.Name(r.MemberID)), page.Text(r.At.UTC().Format(time.RFC3339))})
	}
	return s
}

// terms is how many conditions the form has room for.
const terms = 4

// ruleView is a validation rule that is made or changed, with what it would find.
type ruleView struct {
	processView
	Rule      rule.Rule
	Versions  []rule.Rule // newest first; none: it is new
	Previewed bool
	Violators []process.Violator
}

// shown is how many violators the page lists; the file has all.
const shown = 25

// term is a condition of the form, empty where the rule has fewer.
func (p ruleView) term(i int) rule.Term {
	if i < len(p.Rule.Terms) {
		return p.Rule.Terms[i]
	}
	return rule.Term{}
}

// value is what stands in the form for the value of a condition.
func (p ruleView) value(i int) string {
	t := p.term(i)
	if t.Value == "" || t.Value == "today" {
		return t.Value
	}
	if p.field(t.Field).Sort == rule.Day {
		return t.Value
	}
	return p.words(t.Field, t.Value)
}

func (p ruleView) open() int {
	n := 0
	for _, v := range p.Violators {
		if v.Open {
			n++
		}
	}
	return n
}

// found says how many opportunities break the rule today.
func (p ruleView) found() string {
	if len(p.Violators) == 0 {
		return "No opportunity breaks this rule today."
	}
	return ui.Plural(len(p.Violators), "opportunity breaks", "opportunities break") + " this rule today, " +
		ui.Count(p.open()) +
		" of them open. They stay as they are: the rule is checked when one of its fields is edited."
}

func (p ruleView) path() string { return p.Where.Base + "/settings/rules/" + p.Rule.RuleID.String() }

func (p ruleView) title() string {
	if len(p.Versions) == 0 {
		return "New validation rule"
	}
	return "Validation rule"
}

// saw is the version that the form changes.
func (p ruleView) saw() string {
	if len(p.Versions) == 0 {
		return uuid.Nil.String()
	}
	return p.Versions[0].ID.String()
}

// first is the day on which the rule begins to count.
func (p ruleView) first() string {
	if p.Rule.StartsOn.IsZero() {
		return p.Today.String()
	}
	return p.Rule.StartsOn.String()
}

// history is the versions of the rule.
func (p ruleView) history() []ui.Event {
	var all []ui.Event
	for _, v := range p.Versions {
		tone, does := effect(v)
		e := ui.Event{When: p.by(v), At: v.At.Format(time.RFC3339), Title: does,
			Detail: v.Sentence(p.words), Tone: tone}
		if v.StartsOn > p.Calendar.Today(v.At) {
			e.Title += " from " + page.Day(v.StartsOn)
		}
		all = append(all, e)
	}
	return all
}

func (p processView) fieldOptions() []ui.Option {
	all := []ui.Option{{Label: "No condition"}}
	for _, f := range rule.Fields {
		all = append(all, ui.Option{Value: f.Name, Label: f.Label})
	}
	for _, f := range p.Customs.Live() {
		all = append(all, ui.Option{Value: f.Key(), Label: f.Name, Group: "Custom fields"})
	}
	return all
}

func opOptions() []ui.Option {
	var all []ui.Option
	for _, o := range rule.Ops {
		all = append(all, ui.Option{Value: string(o.Op), Label: o.Label})
	}
	return all
}

// suggestions are the values that fields with few values have.
func (p processView) suggestions() []string {
	all := []string{"today", "yes", "no"}
	for _, st := range p.Stages {
		all = append(all, st.Name)
	}
	for _, c := range opportunity.Categories {
		all = append(all, p.Names.Name(c))
	}
	for _, f := range p.Customs.Live() {
		all = append(all, f.Options[:min(len(f.Options), shown)]...)
	}
	return all
}

// at is the name of a field of the form in one of its rows.
func at(name string, i int) string { return name + "_" + strconv.Itoa(i) }

// long tells that a rule has more conditions than the form shows at first, or one of those was refused.
func (p ruleView) long() bool {
	return len(p.Rule.Terms) > 2 || p.Form.Value("field_2", "") != "" || p.Form.Value("field_3", "") != ""
}
