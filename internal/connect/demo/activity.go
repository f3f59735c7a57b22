package demo

import (
	"sort"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/chance"
)

// activity is an e-mail, a call or a meeting: done, or planned for a day ahead.
type activity struct {
	kind, subject string
	owner         *person
	on            period.Date
	done          bool
	at            time.Time // when it was written down
}

// How many days lie between two activities, as a rule, and how many an opportunity has at most.
const (
	wonEvery, lostEvery, openEvery = 10.5, 19.0, 13.0
	most                           = 24
)

var kindsOfActivity = []string{"Email", "Call", "Meeting"}

// subjects is what the activities are about, by kind, early and late in the sale.
var subjects = map[string][2][]string{
	"Email": {
		{"Introduction", "Follow-up on your enquiry", "Case study sent", "Recap of our call",
			"Answers to your questions"},
		{"Proposal sent", "Revised pricing", "Security questionnaire", "Contract draft sent",
			"Next steps to signature"},
	},
	"Call": {
		{"Discovery call", "Qualification call", "Call about current tools", "Check-in call"},
		{"Pricing call", "Call with procurement", "Call about the contract", "Call with the sponsor"},
	},
	"Meeting": {
		{"First demo", "Requirements workshop", "Meeting with the team lead"},
		{"Technical deep dive", "Business case review", "Meeting with the CFO", "Contract review"},
	},
}

// addActivities fills the life of an opportunity with activities, as often as the region gets round to them.
func (s *generator) addActivities(d chance.Dice, o *opportunity) {
	r := s.regions[o.region]
	every := [3]float64{won: wonEvery, lost: lostEvery, open: openEvery}[o.outcome()] / r.followUp
	every = max(every, float64(o.ended-o.created)/most)
	on := o.created + period.Date(d.Between(0, 2))
	if r.followUp < .8 {
		on = o.created + period.Date(d.Between(3, 9))
	}
	until := o.ended
	switch {
	case o.stage == closedLost:
		until = o.at(.55 + .45*d.Float64())
	case !o.stage.closed():
		until = s.touched(d, o)
	}
	var days []period.Date
	for ; on < until && len(days) < most; on += 1 + period.Date(every*(.3+1.2*d.Float64())) {
		days = append(days, on)
	}
	if !o.stage.closed() && until >= o.created || o.stage == closedWon {
		days = append(days, until)
	}
	for _, on := range days {
		s.addActivity(d, o, max(o.created, weekday(on)))
	}
	sort.SliceStable(o.activities, func(i, j int) bool { return o.activities[i].at.Before(o.activities[j].at) })
	if !o.stage.closed() {
		s.planActivity(d, o)
	}
}

// touched is the last day on which somebody worked on an open opportunity; a day before its creation
// means that nobody has.
func (s *generator) touched(d chance.Dice, o *opportunity) period.Date {
	switch {
	case o.quiet && o.created > s.today-40 || o.ended-o.created < 3 && d.Happens(.5):
		return o.created - 1
	case o.quiet:
		return max(o.created, s.today-period.Date(d.Between(17, 60)))
	default:
		return max(o.created, s.yesterday()-period.Date(d.Between(0, 9)))
	}
}

// addActivity writes down an activity on the day that it was done.
func (s *generator) addActivity(d chance.Dice, o *opportunity, on period.Date) {
	late := 0
	if on-o.created > (o.ended-o.created)/2 && o.reached >= evaluation {
		late = 1
	}
	kind := kindsOfActivity[d.Weighted([]float64{.46, .3, .24})]
	at := s.instant(d, on, time.Time{})
	if at.Before(o.createdAt) {
		at = o.createdAt
	}
	o.activities = append(o.activities, activity{kind: kind, subject: chance.Pick(d, subjects[kind][late]),
		owner: o.holder(on), on: on, done: true, at: at})
}

// holder is who owned the opportunity on the day.
func (o *opportunity) holder(on period.Date) *person {
	if o.first != nil && on < o.handed {
		return o.first
	}
	return o.owner
}

// planActivity plans what comes next, where the rep has got round to planning it; some of the days have passed.
func (s *generator) planActivity(d chance.Dice, o *opportunity) {
	likely := .68 * s.regions[o.region].followUp
	if o.quiet {
		likely *= .4
	}
	if !d.Happens(likely) {
		return
	}
	kind := kindsOfActivity[d.Weighted([]float64{.3, .35, .35})]
	on := s.today + period.Date(d.Between(0, 16))
	if d.Happens(.12) {
		on = s.today - period.Date(d.Between(1, 6))
	}
	if weekday(on) != on {
		on = weekday(on) + 3 // the Monday after
	}
	written := max(o.created, weekday(s.yesterday()-period.Date(d.Between(0, 8))))
	at := s.instant(d, written, o.createdAt)
	late := min(1, int(o.stage)/2)
	o.activities = append(o.activities, activity{kind: kind, subject: chance.Pick(d, subjects[kind][late]),
		owner: o.owner, on: max(on, written), at: at})
}
