package qualitypage

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/bulk"
	"quarterdeck/internal/pipeline/cleanup"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/record/merge"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// report is a measurement of the data: the newest, or that of an earlier day.
type report struct {
	quality.Measured
	Where    page.Where
	Calendar period.Calendar
	Today    period.Date
	Day      period.Date // up to whose end it was measured
	Known    bool        // there is a measurement
	Past     bool        // there is a later one
	Trend    []quality.Past
	Progress map[quality.Rule]cleanup.Progress // of what was handed out; of the newest only
}

func (p report) subtitle() string { return measured(p.Calendar, p.Report.At, p.Known) }

// none says why there is no measurement.
func (p report) none() string {
	if p.Past {
		return "Nothing measured by then"
	}
	return "Not measured yet"
}

func measured(c period.Calendar, at time.Time, ok bool) string {
	if !ok {
		return "Not measured yet"
	}
	return "Measured " + ui.Stamp(at.In(c.Location()))
}

// about says what each part counts.
var about = map[quality.Name]string{
	quality.Completeness: "facts filled of those that each opportunity's stage asks for",
	quality.Timeliness:   "open opportunities that are neither overdue nor inactive",
	quality.Uniqueness:   "accounts and contacts that are in no group of duplicates",
	quality.Validity:     "open opportunities without an impossible value",
	quality.Adoption:     fmt.Sprintf("reps who logged at least %d activities in the last 7 days", quality.Enough),
}

var titles = map[quality.Name]string{quality.Completeness: "Completeness", quality.Timeliness: "Timeliness",
	quality.Uniqueness: "Uniqueness", quality.Validity: "Validity", quality.Adoption: "Adoption"}

// parts are the parts of the score, each with what it counts, its weight, and how it moved.
func (p report) parts() []ui.Item {
	var all []ui.Item
	for _, part := range p.Report.Parts {
		item := ui.Item{Title: titles[part.Name], Badge: "No data", BadgeTone: ui.Neutral,
			Sub: counted(part) + " · weight " + ui.Count(int(part.Weight)) + ui.PercentSign}
		if part.All > 0 {
			item.Badge, item.BadgeTone = part.Value.StringFixed(1), tone(part.Value)
			item.Sub += p.moved(part)
		}
		all = append(all, item)
	}
	return all
}

func counted(p quality.Part) string {
	return ui.Count(int(p.Good)) + " of " + ui.Count(int(p.All)) + " " + about[p.Name]
}

// moved is how a part changed since the measurement before.
func (p report) moved(part quality.Part) string {
	if p.Before == nil {
		return ""
	}
	for _, was := range p.Before.Parts {
		if was.Name == part.Name && was.All > 0 {
			return " · " + signed(part.Value.Sub(was.Value)) + " " + p.since()
		}
	}
	return ""
}

// since is the day of the measurement before, in words.
func (p report) since() string { return "since " + page.Day(p.Calendar.Today(p.Before.At)) }

func signed(d decimal.Decimal) string {
	text := d.Abs().StringFixed(1)
	if d.IsNegative() {
		text = ui.Minus + text
	}
	return ui.Signed(text)
}

// change is how much the score moved since the measurement before, and since the first day of the trend.
func (p report) change() string {
	if p.Before == nil {
		return ""
	}
	text := signed(p.Report.Score.Sub(p.Before.Score)) + " " + p.since()
	if first := p.Trend[0].At; first.Before(p.Before.At) {
		text += " · " + signed(p.Report.Score.Sub(p.Trend[0].Score)) + " since " + page.Day(p.Calendar.Today(first))
	}
	return text
}

// tone is green from 95 on, and red below 80 (definitions §15).
func tone(score decimal.Decimal) ui.Tone {
	switch {
	case score.GreaterThanOrEqual(decimal.NewFromInt(95)):
		return ui.Good
	case score.LessThan(decimal.NewFromInt(80)):
		return ui.Bad
	}
	return ui.Warn
}

