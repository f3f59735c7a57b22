// Package briefing is the first section of a home page: for an executive why the forecast changed and in which team,
// for a manager whom to talk to and about what, for a rep what to do next.
package briefing

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/record/quota"
)

// Deal is an opportunity in a briefing, in minor units of the base currency.
type Deal struct {
	ID      uuid.UUID
	OwnerID *uuid.UUID
	Name    string
	Amount  int64
	CloseOn period.Date
}

// Person is the data of a team member in a period.
type Person struct {
	scorecard.Line
	Call      *forecast.Submission // the newest call for the period; nil: none
	Due       forecast.Due         // where they stand with their calls
	Model     outlook.Published
	Slipped   []Deal // this week, the largest first
	Unplanned *Deal  // the largest open opportunity of the period that has no next step
	Pace      int64  // what an even pace would have closed by now
	Reason    Reason
}

// Gap is the published forecast less quota, or closed less quota without a forecast: negative is a shortfall. Without a
// quota there is none.
func (p Person) Gap() (minor int64, ok bool) {
	if p.Model.Is() {
		return p.Model.Value - p.Target, p.Asked
	}
	return p.Closed.Won.Amount - p.Target, p.Asked
}

// Reason is the one topic to discuss with somebody. Only the fields of its kind are set.
type Reason struct {
	Kind   Kind
	Amount int64     // minor units: above or below the range, behind pace, slipped, of the opportunity
	Deal   Deal      // without a next step, or the largest that slipped
	Count  int       // of those that slipped
	Due    time.Time // of the call that is late; zero: no call is asked for by a date
}

// Kind is the kind of a reason.
type Kind string

// The kinds, the most pressing first. The empty Kind is no reason.
const (
	NoCall   Kind = "no call"
	CallHigh Kind = "call high"
	CallLow  Kind = "call low"
	Behind   Kind = "behind"
	Slipped  Kind = "slipped"
	NoStep   Kind = "no step"
)

const (
	behindPart  = 75 // percent of an even pace, below which somebody is behind
	bigPart     = 10 // percent of the quota, from which an opportunity is big
	outsidePart = 2  // percent of the quota, within which a call beside the range is not worth a talk
)

// Why is the reason to talk to somebody: the first of the kinds that applies. No call was made though one is due, or
// there is a quota; the call lies well outside the published forecast's range; closed is below three quarters of an
// even pace and the forecast below the quota; something slipped this week; a big opportunity has no next step.
func Why(p Person) Reason {
	above, below := p.outside()
	switch {
	case p.Due.Late, p.Call == nil && p.Asked && p.Due.At.IsZero():
		return Reason{Kind: NoCall, Due: p.Due.At}
	case above > 0:
		return Reason{Kind: CallHigh, Amount: above}
	case below > 0:
		return Reason{Kind: CallLow, Amount: below}
	case p.behind():
		return Reason{Kind: Behind, Amount: p.Pace - p.Closed.Won.Amount}
	case len(p.Slipped) > 0:
		r := Reason{Kind: Slipped, Deal: p.Slipped[0], Count: len(p.Slipped)}
		for _, d := range p.Slipped {
			r.Amount += d.Amount
		}
		return r
	case p.Unplanned != nil && p.Unplanned.Amount*100 >= p.Target*bigPart:
		return Reason{Kind: NoStep, Deal: *p.Unplanned, Amount: p.Unplanned.Amount}
	}
	return Reason{}
}

// outside is how far the call lies above or below the forecast's range, where that is worth a talk.
func (p Person) outside() (above, below int64) {
	if p.Call == nil || !p.Model.Is() || p.Model.Range == nil {
		return 0, 0
	}
	far := func(by int64) int64 {
		if by*100 <= p.Target*outsidePart {
			return 0
		}
		return by
	}
	return far(p.Call.Amount - p.Model.Range.P90), far(p.Model.Range.P10 - p.Call.Amount)
}

func (p Person) behind() bool {
	gap, ok := p.Gap()
	return ok && gap < 0 && p.Closed.Won.Amount*100 < p.Pace*behindPart
}

// byNeed sorts a team by gap to quota, the largest shortfall first; those without a quota come last, by name.
func byNeed(people []Person) {
	slices.SortStableFunc(people, func(a, b Person) int {
		x, asked := a.Gap()
		y, too := b.Gap()
		switch {
		case asked && too:
			return cmp.Compare(x, y)
		case asked:
			return -1
		case too:
			return 1
		}
		return 0
	})
}

func paceOf(l scorecard.Line, p period.Period, today period.Date) int64 {
	if !p.Contains(today) {
		return 0
	}
	return quota.LinearPace(l.Target, p, today)
}
