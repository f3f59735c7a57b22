package runpage

import (
	"quarterdeck/internal/pay/statement"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// states are the choices of a state, each with how many there are.
func (p tableView) states() []ui.Option {
	options := []ui.Option{{Label: "All states"}}
	for _, s := range []statement.State{statement.Draft, statement.Calculated, statement.Returned,
		statement.ManagerApproved, statement.FinanceApproved, statement.Locked, statement.Paid} {
		if n := p.in(s); n > 0 || p.Query.Get("state") == string(s) {
			options = append(options, ui.Option{Value: string(s), Label: s.Label() + " (" + ui.Count(n) + ")"})
		}
	}
	return options
}

func (p tableView) in(state statement.State) (n int) {
	for _, s := range p.All {
		if s.State == state {
			n++
		}
	}
	return n
}

func (p tableView) problems() (n int) {
	for _, s := range p.All {
		if s.Problem != "" {
			n++
		}
	}
	return n
}

func (p tableView) teams() []ui.Option {
	options := []ui.Option{{Label: "All teams"}}
	for _, t := range p.Roster.Teams() {
		options = append(options, ui.Option{Value: t, Label: t})
	}
	return options
}

func (p tableView) problemOptions() []ui.Option {
	return []ui.Option{{Label: "All"}, {Value: "1", Label: "With a problem (" + ui.Count(p.problems()) + ")"}}
}

// chosen are the filters that are set; the period is named in the title of the page.
func (p tableView) chosen() []ui.Choice {
	q := p.Query.Get
	return page.Chosen(p.path(), page.Set{Name: "sort", Value: q("sort")}, page.Set{Name: "period", Value: q("period")},
		page.Set{Name: "q", Value: q("q")}, page.Named("state", q("state"), "State", p.states()),
		page.Named("team", q("team"), "Team", p.teams()),
		page.Named("problem", q("problem"), "Problems", p.problemOptions()))
}

func (p tableView) periodOptions() []ui.Option {
	var options []ui.Option
	for _, key := range p.Periods {
		options = append(options, ui.Option{Value: key, Label: pay.Label(p.Calendar, key)})
	}
	return options
}
