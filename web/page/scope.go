package page

import (
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

// TeamOptions are the choices of a team, for those who see more than their own.
func TeamOptions(s scope.Scope) []ui.Option {
	options := []ui.Option{{Label: "All teams"}}
	for _, t := range s.Roster.Teams() {
		options = append(options, ui.Option{Value: t, Label: t})
	}
	return options
}

// OwnerOptions are the members that can be chosen; a manager stands for everyone below.
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
