package qualitypage

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/merge"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Report is the newest measurement of the data.
type Report struct {
	Where    page.Where
	Calendar period.Calendar
	Report   quality.Report
	Doubles  quality.Doubles
	Measured bool
	Trend    []quality.Past
}

func (p Report) subtitle() string { return measured(p.Calendar, p.Report.At, p.Measured) }

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
	quality.Uniqueness:   "accounts that are in no group of duplicates",
	quality.Validity:     "open opportunities without an impossible value",
	quality.Adoption:     fmt.Sprintf("reps who logged at least %d activities in the last 7 days", quality.Enough),
}

var titles = map[quality.Name]string{quality.Completeness: "Completeness", quality.Timeliness: "Timeliness",
	quality.Uniqueness: "Uniqueness", quality.Validity: "Validity", quality.Adoption: "Adoption"}

// parts are the parts of the score, each with what it counts and its weight.
func (p Report) parts() []ui.Item {
	var all []ui.Item
	for _, part := range p.Report.Parts {
		item := ui.Item{Title: titles[part.Name], Badge: "No data", BadgeTone: ui.Neutral,
			Sub: counted(part) + " · weight " + ui.Count(int(part.Weight)) + ui.PercentSign}
		if part.All > 0 {
			item.Badge, item.BadgeTone = part.Value.StringFixed(1), tone(part.Value)
		}
		all = append(all, item)
	}
	return all
}

func counted(p quality.Part) string {
	return ui.Count(int(p.Good)) + " of " + ui.Count(int(p.All)) + " " + about[p.Name]
}

// change is how much the score moved since the first day of the trend; empty: there is one day only.
func (p Report) change() string {
	if len(p.Trend) < 2 {
		return ""
	}
	moved := p.Report.Score.Sub(p.Trend[0].Score)
	sign := ""
	if moved.IsPositive() {
		sign = "+"
	}
	return sign + moved.StringFixed(1) + " since " + page.Day(p.Calendar.Today(p.Trend[0].At))
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

func (p Report) amount(f quality.Finding) string {
	if f.Rule == quality.Duplicate {
		return ui.None
	}
	return page.Cash(p.Report.Currency).Short(f.Amount)
}

// rows leads to the records of a finding.
func (p Report) rows(f quality.Finding) string {
	if f.Rule == quality.Duplicate {
		return p.Where.Base + "/quality/duplicates"
	}
	if l, ok := f.Rule.Filter(); ok {
		return p.Where.Pipeline(page.List{Flag: l.Flag, Whose: l.Whose, Sort: pipeline.ByAmount})
	}
	return ""
}

// What the page of duplicates shows at most.
const (
	shown  = 50 // groups
	recent = 20 // merges
)

// Duplicates are the groups of accounts that are probably one, and the last merges.
type Duplicates struct {
	Where    page.Where
	Calendar period.Calendar
	Report   quality.Report
	Measured bool
	All      int // groups, of which the first are shown
	Groups   []quality.Group
	Facts    map[uuid.UUID]account.Row
	Recent   []merge.Merge
	Names    map[uuid.UUID]string
}

func (p Duplicates) subtitle() string { return measured(p.Calendar, p.Report.At, p.Measured) }

func (p Duplicates) ids() []uuid.UUID {
	var ids []uuid.UUID
	for _, g := range p.Groups {
		for _, m := range g.Members {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

func (p Duplicates) merged() []uuid.UUID {
	var ids []uuid.UUID
	for _, m := range p.Recent {
		ids = append(ids, m.SurvivorID, m.LoserID)
	}
	return ids
}

// fact is a fact of two accounts side by side; take is its column where the second can give it to the first.
type fact struct{ label, take, first, second string }

// side compares the first account of a group with another one.
func (p Duplicates) side(a, b account.Comparable) []fact {
	x, y := p.Facts[a.ID], p.Facts[b.ID]
	count := func(n *int64) string {
		if n == nil {
			return ""
		}
		return ui.Count(int(*n))
	}
	return []fact{{"Name", "name", x.Name, y.Name}, {"Website", "website", x.Website, y.Website},
		{"Industry", "industry", x.Industry, y.Industry},
		{"Employees", "employees", count(x.Employees), count(y.Employees)}, {"State", "state", x.State, y.State},
		{"Country", "country", x.Country, y.Country}, {"Type", "type", x.Type, y.Type},
		{"Key in the CRM", "", x.ExternalID, y.ExternalID}}
}

// proposed tells that the first account lacks a fact that the second has, so that taking it is what most would do.
func (f fact) proposed() bool { return f.first == "" && f.second != "" }

// offers tells that taking the fact would change something.
func (f fact) offers() bool { return f.take != "" && f.second != "" && f.second != f.first }
