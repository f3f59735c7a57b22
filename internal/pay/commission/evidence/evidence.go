// Package evidence is the input of a statement as stored bytes, and its result. Anybody with the bytes can recalculate
// the same statement, which proves the pay.
package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/plan"
)

// Bundle is the complete input of one statement. The same content always has the same bytes and hash.
type Bundle struct {
	Format     string                                `json:"format"`
	Payee      string                                `json:"payee"`
	Period     string                                `json:"period"`
	On         period.Date                           `json:"on"`
	FiscalFrom int                                   `json:"fiscal_year_start"` // the month
	Terms      []Term                                `json:"terms"`
	Quotas     map[string]decimal.Decimal            `json:"quotas"` // by the key of the measurement period
	Events     []commission.Event                    `json:"events"`
	Grants     map[string]map[string]decimal.Decimal `json:"grants,omitempty"`
	Before     commission.Prior                      `json:"before"`
}

// Term is a plan version and the days on which the payee is on it.
type Term struct {
	From period.Date   `json:"from"`
	To   period.Date   `json:"to"`
	Plan plan.Document `json:"plan"`
}

// Result is the result of a bundle, in minor units of the plan's currency.
type Result struct {
	On          period.Date           `json:"on"`
	Earned      int64                 `json:"earned_to_date"`
	DueToDate   int64                 `json:"due_to_date"`
	PaidBefore  int64                 `json:"paid_before"`
	Payable     int64                 `json:"payable"`
	DrawBalance int64                 `json:"draw_balance"`
	Attainment  *decimal.Decimal      `json:"attainment"`
	Standings   []commission.Standing `json:"standings"`
	Lines       []commission.Line     `json:"lines"` // of this statement
	State       []commission.Line     `json:"state"` // everything that holds by now
}

// bundleFormat names the engine with the bundle. A release whose engine answers other bytes for the same inputs has
// another number, reads the bundles of those before it, and leaves computing them again to the release that made them.
const bundleFormat = "quarterdeck/statement/3"

var formats = []string{"quarterdeck/statement/1", "quarterdeck/statement/2", bundleFormat}

// ErrRelease reports that a bundle was made by the engine of an earlier release.
var ErrRelease = fault.New(fault.Invalid,
	"This statement was calculated by an earlier release. Verify it with that release.")

// Input converts the bundle to the engine's input.
func (b *Bundle) Input() (*commission.Input, error) {
	in := &commission.Input{Calendar: period.Calendar{Start: time.Month(b.FiscalFrom)},
		Quotas: map[string]decimal.Decimal{}, Events: b.Events, Grants: b.Grants}
	for _, t := range b.Terms {
		in.Terms = append(in.Terms, commission.Term{Plan: t.Plan, From: t.From, To: t.To})
	}
	for key, q := range b.Quotas {
		if _, err := in.Calendar.Parse(key); err != nil {
			return nil, fmt.Errorf("evidence: quotas: %w", err)
		}
		in.Quotas[key] = q
	}
	return in, nil
}

// Encode is the bundle's bytes: one line of JSON with its keys in a fixed order.
func (b Bundle) Encode() ([]byte, error) {
	b.Format, b.Events = bundleFormat, commission.Ordered(b.Events)
	return json.Marshal(b)
}

// Decode reads what Encode writes.
func Decode(raw []byte) (*Bundle, error) {
	var b Bundle
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return nil, fmt.Errorf("evidence: bundle: %w", err)
	}
	if !slices.Contains(formats, b.Format) {
		return nil, fmt.Errorf("evidence: bundle: the format is %q and not %q", b.Format, bundleFormat)
	}
	if !b.bounded() {
		return nil, fmt.Errorf("evidence: bundle: a number in it has more digits than any amount")
	}
	return &b, nil
}

// bounded tells that every number is written with so few digits that it costs nothing to calculate with. Those of the
// plans are checked where plans are read.
func (b *Bundle) bounded() bool {
	short := func(all ...*decimal.Decimal) bool {
		return !slices.ContainsFunc(all, func(d *decimal.Decimal) bool {
			return d != nil && (d.Exponent() < -100 || d.Exponent() > 20 || d.NumDigits() > 200)
		})
	}
	sound := true
	for i := range b.Events {
		sound = sound && short(b.Events[i].Amount, b.Events[i].ARR, b.Events[i].Margin, b.Events[i].Credit)
	}
	for i := range b.Before.State {
		sound = sound && short(&b.Before.State[i].Measure, &b.Before.State[i].Rate, &b.Before.State[i].Multiplier)
	}
	for _, q := range b.Quotas {
		sound = sound && short(&q)
	}
	for _, of := range b.Grants {
		for _, g := range of {
			sound = sound && short(&g)
		}
	}
	return sound
}

// Compute calculates the statement of a bundle; ErrRelease if another engine made it.
func (b *Bundle) Compute() (Result, error) {
	if b.Format != "" && b.Format != bundleFormat {
		return Result{}, ErrRelease
	}
	in, err := b.Input()
	if err != nil {
		return Result{}, err
	}
	at, err := commission.Evaluate(in, b.On)
	if err != nil {
		return Result{}, err
	}
	s := commission.Next(in, b.Before, at)
	return Result{s.On, s.Earned, s.DueToDate, s.PaidBefore, s.Payable, s.DrawBalance, s.Attainment, at.Standings(),
		nonNil(s.Lines), nonNil(at.Lines)}, nil
}

func nonNil(lines []commission.Line) []commission.Line {
	if lines == nil {
		return []commission.Line{}
	}
	return lines
}

// Known is the events of the bundle, with a digest of each.
func (b *Bundle) Known() map[string]string {
	return commission.Known(b.Events, b.On)
}

// Hash is the SHA-256 of a text, in hexadecimal digits.
func Hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
