package reviewpage

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/movement"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// fewOpen is how many open opportunities of a person stand on the page of everybody; their own page has all.
const fewOpen = 5

// agenda are the people whose open opportunities the page shows, each with theirs.
func (p reviewView) agenda() []personOpen {
	var all []personOpen
	for _, one := range p.sheet().People {
		if p.Rep != uuid.Nil && one.ID != p.Rep {
			continue
		}
		open := p.sheet().Agenda(one.ID)
		if one.ID == uuid.Nil { // whose zero key would ask for everybody's
			open = nil
			for _, r := range p.sheet().Agenda(uuid.Nil) {
				if r.OwnerID == uuid.Nil {
					open = append(open, r)
				}
			}
		}
		standing, known := p.Standings[one.ID]
		if len(open) > 0 || known && standing.Asked || p.Rep != uuid.Nil {
			all = append(all, personOpen{one, open, standing, known})
		}
	}
	return all
}

// personOpen is somebody with their open opportunities of the period.
type personOpen struct {
	review.Person
	open     []review.Row
	standing outlook.Standing
	known    bool
}

// few are the opportunities that the page of everybody shows of a person.
func (o personOpen) few() []review.Row { return page.First(o.open, fewOpen) }

// figures are where somebody stands in the period.
func (p reviewView) figures(s outlook.Standing) []ui.Pair {
	m := p.cash()
	money := func(key string, minor *int64) ui.Pair {
		if minor == nil {
			return ui.Pair{Key: key, Value: ui.None}
		}
		return ui.Pair{Key: key, Value: m.Short(*minor), Title: m.Exact(*minor)}
	}
	quota, versus := (*int64)(nil), ui.Pair{Key: "Final vs quota", Value: ui.None}
	if s.Asked {
		gap := s.Final - s.Quota
		quota = &s.Quota
		versus.Value, versus.Title = ui.Signed(m.Short(gap)), ui.Signed(m.Exact(gap))
	}
	return []ui.Pair{money("Quota", quota), money("Closed", &s.Closed), money("Call", s.Call),
		money("Quarterdeck model", s.Model), versus}
}

// inAgenda tells that the page shows a row among the open opportunities already, with its forms.
func (p reviewView) inAgenda(r review.Row) bool { return p.Rep != uuid.Nil && r.Open != nil }

// openFacts are what a review asks of an open opportunity beside what changed.
func (p reviewView) openFacts(r review.Row) []delta {
	if r.Open == nil {
		return nil
	}
	return []delta{{Label: "Pushed", New: ui.Plural(int(r.Pushes), "time", "times")},
		{Label: "Last activity", New: p.lastActivity(r)}}
}

func (p reviewView) lastActivity(r review.Row) string {
	if r.Open.LastOn.IsZero() {
		return "None in " + ui.Plural(r.Open.Quiet, "day", "days")
	}
	return ui.Plural(r.Open.Quiet, "day", "days") + " ago"
}

// riskChips are why an open opportunity may not close in its period.
func riskChips(r review.Row) []ui.Item {
	if r.Open == nil {
		return nil
	}
	var chips []ui.Item
	for _, risk := range r.Open.Risks {
		chips = append(chips, ui.Item{Badge: riskWord(r, risk), BadgeTone: riskTone(risk)})
	}
	return chips
}

func riskTone(risk review.Risk) ui.Tone {
	if risk == review.PastDue || risk == review.Pushed {
		return ui.Bad
	}
	return ui.Warn
}

func riskWord(r review.Row, risk review.Risk) string {
	switch risk {
	case review.PastDue:
		return "Past due"
	case review.Pushed:
		return pushed(r.Pushes)
	case review.Untouched:
		return "No activity for " + strconv.Itoa(r.Open.Quiet) + " days"
	default:
		return "No next step"
	}
}

// openNote counts the open opportunities, and says which of them are shown.
func (p reviewView) openNote() string {
	count := int(p.sheet().OpenCount)
	if p.Rep != uuid.Nil {
		count = len(p.sheet().Agenda(p.Rep))
	}
	said := ui.Plural(count, "open opportunity", "open opportunities") + " in " + p.sheet().PeriodLabel
	if p.cut() {
		said += ". The " + ui.Count(len(p.sheet().Agenda(uuid.Nil))) + " largest are here"
	}
	return said + ", most risks first, then largest"
}

// whole leads to all open opportunities of the period, where the agenda does not show them all.
func (p reviewView) whole() templ.Component {
	if !p.cut() {
		return nil
	}
	return ui.TextLink(p.Where.Pipeline(page.List{Closes: page.InPeriod, Sort: pipeline.ByAmount}), "All open deals")
}

// cut tells that there are more open opportunities in the period than the agenda shows.
func (p reviewView) cut() bool { return int(p.sheet().OpenCount) > len(p.sheet().Agenda(uuid.Nil)) }

// moved is a part of a change as people read it: what was won is a gain, though it leaves the pipeline.
func (p reviewView) moved(k movement.Kind, amount int64) string {
	if k == movement.Won {
		return p.cash().Short(-amount)
	}
	return ui.Signed(p.cash().Short(amount))
}
