// Package editorpage is the editor of compensation plans: a plan as forms, beside what it says in words and curves.
package editorpage

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/plan/form"
	"quarterdeck/internal/pay/plan/wording"
	"quarterdeck/web/page"
	"quarterdeck/web/planpage"
	"quarterdeck/web/ui"
)

// editorView is a plan as forms, whose fields have the names of the document's keys (form.Build).
type editorView struct {
	Where    page.Where
	PlanID   uuid.UUID  // none: a new plan
	Name     string     // of the plan, which it keeps
	Seen     int        // the newest version when the editor was opened
	Values   url.Values // as people type them (form.Read)
	Numbers  money.Format
	Note     string
	Do       string        // what was asked of the form; empty: a preview
	Problems plan.Problems // of the fields; told once something was sent
	Told     bool
	Form     page.Form
	Document *plan.Document // nil while there are problems
	Last     *plan.Document // the last one that could be read; nil: none yet
	Curves   []planpage.Curve
	Changes  []wording.Change // against the version that the editor was opened with
	Base     *plan.Document
}

// mostParts and mostRows bound what the editor shows of a form that nobody typed; the reader of plans refuses such a
// document.
const (
	mostParts = 60
	mostRows  = 60
)

func (e editorView) action() string {
	if e.PlanID == uuid.Nil {
		return e.Where.Base + "/plans/new"
	}
	return planpage.Path(e.Where, e.PlanID) + "/edit"
}

func (e editorView) value(key string) string { return e.Values.Get(key) }

// lines are the values of a list of names, one in each line.
func (e editorView) lines(key string) string { return strings.Join(e.Values[key], "\n") }

func (e editorView) problem(key string) string {
	if !e.Told {
		return ""
	}
	return e.Problems.At(key)
}

// rows is how many rows a list has.
func (e editorView) rows(key string) int {
	n := 0
	for n < mostRows && e.has(key+"."+strconv.Itoa(n)+".") {
		n++
	}
	return n
}

func (e editorView) has(prefix string) bool {
	for key, all := range e.Values {
		if strings.HasPrefix(key, prefix) && len(all) > 0 {
			return true
		}
	}
	return false
}

// parts are the keys of the components.
func (e editorView) parts() []string {
	var all []string
	for i := range min(e.rows("components"), mostParts) {
		all = append(all, "components."+strconv.Itoa(i))
	}
	return all
}

func (e editorView) kind(part string) plan.Kind { return plan.Kind(e.value(part + ".kind")) }

func (e editorView) title(part string) string {
	if id := e.value(part + ".id"); id != "" {
		return plan.Component{ID: id}.Title()
	}
	return "Component"
}

// opened tells that a part of the form has something in it, or a problem.
func (e editorView) opened(prefixes ...string) bool {
	for _, p := range prefixes {
		if e.has(p) {
			return true
		}
		if e.Told {
			for _, problem := range e.Problems {
				if strings.HasPrefix(problem.Key(), p) {
					return true
				}
			}
		}
	}
	return false
}

// later tells that a component is not all payable at booking, or that something is wrong with when it is.
func (e editorView) later(part string) bool {
	first := part + ".eligible.0"
	return e.rows(part+".eligible") > 1 || e.has(first+".") && e.value(first+".on") != "booking" ||
		e.problem(part+".eligible") != "" || e.problem(first+".share") != ""
}

// shows tells that the form has a field or a list for a key.
func (e editorView) shows(key string) bool {
	steps := strings.Split(key, ".")
	switch steps[0] {
	case "name", "currency", "measurement", "payout", "rounding", "retroactive_change":
		return len(steps) == 1
	case "effective":
		return len(steps) == 2
	case "draw":
		return len(steps) == 2
	case "components":
		if len(steps) < 3 {
			return false
		}
		i, err := strconv.Atoi(steps[1])
		return err == nil && i < len(e.parts()) && e.showsPart(e.kind("components."+steps[1]), steps[2:])
	}
	return false
}

var partFields = map[plan.Kind][]string{
	plan.Rate:     {"id", "measure", "quota", "quota_amount", "boundary", "gate"},
	plan.Bonus:    {"id", "amount", "budget"},
	plan.Override: {"id", "measure", "rate", "quota", "quota_amount", "gate"},
}

func (e editorView) showsPart(kind plan.Kind, steps []string) bool {
	for _, f := range partFields[kind] {
		if len(steps) == 1 && steps[0] == f {
			return true
		}
	}
	switch steps[0] {
	case "qualifies", "cap", "clawback":
		return len(steps) >= 2
	case "window":
		return kind == plan.Bonus && len(steps) == 2
	case "tiers":
		return kind == plan.Rate
	case "multipliers":
		return kind != plan.Bonus
	case "eligible":
		return true
	}
	return false
}

func choices(pairs ...string) []ui.Option {
	var all []ui.Option
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, ui.Option{Value: pairs[i], Label: pairs[i+1]})
	}
	return all
}

var (
	measurements = choices("month", "Month", "quarter", "Quarter", "half", "Half", "year", "Year")
	payouts      = choices("month", "Month", "quarter", "Quarter")
	roundings    = choices("half_even", "Banker's rounding (half to even)", "half_up", "Half up")
	policies     = choices("restate", "Restate: recalculate from the booking date", "original_rate",
		"Original rate: keep the rate already paid", "prospective", "Prospective: apply from the change date")
	measures   = choices("amount", "Amount", "count", "Count", "arr", "ARR", "margin", "Margin")
	quotas     = choices("assigned", "Assigned quota", form.FixedQuota, "Fixed amount", "", "No quota")
	boundaries = choices("attainment", "% of quota", "measure", "Amount or count")
	applies    = choices("above", "Only credit above the threshold", "all", "All credit of the period")
	moments    = choices("", "—", "booking", "Booking", "invoice", "Invoice", "cash", "Payment", "go_live", "Go-live")
	drawKinds  = choices("", "No draw", "recoverable", "Recoverable", "non_recoverable", "Not recoverable")
	recoveries = choices("full", "All earnings repay the draw first", "above_draw",
		"Only earnings above the draw repay it")
	returns    = choices("full", "All earnings", "prorata", "Earnings for the remaining days")
	kindTitles = map[plan.Kind]string{plan.Rate: "Rate", plan.Bonus: "Bonus", plan.Override: "Override"}
)

// withNames are the lists of names of a component's conditions.
var withNames = choices("type", "Types", "product", "Products", "source", "Sources", "segment", "Segments", "territory",
	"Territories")

// unit stands behind a figure that is typed as a percentage.
func (e editorView) unit(key string) string {
	if form.Percent(key, e.Values) {
		return "%"
	}
	return ""
}

// rateHint says what a rate is that is no percentage.
func (e editorView) rateHint(part string) string {
	if e.value(part+".measure") == string(plan.Count) {
		return "Amount per opportunity"
	}
	return ""
}

func keypad(decimal bool) string {
	if decimal {
		return "decimal"
	}
	return ""
}

func addWord(k plan.Kind) string {
	if k == plan.Override {
		return "Add an override"
	}
	return "Add a " + strings.ToLower(kindTitles[k])
}

// nameProblem is what is wrong with the name: as a field, or as the name of a plan.
func (e editorView) nameProblem() string {
	if said := e.Form.Error("name"); said != "" {
		return said
	}
	return e.problem("name")
}
