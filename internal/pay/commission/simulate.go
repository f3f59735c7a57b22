package commission

import (
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// Simulation is what a plan pays for a script, in the words of the contract: amounts are in major units.
type Simulation struct {
	Statements []SimulatedStatement `json:"statements"`
}

// SimulatedStatement is one of its statements.
type SimulatedStatement struct {
	On          period.Date     `json:"on"`
	Earned      string          `json:"earned_to_date"`
	PaidBefore  string          `json:"paid_before"`
	Payable     string          `json:"payable"`
	DrawBalance string          `json:"draw_balance"`
	Attainment  *string         `json:"attainment"` // with four decimals; null without a quota
	Lines       []SimulatedLine `json:"lines"`
}

// SimulatedLine is one of its lines.
type SimulatedLine struct {
	Component   string `json:"component"`
	Opportunity string `json:"opportunity"`
	Event       string `json:"event"`
	Measure     string `json:"measure"`
	Rate        string `json:"rate"`
	Multiplier  string `json:"multiplier"`
	Amount      string `json:"amount"`
	Why         string `json:"why"`
	Waits       string `json:"-"` // what the rest of it is waiting for, beside the contract's words
}

// Simulate states what a plan pays on the days of a script. A quota that is needed and missing is Invalid.
func Simulate(document plan.Document, script plan.Script) (Simulation, error) {
	in := &Input{Calendar: script.Calendar, Terms: []Term{{document, document.Effective.From, document.Effective.To}}, Quotas: map[string]decimal.Decimal{}}
	for _, p := range in.Calendar.Between(document.Measurement, document.Effective.From, document.Effective.To) {
		if q, ok := script.QuotaOf(p); ok {
			in.Quotas[p.Key] = q
		}
	}
	for _, h := range script.Events {
		in.Events = append(in.Events, Event{h.ID, h.Opportunity, h.Member, Kind(h.Kind), h.On,
			Facts{h.Amount, h.ARR, h.Margin, h.Type, h.Products, h.Source, h.Segment, h.Territory, h.Credit, h.Overlay, h.TermMonths}})
	}
	statements, err := Make(in, script.Statements)
	if err != nil {
		return Simulation{}, err
	}
	all := Simulation{Statements: []SimulatedStatement{}}
	for _, s := range statements {
		all.Statements = append(all.Statements, s.simulated(document.Currency))
	}
	return all, nil
}

func (s *Statement) simulated(c money.Currency) SimulatedStatement {
	major := func(minor int64) string { return money.Of(minor, c).String() }
	out := SimulatedStatement{On: s.On, Earned: major(s.Earned), PaidBefore: major(s.PaidBefore), Payable: major(s.Payable), DrawBalance: major(s.DrawBalance), Lines: []SimulatedLine{}}
	if s.Attainment != nil {
		share := s.Attainment.StringFixed(4)
		out.Attainment = &share
	}
	for _, l := range s.Lines {
		measure, rate := plain(l.Measure, c.Exponent()), plain(l.Rate, 2)
		if l.of.Kind == plan.Bonus || l.of.Measure == plan.Count {
			measure, rate = l.Measure.String(), plain(l.Rate, c.Exponent())
		}
		multiplier := "1"
		if !l.Multiplier.Equal(one) {
			multiplier = plain(l.Multiplier, 2)
		}
		waits := l.Waits
		if l.Clawback || l.Due == l.Amount {
			waits = ""
		}
		out.Lines = append(out.Lines, SimulatedLine{l.Component, l.Opportunity, l.Event, measure, rate, multiplier, major(l.Amount), l.Why, waits})
	}
	return out
}

// plain writes a decimal with so many decimals, or more where it has them.
func plain(d decimal.Decimal, decimals int32) string {
	s := d.String() // without zeros at its end
	if e := decimal.RequireFromString(s).Exponent(); -e > decimals {
		return s
	}
	return d.StringFixed(decimals)
}
