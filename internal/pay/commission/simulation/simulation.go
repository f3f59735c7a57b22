// Package simulation calculates what a plan pays for a script of events, before anybody is on the plan.
package simulation

import (
	"slices"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
)

// Outcome is what a plan pays for a script, in the contract's JSON keys; amounts are in major units.
type Outcome struct {
	Statements []Statement `json:"statements"`
}

// Statement is one of its statements.
type Statement struct {
	On          period.Date `json:"on"`
	Earned      string      `json:"earned_to_date"`
	PaidBefore  string      `json:"paid_before"`
	Payable     string      `json:"payable"`
	DrawBalance string      `json:"draw_balance"`
	Attainment  *string     `json:"attainment"` // with four decimals; null without a quota
	Lines       []Line      `json:"lines"`
}

// Line is one of its lines.
type Line struct {
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

// Run calculates what a plan pays on the statement days of a script. A missing quota that is needed is Invalid.
func Run(document plan.Document, script plan.Script) (Outcome, error) {
	whole := commission.Term{Plan: document, From: document.Effective.From, To: document.Effective.To}
	in := &commission.Input{Calendar: script.Calendar, Terms: []commission.Term{whole},
		Quotas: map[string]decimal.Decimal{}}
	for _, p := range in.Calendar.Between(document.Measurement, document.Effective.From, document.Effective.To) {
		if q, ok := script.QuotaOf(p); ok {
			in.Quotas[p.Key] = q
		}
	}
	for _, h := range script.Events {
		in.Events = append(in.Events, event(h))
	}
	statements, err := commission.Make(in, script.Statements)
	if err != nil {
		return Outcome{}, err
	}
	all := Outcome{Statements: []Statement{}}
	for _, s := range statements {
		all.Statements = append(all.Statements, told(s, document))
	}
	return all, nil
}

func event(h plan.Happening) commission.Event {
	facts := commission.Facts{Amount: h.Amount, ARR: h.ARR, Margin: h.Margin, Type: h.Type, Products: h.Products,
		Source: h.Source, Segment: h.Segment, Territory: h.Territory, Credit: h.Credit, Overlay: h.Overlay,
		TermMonths: h.TermMonths}
	return commission.Event{ID: h.ID, Opportunity: h.Opportunity, Member: h.Member, Kind: commission.Kind(h.Kind),
		On: h.On, Facts: facts}
}

// told is a statement in the words of the contract.
func told(s commission.Statement, document plan.Document) Statement {
	c := document.Currency
	major := func(minor int64) string { return money.Of(minor, c).String() }
	out := Statement{On: s.On, Earned: major(s.Earned), PaidBefore: major(s.PaidBefore), Payable: major(s.Payable),
		DrawBalance: major(s.DrawBalance), Lines: []Line{}}
	if s.Attainment != nil {
		share := s.Attainment.StringFixed(4)
		out.Attainment = &share
	}
	for _, l := range s.Lines {
		out.Lines = append(out.Lines, line(l, document))
	}
	return out
}

func line(l commission.Line, document plan.Document) Line {
	c := document.Currency
	measure, rate := plain(l.Measure, c.Exponent()), plain(l.Rate, 2)
	if counted(l.Component, document) {
		measure, rate = l.Measure.String(), plain(l.Rate, c.Exponent())
	}
	multiplier := "1"
	if !l.Multiplier.Equal(decimal.NewFromInt(1)) {
		multiplier = plain(l.Multiplier, 2)
	}
	waits := l.Waits
	if l.Clawback || l.Due == l.Amount {
		waits = ""
	}
	return Line{l.Component, l.Opportunity, l.Event, measure, rate, multiplier, money.Of(l.Amount, c).String(), l.Why,
		waits}
}

// counted tells that a component pays an amount for each opportunity and not a share of its amount.
func counted(component string, document plan.Document) bool {
	return slices.ContainsFunc(document.Components, func(c plan.Component) bool {
		return c.ID == component && (c.Kind == plan.Bonus || c.Measure == plan.Count)
	})
}

// plain writes a decimal with so many decimals, or more where it has them.
func plain(d decimal.Decimal, decimals int32) string {
	s := d.String() // without zeros at its end
	if e := decimal.RequireFromString(s).Exponent(); -e > decimals {
		return s
	}
	return d.StringFixed(decimals)
}
