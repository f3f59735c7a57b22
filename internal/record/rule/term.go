package rule

import (
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
)

// Sort is how the values of a field are compared.
type Sort string

// The sorts of fields.
const (
	Text   Sort = "text"
	Number Sort = "number"
	Day    Sort = "day"
	Flag   Sort = "flag"
)

// Field is a fact of an opportunity that rules are made of.
type Field struct {
	Name, Label string
	Wanted      string // as a sentence names it where it is missing
	Sort        Sort
}

// Contacts is the field that counts the contacts with a role in the opportunity.
const Contacts = "contacts"

// Fields lists them in the order of a form. The number of contacts is of those with a role in the opportunity; the
// amount is in the opportunity's own currency, the probability in percent.
var Fields = []Field{
	{"amount", "Amount", "an amount", Number}, {"close_on", "Close date", "a close date", Day},
	{"next_step", "Next step", "a next step", Text},
	{Contacts, "Contacts with a role", "a contact with a role", Number},
	{"account", "Account", "an account", Text}, {"competitor", "Competitor", "a competitor", Text},
	{"budget_confirmed", "Budget confirmed", "the budget confirmed", Flag}, {"type", "Type", "a type", Text},
	{"source", "Source", "a source", Text}, {"stage", "Stage", "a stage", Text},
	{"category", "Forecast category", "a forecast category", Text},
	{"probability", "Probability", "a probability", Number},
	{"loss_reason", "Loss reason", "a loss reason", Text},
}

