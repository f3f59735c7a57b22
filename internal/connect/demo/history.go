package demo

import (
	"slices"
	"sort"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/chance"
)

// The fields whose changes the CRM tracks.
const (
	fieldStage    = "StageName"
	fieldAmount   = "Amount"
	fieldClose    = "CloseDate"
	fieldCategory = "ForecastCategoryName"
	fieldOwner    = "OwnerId"
)

// step is something that happens to an opportunity on a day: the field's new value, in the one of the
// members below that the field has.
type step struct {
	on    period.Date
	field string
	stage stage
	date  period.Date // the new close date
	minor int64       // the new amount
	text  string      // the new category
	owner *person
}

// addHistory works out how each opportunity came to its end, and what its owner did meanwhile.
func (s *generator) addHistory() {
	d := chance.New(s.Seed, "history")
	for _, o := range s.opportunities {
		first, steps := s.stageSteps(d, o)
		begin, pushes := s.closeDateSteps(d, o)
		amount, cuts := s.amountSteps(d, o)
		steps = append(steps, pushes...)
		steps = append(steps, cuts...)
		if o.first != nil {
			steps = append(steps, step{on: o.handed, field: fieldOwner, owner: o.owner})
		}
		for i := range steps {
			steps[i].on = max(o.created, weekday(steps[i].on))
		}
		sort.SliceStable(steps, func(i, j int) bool { return steps[i].on < steps[j].on })
		s.record(d, o, now{stage: first, close: begin, amount: amount, category: stages[first].category,
			owner: o.before()}, steps)
		s.addContacts(d, o)
		s.addActivities(d, o)
	}
}

func (o *opportunity) before() *person {
	if o.first != nil {
		return o.first
	}
	return o.owner
}

// now is the state of an opportunity while its history is written.
type now struct {
	stage    stage
	close    period.Date
	amount   int64
	category string
	owner    *person
}

// record plays the steps in their order and writes each as a change of the value before it, so that the
// chain of a field cannot break; the end, where there is one, comes last.
func (s *generator) record(d chance.Dice, o *opportunity, n now, steps []step) {
	at := s.instant(d, o.created, time.Time{})
	o.createdAt = at
	set := func(field, old, new string) {
		if old != new {
			o.changes = append(o.changes, change{field, old, new, n.owner, at})
		}
	}
	enter := func(g stage, follow bool) {
		set(fieldStage, stages[n.stage].name, stages[g].name)
		n.stage = g
		if follow {
			set(fieldCategory, n.category, stages[g].category)
			n.category = stages[g].category
		}
	}
	for _, p := range steps {
		at = s.instant(d, p.on, at)
		switch p.field {
		case fieldStage:
			enter(p.stage, d.Happens(.88))
		case fieldAmount:
			set(p.field, s.tracked(n.amount), s.tracked(p.minor))
			n.amount = p.minor
		case fieldClose:
			set(p.field, n.close.String(), p.date.String())
			n.close = p.date
		case fieldCategory:
			set(p.field, n.category, p.text)
			n.category = p.text
		case fieldOwner:
			old := n.owner.id
			n.owner = s.people.managers[o.region] // who hands opportunities on
			set(p.field, old, p.owner.id)
			n.owner = p.owner
		}
	}
	if o.stage.closed() {
		at = s.instant(d, o.ended, at)
		enter(o.stage, true)
		set(fieldClose, n.close.String(), o.ended.String())
	}
	o.category, o.modifiedAt = n.category, at
}

// instant is a moment of the working day, after the one before it.
func (s *generator) instant(d chance.Dice, on period.Date, after time.Time) time.Time {
	at := on.In(s.cal.Location()).Add(time.Duration(d.Between(9*3600, 16*3600)) * time.Second)
	if !at.After(after) {
		at = after.Add(time.Duration(d.Between(60, 600)) * time.Second)
	}
	return at.UTC().Truncate(time.Second)
}

// tracked is an amount as the field history writes it, with one decimal.
func (s *generator) tracked(minor int64) string {
	text := s.amount(minor)
	return text[:len(text)-1]
}

// stageSteps is the way through the stages: now and then one is skipped or gone back to, and some
// opportunities get stuck. It also says what the rep made of it in the forecast.
func (s *generator) stageSteps(d chance.Dice, o *opportunity) (stage, []step) {
	first := discovery
	if o.reached > discovery && d.Happens(map[bool]float64{true: .4, false: .1}[o.expansion]) {
		first = qualification
	}
	var path []stage
	for g := first; g < o.reached; {
		g++
		if g < o.reached && d.Happens(.07) {
			g++
		}
		path = append(path, g)
		if g > first+1 && d.Happens(.06) {
			path = append(path, g-1, g)
		}
	}
	end := .95
	if !o.stage.closed() && d.Happens(.25) {
		end = .45 // stuck since
	}
	var steps []step
	for i, at := range points(d, len(path), .03, end) {
		steps = append(steps, step{on: o.at(at), field: fieldStage, stage: path[i]})
	}
	if d.Happens(.14) && o.reached >= evaluation {
		steps = append(steps, step{on: o.at(.6 + .35*d.Float64()), field: fieldCategory,
			text: chance.Pick(d, []string{"Commit", "Commit", "Best Case", "Pipeline"})})
	}
	if !o.stage.closed() && d.Happens(.012) {
		steps = append(steps, step{on: o.ended, field: fieldCategory, text: "Omitted"})
	}
	return first, steps
}

// at is the day at a part of the opportunity's life.
func (o *opportunity) at(part float64) period.Date {
	return o.created + period.Date(part*float64(o.ended-o.created))
}

// points is n parts of a life between lo and hi, in order.
func points(d chance.Dice, n int, lo, hi float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = lo + (hi-lo)*d.Float64()
	}
	slices.Sort(out)
	return out
}

// amountSteps is what the opportunity was first thought to be worth, and the cuts and raises since.
func (s *generator) amountSteps(d chance.Dice, o *opportunity) (int64, []step) {
	changed := [3]float64{won: .38, lost: .14, open: .24}[o.outcome()]
	if o.ended-o.created < 12 || !d.Happens(changed) {
		return o.amount, nil
	}
	guess := func(minor int64) int64 {
		factor := 1.04 + .3*d.Float64() // thought to be more: the buyer cut it
		if d.Happens(.25) {
			factor = .7 + .25*d.Float64()
		}
		return s.round(float64(minor) * factor)
	}
	on := points(d, 2, .3, .97)
	first, last := guess(o.amount), step{on: o.at(on[1]), field: fieldAmount, minor: o.amount}
	if d.Happens(.75) {
		return first, []step{last}
	}
	return guess(first), []step{{on: o.at(on[0]), field: fieldAmount, minor: first}, last}
}
