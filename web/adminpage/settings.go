package adminpage

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/qualification"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// settings is how an organisation counts: its calendar, its money, its sales process, and since when its past is known.
type settings struct {
	Organisation tenant.Organisation
	Set          tenant.Settings
	Calendar     period.Calendar
	Today        period.Date
	Stages       stage.Set
	Rules        []rule.Rule
	Rates        []fx.Rate // by currency and day
	History      map[string]time.Time
	Qualifies    qualification.Definition
}

// elements are what is asked for about an opportunity, one a line.
func (s settings) elements() string {
	labels := make([]string, len(s.Qualifies.Elements))
	for i, e := range s.Qualifies.Elements {
		labels[i] = e.Label
	}
	return strings.Join(labels, "\n")
}

// typedOr is what somebody typed into a field of a form that was refused, or its value: the page has several forms.
func typedOr(f page.Form, name, now string) string {
	if f.Typed.Has(name) {
		return f.Typed.Get(name)
	}
	return now
}

func (s settings) organisation() []ui.Pair {
	return []ui.Pair{{Key: "Name", Value: s.Organisation.Name}, {Key: "Address", Value: "/o/" + s.Organisation.Slug},
		{Key: "Base currency", Value: string(s.Set.BaseCurrency)},
		{Key: "Flag as inactive after", Value: ui.Plural(s.Set.UntouchedDays, "day", "days") + " without activity"},
		{Key: "Overdue deals count", Value: percentOf(s.Set.OverdueDecayBP) + " of their probability"}}
}

// Where opportunities are kept, as the form says it.
const (
	keptHere  = "here"
	keptInCRM = "crm"
)

// kept is where opportunities that came from a CRM are changed.
func (s settings) kept() string {
	if s.Set.KeptInCRM {
		return keptInCRM
	}
	return keptHere
}

func (s settings) numberOptions() []ui.Option {
	var all []ui.Option
	for _, f := range money.Formats {
		all = append(all, ui.Option{Value: string(f), Label: string(f)})
	}
	return all
}

func (s settings) calendar() []ui.Pair {
	quarter := s.Calendar.Containing(period.Quarter, s.Today)
	year := s.Calendar.Containing(period.Year, s.Today)
	return []ui.Pair{{Key: "Time zone", Value: s.Set.TimeZone},
		{Key: "Fiscal year", Value: "starts in " + s.Set.FiscalStart.String()},
		{Key: "This year", Value: spanOf(year)}, {Key: "This quarter", Value: spanOf(quarter)}}
}

func spanOf(p period.Period) string {
	return p.Label + ", " + page.Day(p.Start) + " to " + page.Day(p.End-1)
}

// history lists since when each field's past is known, by name.
func (s settings) history() []ui.Pair {
	var pairs []ui.Pair
	for field, from := range s.History {
		pairs = append(pairs, ui.Pair{Key: words(field), Value: "since " + ui.Date(from.In(s.Calendar.Location()))})
	}
	slices.SortFunc(pairs, func(a, b ui.Pair) int { return strings.Compare(a.Key, b.Key) })
	return pairs
}

// words writes a name of the data as people read it: close_date is "Close date".
func words(name string) string {
	name = strings.ReplaceAll(name, "_", " ")
	if name == "" {
		return name
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// percentOf writes hundredths of a percent.
func percentOf(bp int) string { return ui.Percent(decimal.New(int64(bp), -4), 2) }

// lasts says on which days a rate holds.
func lasts(r fx.Rate) string {
	if r.ValidTo.IsZero() {
		return "until further notice"
	}
	return "until " + page.Day(r.ValidTo-1)
}

// holds tells whether a rate is that of today.
func (s settings) holds(r fx.Rate) bool {
	return r.ValidFrom <= s.Today && (r.ValidTo.IsZero() || r.ValidTo > s.Today)
}

// stages counts the stages, and those that have exit criteria.
func (s settings) stages() string {
	if len(s.Stages) == 0 {
		return "None yet"
	}
	gates := 0
	for _, st := range s.Stages {
		if g, ok := rule.GateOf(s.Rules, st.Name); ok && len(g.Terms) > 0 {
			gates++
		}
	}
	return ui.Plural(len(s.Stages), "stage", "stages") + ", " + ui.Count(gates) + " with exit criteria"
}

// rules counts the validation rules that are asked.
func (s settings) rules() string {
	n := 0
	for _, r := range s.Rules {
		if r.Kind == rule.Check && !r.Retired {
			n++
		}
	}
	if n == 0 {
		return "None"
	}
	return ui.Plural(n, "rule", "rules")
}
