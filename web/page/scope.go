package page

import (
	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/ui"
)

// PeriodOptions are the choices of a period: the quarters around the day of the page, the months of this one, and the
// years.
func PeriodOptions(c period.Calendar, s scope.Scope) []ui.Option {
	var options []ui.Option
	add := func(group string, p period.Period) {
		options = append(options, ui.Option{Value: p.Key, Label: p.Label, Group: group})
	}
	quarter := c.Containing(period.Quarter, s.Today)
	for i := 1; i >= -7; i-- {
		add("Quarters", c.Shift(quarter, i))
	}
	month := c.Containing(period.Month, s.Today)
	for i := 2; i >= -3; i-- {
		add("Months", c.Shift(month, i))
	}
	half := c.Containing(period.Half, s.Today)
	year := c.Containing(period.Year, s.Today)
	add("Halves", half)
	add("Halves", c.Shift(half, -1))
	for i := 0; i >= -2; i-- {
		add("Years", c.Shift(year, i))
	}
	for _, o := range options {
		if o.Value == s.Period.Key {
			return options
		}
	}
	return append([]ui.Option{{Value: s.Period.Key, Label: s.Period.Label, Group: "Chosen"}}, options...)
}

// periodChoice is the chosen period among those of a scope. The quarter of the page's day is what a page shows anyway,
// so that its address does not name it and stays this quarter's.
func periodChoice(c period.Calendar, s scope.Scope) (chosen string, options []ui.Option) {
	chosen, options = s.Period.Key, PeriodOptions(c, s)
	usual := c.Containing(period.Quarter, s.Today).Key
	for i, o := range options {
		if o.Value == usual {
			options[i].Value, options[i].Label = "", "This quarter ("+o.Label+")"
		}
	}
	if chosen == usual {
		chosen = ""
	}
	return chosen, options
}

// ScopeChosen lists the set filters of a scope, each with the address without it.
func ScopeChosen(s scope.Scope, c period.Calendar, without func(name string) string) []ui.Choice {
	var all []ui.Choice
	if s.Period.Key != c.Containing(period.Quarter, s.Today).Key {
		all = append(all, ui.Choice{Label: s.Period.Label, Without: without("period")})
	}
	return append(all, WhoChosen(s, without)...)
}

// WhoChosen lists the set team and owner filters.
func WhoChosen(s scope.Scope, without func(name string) string) []ui.Choice {
	var all []ui.Choice
	if s.Team != "" {
		all = append(all, ui.Choice{Label: "Team: " + s.Team, Without: without("team")})
	}
	if s.Owner == "me" {
		all = append(all, ui.Choice{Label: "Owner: you", Without: without("owner")})
	} else if id, err := uuid.Parse(s.Owner); err == nil {
		all = append(all, ui.Choice{Label: "Owner: " + s.Roster.Name(&id), Without: without("owner")})
	}
	return all
}

// Moment is the choice of a past day for a page, whose address as of a day is at.
func Moment(s scope.Scope, c period.Calendar, at func(day string) string) *ui.Moment {
	m := ui.Moment{Name: "as_of", Value: s.Request.AsOf, Latest: s.Latest.String()}
	add := func(label string, day period.Date) {
		label += " (" + ShortDay(day, s.Latest) + ")"
		m.Presets = append(m.Presets, ui.Tab{Label: label, Href: at(day.String())})
	}
	add("A week ago", s.Latest-7)
	if start := c.Containing(period.Quarter, s.Latest).Start; start < s.Latest {
		add("Start of quarter", start)
	}
	if !s.AsOf.IsZero() {
		m.Presets = append(m.Presets, ui.Tab{Label: "Now", Href: at("")})
	}
	return &m
}

// TeamOptions are the team choices, for people who see more than their own records.
func TeamOptions(s scope.Scope) []ui.Option {
	options := []ui.Option{{Label: "All teams"}}
	for _, t := range s.Roster.Teams() {
		options = append(options, ui.Option{Value: t, Label: t})
	}
	return options
}

// OwnerOptions are the member choices; a manager includes everyone below.
func OwnerOptions(s scope.Scope) []ui.Option {
	options := []ui.Option{{Label: "Everybody"}}
	for _, group := range []string{"Managers", "Reps", "Left"} {
		for _, m := range s.Choices {
			of := "Reps"
			switch {
			case !m.Active:
				of = "Left"
			case m.Role != tenant.Rep:
				of = "Managers"
			}
			if of == group && (m.Role == tenant.Rep || m.Role == tenant.Manager || len(s.Roster.Reports(m.ID)) > 0) {
				options = append(options, ui.Option{Value: m.ID.String(), Label: m.Name, Group: group})
			}
		}
	}
	return options
}
