// Package reviewpage is the screens of the weekly pipeline review.
package reviewpage

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/movement"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// reviewView is the weekly pipeline review: all of it, or at one person of the stepper.
type reviewView struct {
	Where    page.Where
	Calendar period.Calendar
	Today    period.Date
	Me       uuid.UUID
	Review   review.Review
	Kind     movement.Kind // only what moved so
	Gross    bool
	Names    forecast.Settings // what the organisation calls its categories
	// where each person stands in the period
	Standings map[uuid.UUID]outlook.Standing
	Category  opportunity.Category // only what was or is in it
	Rep       uuid.UUID            // the stepper stands at them; zero: at everybody
	After     string               // the key of the last row of the page before
	Form      page.Form
}

func (p reviewView) sheet() review.Sheet { return p.Review.Sheet }

func (p reviewView) cash() page.Cash { return page.Cash(p.sheet().Base) }

func (p reviewView) zone() *time.Location { return p.Calendar.Location() }

// to is the review with some parameters changed and the others kept, from the first page of its list.
func (p reviewView) to(path string, pairs ...string) string {
	view, rep := "", ""
	if p.Gross {
		view = "gross"
	}
	if p.Rep != uuid.Nil {
		rep = p.Rep.String()
	}
	return p.Where.To("/review/"+p.Review.Week.Key+path,
		append([]string{"view", view, "rep", rep, "kind", string(p.Kind), "cat", string(p.Category)}, pairs...)...)
}

// Here is the address of the page.
func (p reviewView) Here() string { return p.to("", "cursor", p.After) }

// week is the same page of another week.
func (p reviewView) week(w review.Week) string {
	return p.Where.To("/review/"+w.Key, "as_of", "")
}

// Subtitle says whose week it is, and as of when.
func (p reviewView) Subtitle() string {
	parts := []string{p.Review.Week.Label(), p.sheet().PeriodLabel, page.AsOf(p.sheet().Until, p.zone())}
	if p.sheet().LeadName != "" {
		parts = slices.Insert(parts, 1, p.sheet().LeadName)
	}
	return strings.Join(parts, " · ")
}

// Stands tells that the person of the address has a place in the review.
func (p reviewView) Stands() bool { _, ok := p.person(); return ok }

func (p reviewView) person() (int, bool) {
	i := slices.IndexFunc(p.sheet().People, func(one review.Person) bool { return one.ID == p.Rep })
	return i, i >= 0 && p.Rep != uuid.Nil
}

// step is a place of the stepper: everybody first, then each person.
type step struct{ label, href string }

// steps are the places before, at and after which the stepper stands.
func (p reviewView) steps() (before, after *step, here string) {
	all := []step{{"Everybody", p.to("", "rep", "")}}
	at := 0
	for _, one := range p.sheet().People {
		if one.ID == uuid.Nil {
			continue
		}
		if one.ID == p.Rep {
			at = len(all)
		}
		all = append(all, step{one.Name, p.to("", "rep", one.ID.String())})
	}
	if at > 0 {
		before = &all[at-1]
		here = strconv.Itoa(at) + " of " + strconv.Itoa(len(all)-1)
	}
	if at+1 < len(all) {
		after = &all[at+1]
	}
	return before, after, here
}

func (p reviewView) name() string {
	if i, ok := p.person(); ok {
		return p.sheet().People[i].Name
	}
	return "Everybody"
}

// runs tells that the page takes opinions, notes and actions.
func (p reviewView) runs() bool {
	return p.Review.Runs && !p.Review.Frozen() && p.Where.Scope.AsOf == ""
}

// seen is the record that the page knows, for the form that finishes it.
func (p reviewView) seen() string {
	if p.Review.Record == nil {
		return "0"
	}
	return strconv.FormatInt(p.Review.Record.Number, 10)
}

// frozenAt says who froze the figures, and when.
func (p reviewView) frozenAt() string {
	r := p.Review.Record
	return "Finished by " + r.Author + " on " + ui.Stamp(r.At.In(p.zone())) +
		". Figures and in/out marks are as of that moment and no longer change."
}

// behind is the list of opportunities that were open at a moment.
func (p reviewView) behind(at time.Time) string {
	day := ""
	if on := p.Calendar.Today(at); on < p.Today {
		day = on.String()
	}
	return p.Where.In(p.sheet().Period).AsOf(day).Pipeline(page.List{Closes: page.InPeriod})
}

func (p reviewView) tiles() []ui.TileProps {
	v, m := p.sheet().View(p.Gross), p.cash()
	level := func(label string, s movement.Sum, href string) ui.TileProps {
		return ui.TileProps{Label: label, Value: m.Short(s.Amount), Exact: m.Exact(s.Amount),
			Sub: ui.Plural(int(s.Count), "opportunity", "opportunities"), Href: href}
	}
	tiles := []ui.TileProps{level("Open at start", v.Begin, p.behind(p.sheet().Since))}
	for _, b := range v.Moves() {
		t := level(b.Kind.Label(), b.Sum, p.to("", "kind", string(b.Kind))+"#changes")
		t.Value, t.Exact = p.moved(b.Kind, b.Amount), ui.Signed(t.Exact)
		switch {
		case b.Count == 0:
			t.Href = ""
		case b.Kind == movement.Won:
			t.Change, t.Tone, t.Against = "closed", ui.Good, "left the open pipeline"
		}
		switch b.Kind {
		case movement.New:
			t.Define = p.Where.Define("pipeline-change")
		case movement.PushedOut:
			t.Define = p.Where.Define("slipped")
		}
		tiles = append(tiles, t)
	}
	return append(tiles, level("Open now", v.End, p.behind(p.sheet().Until)))
}

func (p reviewView) views() []ui.Tab {
	return []ui.Tab{{Label: "Net", Href: p.to("", "view", ""), Active: !p.Gross},
		{Label: "Gross", Href: p.to("", "view", "gross"), Active: p.Gross}}
}

func (p reviewView) viewNote() string {
	if p.Gross {
		return "Every move during the week, including moves that were reversed"
	}
	return "Start of the week compared with now. Won deals leave the open pipeline."
}