// FieldOf is the field of a name.
func FieldOf(name string) (Field, bool) {
	for _, f := range Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Op is how a term compares.
type Op string

// The comparisons.
const (
	Known    Op = "known"
	Unknown  Op = "unknown"
	Is       Op = "is"
	IsNot    Op = "is_not"
	Contains Op = "contains"
	Least    Op = "least" // at least
	Less     Op = "less"  // than
	Before   Op = "before"
	After    Op = "after"

	NotBefore Op = "not_before"
)

// Ops lists them with their words and the sorts that they compare; no sort is all.
var Ops = []struct {
	Op    Op
	Label string
	Sorts []Sort
}{
	{Known, "is filled in", nil}, {Unknown, "is empty", nil}, {Is, "is", []Sort{Text, Number, Day, Flag}},
	{IsNot, "is not", []Sort{Text, Number, Day, Flag}}, {Contains, "contains", []Sort{Text}},
	{Least, "is at least", []Sort{Number}}, {NotBefore, "is not before", []Sort{Day}},
	{Less, "is less than", []Sort{Number}},
	{Before, "is before", []Sort{Day}}, {After, "is after", []Sort{Day}},
}

// today is the value of a day that moves on.
const today = "today"

// Term compares a field with a value.
type Term struct {
	Field string `json:"field"`
	Op    Op     `json:"op"`
	Value string `json:"value,omitempty"` // a number with a point, a day as 2026-11-20 or today, true or false
	// Of a custom field, which is none of Fields: its name, which the term follows, and how its values are compared.
	Label string `json:"label,omitempty"`
	Sort  Sort   `json:"sort,omitempty"`
}

// of is the field that the term compares.
func (t Term) of() (Field, bool) {
	if t.Label != "" {
		return Field{Name: t.Field, Label: t.Label, Wanted: t.Label, Sort: t.Sort}, true
	}
	return FieldOf(t.Field)
}

// name is the term's field within a sentence. Custom fields are written as their organisation does.
func (t Term) name() string {
	f, ok := t.of()
	if !ok || t.Label != "" {
		return f.Label
	}
	return strings.ToLower(f.Label[:1]) + f.Label[1:]
}

// Holds tells that the term is true of some facts. What is not known is neither less nor more than anything.
func (t Term) Holds(facts Facts, on period.Date) bool {
	f, _ := t.of()
	have, known := t.have(facts)
	switch t.Op {
	case Known:
		return known
	case Unknown:
		return !known
	case Is:
		return known && f.Sort.compare(have, t.Value, on) == same
	case IsNot:
		return !known || f.Sort.compare(have, t.Value, on) != same
	case Contains:
		return known && strings.Contains(strings.ToLower(have), strings.ToLower(t.Value))
	case Less, Before:
		return known && f.Sort.compare(have, t.Value, on) == below
	case Least, NotBefore:
		order := f.Sort.compare(have, t.Value, on)
		return known && (order == same || order == above)
	case After:
		return known && f.Sort.compare(have, t.Value, on) == above
	}
	return false
}

// have is the value of the term's field. No letter is nothing, and neither is a number of contacts that is zero, unless
// it is compared.
func (t Term) have(facts Facts) (text string, known bool) {
	v := facts(t.Field)
	if v == nil {
		return "", false
	}
	text = strings.TrimSpace(*v)
	if t.Field == Contacts && (t.Op == Known || t.Op == Unknown) {
		return text, text != "0"
	}
	return text, text != ""
}

// order is how two values stand to each other.
type order int

const (
	apart order = iota // one of them cannot be read
	below
	same
	above
)

func (s Sort) compare(have, want string, on period.Date) order {
	switch s {
	case Number:
		a, wrong := decimal.NewFromString(have)
		b, bad := decimal.NewFromString(want)
		if wrong != nil || bad != nil {
			return apart
		}
		return ordered(a.Cmp(b))
	case Day:
		if want == today {
			want = on.String()
		}
		return ordered(strings.Compare(have, want))
	default:
		if strings.EqualFold(have, strings.TrimSpace(want)) {
			return same
		}
		return apart
	}
}

func ordered(n int) order { return same + order(n) }

// Wanted names what is missing where a term has to hold.
func (t Term) Wanted() string {
	f, _ := t.of()
	if t.Op == Known || t.Op == Is && f.Sort == Flag && t.Value == "true" {
		return f.Wanted
	}
	if t.Field == Contacts && t.Op == Least {
		return t.Value + " contacts with a role"
	}
	return t.name() + " that " + t.predicate(plain)
}

// Criterion is what a term asks, as a list of criteria names it.
func (t Term) Criterion() string {
	f, _ := t.of()
	name := t.name()
	if t.Op == Known && t.Field != Contacts || t.Op == Is && f.Sort == Flag && t.Value == "true" {
		return name
	}
	if t.Field == Contacts {
		return t.Wanted()
	}
	return name + " " + t.predicate(plain)
}

// Valid refuses a term that compares nothing.
func (t Term) Valid() error {
	f, ok := t.of()
	if !ok {
		return fault.On("field", "Choose a field.")
	}
	for _, o := range Ops {
		if o.Op != t.Op {
			continue
		}
		if !suits(o.Sorts, f.Sort) {
			return fault.On("op", "“"+f.Label+" "+o.Label+"” compares nothing. Choose another comparison.")
		}
		return t.valued(f)
	}
	return fault.On("op", "Choose a comparison.")
}

func suits(sorts []Sort, s Sort) bool {
	for _, one := range sorts {
		if one == s {
			return true
		}
	}
	return sorts == nil
}

// valued refuses a value that cannot be read.
func (t Term) valued(f Field) error {
	if t.Op == Known || t.Op == Unknown {
		return nil
	}
	switch f.Sort {
	case Number:
		if _, err := decimal.NewFromString(t.Value); err != nil {
			return fault.On("value", f.Label+" is compared with a number, for example 10000.")
		}
	case Day:
		if _, err := period.ParseDate(t.Value); err != nil && t.Value != today {
			return fault.On("value", f.Label+" is compared with a day such as 2026-12-31, or with today.")
		}
	case Flag:
		if t.Value != "true" && t.Value != "false" {
			return fault.On("value", f.Label+" is compared with yes or no.")
		}
	default:
		if strings.TrimSpace(t.Value) == "" {
			return fault.On("value", "Enter what "+f.Label+" is compared with.")
		}
	}
	return fault.Within("value", t.Value, 200)
}
