package processpage

import (
	"cmp"
	"strconv"
	"time"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// stagesView is the stages of the sales process, with what one is changed to.
type stagesView struct {
	processView
	Base      money.Currency
	InCRM     bool // opportunities that came from the CRM are changed there
	Past      []stage.Ended
	Versions  []stage.Version
	Lanes     map[string]pipeline.Total // the open opportunities of each stage
	Waiting   map[string]process.Waiting
	Edit      string             // the stage that is changed
	Adds      bool               // a new one is made
	Retires   string             // the stage that is taken out of use
	To        string             // where its opportunities go
	Change    *process.StageEdit // that is previewed
	Gate      rule.Rule          // the exit criteria that are changed; no stage: none
	GateSaw   string
	Previewed bool
}

// held says how many open opportunities cannot leave a stage yet.
func (p stagesView) held(name string) string {
	g, ok := rule.GateOf(p.Rules, name)
	if !ok || len(g.Terms) == 0 {
		return "None"
	}
	w := p.Waiting[name]
	return ui.Plural(len(g.Terms), "criterion", "criteria") + ", " + ui.Count(w.Held) + " of " + ui.Count(w.All) +
		" deals not met"
}

// open is the count and sum of a stage.
func (p stagesView) open(name string) string {
	t := p.Lanes[name]
	if t.Count == 0 {
		return ui.None
	}
	return ui.Count(int(t.Count)) + " · " + page.Cash(p.Base).Short(t.Amount)
}

// list is the open opportunities of a stage.
func (p stagesView) list(name string) string {
	if p.Lanes[name].Count == 0 {
		return ""
	}
	return p.Where.Pipeline(page.List{Stage: name, Status: page.OnlyOpen})
}

func (p stagesView) category(name string) string { return p.Names.Name(opportunity.Category(name)) }

func kind(status string) string {
	switch status {
	case "won":
		return "Won"
	case "lost":
		return "Lost"
	}
	return "Open"
}

func tone(status string) ui.Tone {
	switch status {
	case "won":
		return ui.Good
	case "lost":
		return ui.Bad
	}
	return ui.Info
}

// edited is the stage of the form: as it was typed, or as it is.
func (p stagesView) edited() process.StageEdit {
	if p.Change != nil {
		return *p.Change
	}
	e := process.StageEdit{Was: p.Edit, Stage: stage.Stage{Status: "open", Category: "pipeline"}}
	for i, st := range p.Stages {
		if st.Name == p.Edit {
			e.Stage = st
			if i > 0 {
				e.After = p.Stages[i-1].Name
			}
		}
	}
	if p.Edit == "" {
		for _, st := range p.Stages {
			if st.Status == "open" {
				e.After = st.Name
			}
		}
	}
	return e
}

func (p stagesView) after() []ui.Option {
	all := []ui.Option{{Label: "At the beginning"}}
	for _, st := range p.Stages {
		if st.Name != p.Edit {
			all = append(all, ui.Option{Value: st.Name, Label: "After " + st.Name})
		}
	}
	return all
}

func (p stagesView) categories() []ui.Option {
	var all []ui.Option
	for _, c := range opportunity.Categories[1:] {
		if c != opportunity.MostLikely || p.Names.MostLikely {
			all = append(all, ui.Option{Value: string(c), Label: p.Names.Name(c)})
		}
	}
	return all
}

// successors are the stages that can take over from the one that is retired.
func (p stagesView) successors() []ui.Option {
	was, _ := p.Stages.Find(p.Retires)
	var all []ui.Option
	for _, st := range p.Stages {
		if st.Name != p.Retires && st.Status == was.Status {
			all = append(all, ui.Option{Value: st.Name, Label: st.Name})
		}
	}
	return all
}

func percent(bp int) string { return page.PercentBP(bp) }

// effects are what an edit of a stage means for the opportunities that are in it.
func (p stagesView) effects() []ui.Pair {
	t, cash := p.Lanes[p.Edit], page.Cash(p.Base)
	pairs := []ui.Pair{{Key: "Open in this stage", Value: ui.Count(int(t.Count)), Href: p.list(p.Edit)},
		{Key: "Amount", Value: cash.Whole(t.Amount)}, {Key: "Weighted now", Value: cash.Whole(t.Weighted)}}
	was, ok := p.Stages.Find(p.Edit)
	if ok && p.Change.ProbabilityBP != was.ProbabilityBP {
		pairs = append(pairs, ui.Pair{Key: "All of them at " + percent(p.Change.ProbabilityBP),
			Value: cash.Whole(opportunity.Weighted(t.Amount, p.Change.ProbabilityBP))})
	}
	return pairs
}

// stays says what an edit does to what is in the stage already.
func (p stagesView) stays() string {
	if p.Edit == "" {
		return "A new stage changes no opportunity."
	}
	said := "Deals in this stage keep their probability and category. The new ones count for deals that enter it later."
	if p.Change.Name != p.Edit {
		said += " The new name counts for every deal in this stage, closed ones too."
	}
	return said
}

// versions is what the stages meant over time.
func (p stagesView) versions() []ui.Event {
	var all []ui.Event
	for _, v := range p.Versions[:min(len(p.Versions), shown)] {
		when := "Since the beginning"
		if v.ValidFrom.Year() > 1970 { // an import says since when it knows no better
			when = ui.Stamp(v.ValidFrom.In(p.Calendar.Location()))
		}
		e := ui.Event{When: when, At: v.ValidFrom.Format(time.RFC3339), Title: v.Name, Detail: "Place " +
			strconv.Itoa(p.place(v)) + " · " + percent(v.ProbabilityBP) + " · " + p.category(v.Category)}
		if v.ValidTo != nil {
			e.Detail += " · until " + ui.Stamp(v.ValidTo.In(p.Calendar.Location()))
		}
		all = append(all, e)
	}
	return all
}

// place is where a stage stood among those of its first moment, from 1: positions of an import can leave gaps.
func (p stagesView) place(v stage.Version) int {
	n := 1
	for _, o := range p.Versions {
		if o.Position < v.Position && !o.ValidFrom.After(v.ValidFrom) &&
			(o.ValidTo == nil || o.ValidTo.After(v.ValidFrom)) {
			n++
		}
	}
	return n
}

func (p stagesView) sheet() page.Sheet {
	s := page.Sheet{File: "stages", Head: []string{"Place", "Stage", "Kind", "Probability %", "Category", "Open deals",
		"Amount", "Currency", "Exit criteria"}}
	for i, st := range p.Stages {
		t := p.Lanes[st.Name]
		g, _ := rule.GateOf(p.Rules, st.Name)
		s.Rows = append(s.Rows, []page.Cell{page.Count(int64(i + 1)), page.Text(st.Name),
			page.Text(kind(st.Status)), page.Percent(st.ProbabilityBP), page.Text(p.category(st.Category)),
			page.Count(t.Count), page.Major(t.Amount, p.Base), page.Text(string(p.Base)),
			page.Text(cmp.Or(g.Condition(p.words), ""))})
	}
	return s
}

// criterion is something that exit criteria can ask.
type criterion struct {
	key, label string
	term       rule.Term
}

// criteria lists what exit criteria can ask.
var criteria = []criterion{
	{"amount", "Amount is filled in", rule.Term{Field: "amount", Op: rule.Known}},
	{"close_on", "Close date is filled in", rule.Term{Field: "close_on", Op: rule.Known}},
	{"close_ahead", "Close date has not passed", rule.Term{Field: "close_on", Op: rule.NotBefore, Value: "today"}},
	{"next_step", "Next step is filled in", rule.Term{Field: "next_step", Op: rule.Known}},
	{"contact", "A contact has a role", rule.Term{Field: rule.Contacts, Op: rule.Known}},
	{"contacts", "Two contacts have roles", rule.Term{Field: rule.Contacts, Op: rule.Least, Value: "2"}},
	{"account", "Account is filled in", rule.Term{Field: "account", Op: rule.Known}},
	{"competitor", "Competitor is filled in", rule.Term{Field: "competitor", Op: rule.Known}},
	{"budget", "Budget is confirmed", rule.Term{Field: "budget_confirmed", Op: rule.Is, Value: "true"}},
	{"type", "Type is filled in", rule.Term{Field: "type", Op: rule.Known}},
	{"source", "Source is filled in", rule.Term{Field: "source", Op: rule.Known}},
}

// asks tells that the exit criteria ask something.
func (p stagesView) asks(c criterion) bool {
	for _, t := range p.Gate.Terms {
		if t == c.term {
			return true
		}
	}
	return false
}

// waits says how many deals could not leave the stage under the criteria of the form.
func (p stagesView) waits() string {
	w := p.Waiting[p.Gate.Stage]
	if len(p.Gate.Terms) == 0 {
		return "Nothing is asked before a deal leaves this stage."
	}
	return ui.Count(w.Held) + " of " + ui.Plural(w.All, "open deal", "open deals") +
		" in this stage cannot move on before something is filled in. They stay where they are."
}