func (p report) amount(f quality.Change) string {
	if f.Rule == quality.Duplicate || f.Rule == quality.DuplicateContact || f.Count == 0 {
		return ui.None
	}
	return page.Cash(p.Report.Currency).Short(f.Amount)
}

// rows leads to the records of a finding, as they are now.
func (p report) rows(f quality.Change) string {
	if f.Count == 0 || p.Past {
		return ""
	}
	switch f.Rule {
	case quality.Duplicate:
		return duplicatesView{Where: p.Where}.path(merge.Account)
	case quality.DuplicateContact:
		return duplicatesView{Where: p.Where}.path(merge.Contact)
	}
	if l, ok := page.ProblemList(f.Rule); ok {
		return p.Where.Pipeline(l)
	}
	return ""
}

// mended are the changes that one value for many opportunities makes, by problem. Of the others each opportunity needs
// its own.
var mended = map[quality.Rule]bulk.Kind{quality.Overdue: bulk.CloseDate, quality.NoDate: bulk.CloseDate,
	quality.FarAway: bulk.CloseDate, quality.NoNextStep: bulk.NextStep, quality.NoOwner: bulk.Owner,
	quality.Left: bulk.Owner, quality.Untouched: bulk.Stage}

// inBulk leads to one change of all opportunities of a finding; empty where there is none.
func (p report) inBulk(f quality.Change) string {
	l, ok := page.ProblemList(f.Rule)
	kind := mended[f.Rule]
	if !ok || kind == "" || f.Count == 0 || p.Past {
		return ""
	}
	q := l.Query()
	q.Set("kind", string(kind))
	return p.Where.At("/pipeline/bulk", q)
}

// tasks leads to the tasks for a finding; empty where there are none.
func (p report) tasks(f quality.Change) string {
	if !cleanup.Asks(f.Rule) || p.Past || f.Count == 0 && p.progress(f.Rule) == "" {
		return ""
	}
	return p.Where.Base + "/quality/tasks?rule=" + string(f.Rule)
}

// progress says what became of what was handed out.
func (p report) progress(rule quality.Rule) string {
	done, ok := p.Progress[rule]
	if !ok {
		return ""
	}
	text := ui.Count(int(done.Fixed)) + " of " + ui.Count(int(done.All())) + " fixed since " +
		page.Day(p.Calendar.Today(done.Since)) + ", " + ui.Count(int(done.Open)) + " open"
	if done.Moved > 0 {
		text += ", " + ui.Count(int(done.Moved)) + " with another owner now"
	}
	return text
}

// compared is the heading of how the findings changed.
func (p report) compared() string {
	if p.Before == nil {
		return "Change"
	}
	return "Since " + page.Day(p.Calendar.Today(p.Before.At))
}

func (p report) difference(f quality.Change) string {
	if p.Before == nil {
		return ui.None
	}
	return ui.Signed(ui.Count(int(f.Count - f.Was)))
}

// earlier is the page of the measurement before; empty: there is none.
func (p report) earlier() string {
	if p.Before == nil {
		return ""
	}
	return p.Where.Base + "/quality?measured=" + p.Calendar.Today(p.Before.At).String()
}

// newest is the page of the last measurement, where this is another one.
func (p report) newest() string {
	if !p.Past {
		return ""
	}
	return p.Where.Base + "/quality"
}

// team is a team's scores over the trend, the days without one left out.
func (p report) team(name string) []float64 {
	var all []float64
	for _, day := range p.Trend {
		for _, t := range day.Teams {
			if t.Name == name {
				all = append(all, t.Score.InexactFloat64())
			}
		}
	}
	return all
}

// teamMoved is how a team's score moved since the first day of the trend on which it had one.
func (p report) teamMoved(t quality.Team) string {
	for _, day := range p.Trend {
		for _, was := range day.Teams {
			if was.Name == t.Name && day.At.Before(p.Report.At) {
				return signed(t.Score.Sub(was.Score)) + " since " + page.Day(p.Calendar.Today(day.At))
			}
		}
	}
	return ""
}
