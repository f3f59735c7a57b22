package company

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/record/opportunity"
)

// life is all that happens to one opportunity: states by the day on which they become known.
type life struct {
	key      string
	created  period.Date
	segment  string
	states   []projection.State
	touches  []period.Date
	contacts []period.Date
}

// record is the part of a life that is known at the end of a day.
func (l life) record(day period.Date) (projection.Record, bool) {
	r := projection.Record{Key: l.key, Created: l.created, Segment: l.segment}
	for _, s := range l.states {
		switch n := len(r.States); {
		case s.From > day:
		case n > 0 && r.States[n-1].From == s.From:
			r.States[n-1] = s
		default:
			r.States = append(r.States, s)
		}
	}
	upTo := func(days []period.Date) (known []period.Date) {
		for _, d := range days {
			if d <= day {
				known = append(known, d)
			}
		}
		slices.Sort(known)
		return known
	}
	r.Touches, r.Contacts = upTo(l.touches), upTo(l.contacts)
	return r, len(r.States) > 0
}

// fate is what nobody knows at the beginning.
type fate struct {
	quality float64
	won     bool
	end     period.Date
	reach   int // the stage that it comes to
	final   float64
}

var (
	segments = []string{"under 50", "50 to 249", "250 to 999", "1000 and more"}
	kinds    = []string{"New Business", "Existing Business"}
	sources  = []string{"Web", "Partner", "Outbound", "Event"}
)

func (c Company) live(number int, day period.Date, luck *rand.Rand) life {
	l := life{key: fmt.Sprintf("%s-%06d", c.Name, number), created: day, segment: segments[luck.IntN(4)]}
	s := projection.State{From: day, Status: opportunity.Open, Type: kinds[luck.IntN(2)], Source: sources[luck.IntN(4)]}
	owner := luck.IntN(c.Owners)
	s.Owner = fmt.Sprintf("rep %02d", owner)
	if c.NewTeam > 0 && float64(End-day) < c.NewTeam {
		s.Owner = "new " + s.Owner
	}
	f := c.fate(s, owner, day, luck)
	guess := f.final * math.Exp(0.25*luck.NormFloat64()) / 0.93
	l.work(c, f, s, guess, luck)
	l.touch(f, luck)
	return l
}

// fate draws whether an opportunity is won, and when it ends.
func (c Company) fate(s projection.State, owner int, day period.Date, luck *rand.Rand) fate {
	f := fate{quality: luck.NormFloat64()}
	odds := math.Log(c.Wins/(1-c.Wins)) + 0.9*f.quality + 0.5*math.Sin(float64(owner*7))
	odds += map[string]float64{"Partner": 0.5,
		"Outbound": -0.5}[s.Source] + map[string]float64{"Existing Business": 0.4, "New Business": -0.4}[s.Type]
	odds -= 0.15
	chance := 1 / (1 + math.Exp(-odds))
	spread := 0.55
	days := c.Cycle * math.Exp(spread*luck.NormFloat64()-spread*spread/2-0.1*f.quality)
	dice := luck.Float64()
	f.end = day + 1 + period.Date(days)
	if c.HalvedSince > 0 && float64(End-f.end) < c.HalvedSince {
		chance /= 2
	}
	if f.won = dice < chance; !f.won {
		f.end = day + 1 + period.Date(days*(0.4+1.4*luck.Float64()))
	} else if luck.Float64() < c.Rush {
		q := c.Calendar.Containing(period.Quarter, f.end)
		f.end = max(day+1, q.End-1-period.Date(luck.IntN(14)))
	}
	f.reach = len(stages) - 1
	if !f.won {
		f.reach = int(min(float64(f.reach), max(0, 1.5+0.9*f.quality+1.1*luck.NormFloat64())))
	}
	f.final = c.Amount * math.Exp(c.Spread*luck.NormFloat64())
	return f
}

// work takes an opportunity through its stages to its end, with the close dates and categories that its owner gives it.
func (l *life) work(c Company, f fate, s projection.State, guess float64, luck *rand.Rand) {
	withAmount, withDate := luck.Float64() >= c.NoAmount, luck.Float64() >= c.NoDate
	moves := l.steps(f, luck)
	stage, optimism := 0, 0.25*luck.NormFloat64()-0.15
	slack := 4 + luck.IntN(12)
	for d := l.created; d < f.end; d++ {
		news := d == l.created
		for stage < len(moves) && moves[stage] <= d {
			stage, news = stage+1, true
			if stage == 3 {
				guess = f.final * math.Exp(0.1*luck.NormFloat64()) / 0.95
			}
		}
		if overdue := withDate && !s.CloseOn.IsZero() && d >= s.CloseOn+period.Date(slack); overdue {
			news, slack = true, 4+luck.IntN(12)
		}
		if !news && luck.Float64() > 0.02 {
			continue
		}
		if c.NoHistory && d > l.created {
			continue
		}
		s.From, s.Stage, s.ProbabilityBP = d, stages[stage].name, stages[stage].stated
		if withDate {
			s.CloseOn = c.promise(f, s.CloseOn, d, optimism, luck)
		}
		if withAmount {
			v := int64(guess)
			s.Amount = &v
		}
		s.Category, s.ByHand = c.category(f, stage, s, d, luck)
		l.states = append(l.states, s)
	}
	l.finish(c, f, s, luck)
}

