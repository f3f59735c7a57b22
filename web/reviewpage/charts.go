package reviewpage

import (
	"cmp"
	"math"
	"strconv"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/movement"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
	"quarterdeck/web/ui/chart"
)

// waterfall is how the pipeline of the start became that of the end; each bar leads to its opportunities.
func (p reviewView) waterfall() templ.Component {
	v, s := p.sheet().View(p.Gross), p.sheet()
	steps := []chart.Step{{Label: "Open at start", Value: float64(v.Begin.Amount), Total: true,
		Href: p.behind(s.Since)}}
	for _, b := range v.Bars {
		steps = append(steps, chart.Step{Label: b.Kind.Label(), Value: float64(b.Amount),
			Href: p.to("", "kind", string(b.Kind)) + "#changes", Colour: barColour(b)})
	}
	steps = append(steps,
		chart.Step{Label: "Open now", Value: float64(v.End.Amount), Total: true, Href: p.behind(s.Until)})
	return chart.Waterfall(chart.WaterfallProps{Props: chart.Props{Label: "How the open pipeline of " + s.PeriodLabel +
		" changed in the week", Format: p.cash().Axis(), Corner: "Movement"}, Steps: steps})
}

// barColour shows what was won, which leaves the pipeline as a gain, in green.
func barColour(b review.Total) chart.Colour {
	if b.Kind == movement.Won {
		return chart.Green
	}
	return chart.Auto
}

// trend is the course of the period up to the end of the week.
func (p reviewView) trend() templ.Component {
	s := p.sheet()
	var labels []string
	open, commit, won := chart.Series{Name: "Open pipeline", Area: true},
		chart.Series{Name: "Commit", Colour: chart.Green}, chart.Series{Name: "Closed won", Colour: chart.Violet}
	every := max(1, int(math.Ceil(float64(len(s.Trend))/60))) // no screen has room for more
	for i, d := range s.Trend {
		if (len(s.Trend)-1-i)%every != 0 {
			continue
		}
		labels = append(labels, ui.Day(d.On.Time()))
		open.Values, commit.Values, won.Values = append(open.Values, float64(d.Open)),
			append(commit.Values, float64(d.Commit)), append(won.Values, float64(d.Won))
	}
	return chart.Line(chart.LineProps{Props: chart.Props{Label: "Pipeline over " + s.TrendLabel + ", day by day",
		Format: p.cash().Axis(), Corner: "Day", Height: 260}, X: labels, Series: []chart.Series{open, commit, won}})
}

// shown are the kinds of the table of people, in the order of its columns.
var shownKinds = []movement.Kind{movement.New, movement.PulledIn, movement.Increased, movement.Decreased,
	movement.PushedOut, movement.Lost, movement.Won}

// standing is a person's row in the table of people.
type standing struct {
	review.Person
	Changed int
	Sums    map[movement.Kind]movement.Sum
	Net     int64 // what all the moves of the person come to
}

func (p reviewView) lines() (lines []standing, total standing) {
	for _, one := range p.sheet().People {
		lines = append(lines, p.lineOf(one, p.sheet().Of(one.ID, "", p.Gross)))
		if one.ID == uuid.Nil { // whose zero key would ask for everybody's
			lines[len(lines)-1] = p.lineOf(one, p.nobodys())
		}
	}
	return lines, p.lineOf(review.Person{}, p.sheet().Of(uuid.Nil, "", p.Gross))
}

func (p reviewView) nobodys() (rows []review.Row) {
	for _, r := range p.sheet().Of(uuid.Nil, "", p.Gross) {
		if r.OwnerID == uuid.Nil {
			rows = append(rows, r)
		}
	}
	return rows
}

func (p reviewView) lineOf(one review.Person, rows []review.Row) standing {
	l := standing{Person: one, Changed: len(rows), Sums: review.Sums(rows, p.Gross)}
	for _, s := range l.Sums {
		l.Net += s.Amount
	}
	return l
}

// sheet is the list of changed opportunities.
func sheet(p reviewView) page.Sheet {
	base := string(p.sheet().Base)
	s := page.Sheet{File: "review-" + p.sheet().Week, Head: []string{"Owner", "Opportunity", "Account", "Movement",
		"Moved " + base, "Stage before", "Stage", "Currency before", "Amount before", "Currency", "Amount",
		"Close date before", "Close date", "Category before", "Category", "Next step", "In or out"}}
	all, _, _ := p.rows()
	for _, r := range all {
		kinds, moved, opinions := "", int64(0), ""
		for _, part := range r.Parts(p.Gross) {
			kinds, moved = page.Joined(kinds, part.Kind.Label()), moved+part.Amount
		}
		for _, j := range r.Opinions {
			opinions = page.Joined(opinions, j.Author+": "+page.VerdictWord(j.Verdict)+" "+j.Note)
		}
		cells := []page.Cell{page.Text(p.owner(r.OwnerID)), page.Text(r.Name), page.Text(r.Account), page.Text(kinds),
			page.Major(moved, p.sheet().Base)}
		b, a := p.factCells(r.Before), p.factCells(r.After)
		for i := range b {
			if i == 1 { // the currency stands before its amount on both sides
				cells = append(cells, b[1], b[2], a[1], a[2])
			}
			if i != 1 && i != 2 {
				cells = append(cells, b[i], a[i])
			}
		}
		s.Rows = append(s.Rows, append(cells, page.Text(r.NextStep), page.Text(opinions)))
	}
	return s
}

func (p reviewView) factCells(f *movement.Facts) [5]page.Cell {
	if f == nil {
		return [5]page.Cell{}
	}
	return [5]page.Cell{page.Text(f.Stage), page.Text(string(f.Currency)), page.MajorOr(f.Amount, f.Currency),
		page.Text(f.CloseOn.String()), page.Text(p.Names.Name(f.Category))}
}

// Letter is the summary for one of those who took part: all of it for who leads, their own week for anybody else.
func (p reviewView) Letter(to member.Member, organisation string, leads bool) mail.Message {
	s, m := p.sheet(), p.cash()
	letter := mail.Summary{To: to.Email, Name: to.Name, Organisation: organisation, Week: p.Review.Week.Label(),
		About: "Your changes", Link: p.Where.To("/review/"+p.Review.Week.Key, "period", s.Period)}
	add := func(label, value string) { letter.Lines = append(letter.Lines, [2]string{label, value}) }
	rows := s.Of(to.ID, "", false)
	if leads {
		rows = s.Of(uuid.Nil, "", false)
		letter.About = "Changes for " + cmp.Or(s.LeadName, "everybody")
		letter.Link = p.Where.To("/review/"+p.Review.Week.Key, "owner", ownerOf(s.Lead), "period", s.Period)
		add("Open at start", m.Exact(s.Net.Begin.Amount))
	}
	sums := review.Sums(rows, false)
	for _, k := range movement.Kinds {
		if sum, ok := sums[k]; ok {
			amount := ui.Signed(m.Exact(sum.Amount))
			if k == movement.Won {
				amount = m.Exact(-sum.Amount)
			}
			add(k.Label(), amount+" ("+strconv.FormatInt(sum.Count, 10)+")")
		}
	}
	if leads {
		add("Open at the end", m.Exact(s.Net.End.Amount))
	} else if len(rows) == 0 {
		add("Changes", "none")
	}
	for _, a := range s.Actions {
		if !a.Done && (leads || a.OwnerID == to.ID) {
			letter.Actions = append(letter.Actions, a.Body+" ("+p.dueNote(a)+")")
		}
	}
	return mail.Review(letter)
}

func ownerOf(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}