// steps are the days on which the stages after the first are entered.
func (l *life) steps(f fate, luck *rand.Rand) []period.Date {
	weights, sum := make([]float64, f.reach+1), 0.0
	for i := range weights {
		weights[i] = 0.3 + luck.ExpFloat64()
		sum += weights[i]
	}
	var days []period.Date
	at := 0.0
	for _, w := range weights[:f.reach] {
		at += w / sum
		days = append(days, l.created+period.Date(at*float64(f.end-l.created)))
	}
	return days
}

// promise is the close date that an owner names on a day: too early on average, nearer the truth the nearer that is.
func (c Company) promise(f fate, was, day period.Date, optimism float64, luck *rand.Rand) period.Date {
	if c.Fiction {
		q := c.Calendar.Containing(period.Quarter, day)
		if !was.IsZero() && was > day {
			return was
		}
		return q.End - 1
	}
	left := float64(f.end - day)
	if !f.won {
		left = c.Cycle * (0.3 + 0.5*luck.Float64())
	}
	date := day + period.Date(max(1, left*math.Exp(optimism+0.35*luck.NormFloat64())))
	if !was.IsZero() && was > day && math.Abs(float64(date-was)) < 12 {
		return was
	}
	if luck.Float64() < 0.4 { // many name the end of a month
		return c.Calendar.Containing(period.Month, date).End - 1
	}
	return date
}

// category is the category that a stage implies, or the owner's own: they feel whether it will be won in the quarter.
func (c Company) category(f fate, stage int, s projection.State, day period.Date,
	luck *rand.Rand) (opportunity.Category, bool) {
	usual := stages[stage].category
	if c.Sandbag {
		if f.won && f.end-day < 4 {
			return opportunity.Commit, usual != opportunity.Commit
		}
		return opportunity.Pipeline, usual != opportunity.Pipeline
	}
	if luck.Float64() > 0.3 {
		return usual, false
	}
	feeling := 0.8*luck.NormFloat64() + float64(stage-2)/2
	if f.won {
		feeling += 0.6
	}
	said := opportunity.Pipeline
	switch {
	case feeling > 1:
		said = opportunity.Commit
	case feeling > 0.2:
		said = opportunity.BestCase
	}
	return said, said != usual
}

// finish closes an opportunity, and opens some of the lost again.
func (l *life) finish(c Company, f fate, s projection.State, luck *rand.Rand) {
	open := s
	s.From, s.CloseOn, s.ByHand = f.end, f.end, false
	if luck.Float64() < c.Late {
		s.From += 3 + period.Date(luck.IntN(10))
	}
	v := int64(f.final)
	s.Amount, s.Status, s.Stage, s.ProbabilityBP, s.Category = &v, opportunity.Won, "Closed Won", 10_000,
		opportunity.Closed
	if !f.won {
		s.Status, s.Stage, s.ProbabilityBP, s.Category = opportunity.Lost, "Closed Lost", 0, opportunity.Omitted
	}
	l.states = append(l.states, s)
	if f.won || luck.Float64() >= c.Reopen {
		return
	}
	open.From = s.From + 10 + period.Date(luck.IntN(60))
	open.CloseOn = open.From + period.Date(c.Cycle/2)
	l.states = append(l.states, open)
	if f.won = luck.Float64() < 0.4; f.won {
		s.Status, s.Stage, s.ProbabilityBP, s.Category = opportunity.Won, "Closed Won", 10_000, opportunity.Closed
	}
	s.From = open.From + 5 + period.Date(c.Cycle*luck.Float64())
	s.CloseOn = s.From
	l.states = append(l.states, s)
}

// touch draws activities, which the better opportunities have more of, and contacts.
func (l *life) touch(f fate, luck *rand.Rand) {
	for d := l.created; d < f.end; d++ {
		rate := 0.08 * math.Exp(0.4*f.quality)
		if f.won && f.end-d < 21 {
			rate *= 2
		}
		if luck.Float64() < rate {
			l.touches = append(l.touches, d)
		}
		if luck.Float64() < rate/8 {
			l.contacts = append(l.contacts, d)
		}
	}
}
