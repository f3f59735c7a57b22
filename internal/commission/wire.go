package commission

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/period"
)

// wireEvent is an event as documents write it: decimals are strings.
type wireEvent struct {
	ID          string           `json:"id"`
	Opportunity string           `json:"opportunity"`
	Member      string           `json:"member,omitempty"`
	Kind        Kind             `json:"kind"`
	On          period.Date      `json:"on"`
	Amount      *decimal.Decimal `json:"amount,omitempty"`
	ARR         *decimal.Decimal `json:"arr,omitempty"`
	Margin      *decimal.Decimal `json:"margin,omitempty"`
	Type        string           `json:"type,omitempty"`
	Product     []string         `json:"product,omitempty"`
	Source      string           `json:"source,omitempty"`
	Segment     string           `json:"segment,omitempty"`
	Territory   string           `json:"territory,omitempty"`
	Credit      *decimal.Decimal `json:"credit,omitempty"`
	Overlay     bool             `json:"overlay,omitempty"`
	TermMonths  int              `json:"term_months,omitempty"`
}

// MarshalJSON writes an event in the words of the contract.
func (e Event) MarshalJSON() ([]byte, error) {
	return json.Marshal(wireEvent{e.ID, e.Opportunity, e.Member, e.Kind, e.On, e.Amount, e.ARR, e.Margin, e.Type, e.Products, e.Source, e.Segment, e.Territory,
		e.Credit, e.Overlay, e.TermMonths})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Event) UnmarshalJSON(b []byte) error {
	var w wireEvent
	if err := json.Unmarshal(b, &w); err != nil {
		return fmt.Errorf("commission: event: %w", err)
	}
	*e = Event{w.ID, w.Opportunity, w.Member, w.Kind, w.On, Facts{w.Amount, w.ARR, w.Margin, w.Type, w.Source, w.Segment, w.Territory, w.Product, w.Credit, w.Overlay, w.TermMonths}}
	return nil
}

// digest tells two events of one key apart.
func (e Event) digest() string {
	b, err := json.Marshal(e)
	if err != nil {
		panic(err) // strings, numbers and dates always marshal
	}
	return Hash(b)[:16]
}

// Hash is the SHA-256 of a text, in hexadecimal digits.
func Hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// wireLine is a line as documents write it: Amount and Due are minor units.
type wireLine struct {
	Component   string          `json:"component"`
	Period      string          `json:"period"`
	Opportunity string          `json:"opportunity"`
	Member      string          `json:"member,omitempty"`
	Event       string          `json:"event"`
	Measure     decimal.Decimal `json:"measure"`
	Rate        decimal.Decimal `json:"rate"`
	Multiplier  decimal.Decimal `json:"multiplier"`
	Amount      int64           `json:"amount"`
	Due         int64           `json:"due"`
	Clawback    bool            `json:"clawback,omitempty"`
	Reversal    bool            `json:"reversal,omitempty"`
	Why         string          `json:"why"`
	Waits       string          `json:"waits,omitempty"`
}

// MarshalJSON writes a line with its reason.
func (l Line) MarshalJSON() ([]byte, error) {
	return json.Marshal(wireLine{l.Component, l.Period, l.Opportunity, l.Member, l.Event, l.Measure, l.Rate, l.Multiplier, l.Amount, l.Due, l.Clawback, l.Reversal, l.Why, l.Waits})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *Line) UnmarshalJSON(b []byte) error {
	var w wireLine
	if err := json.Unmarshal(b, &w); err != nil {
		return fmt.Errorf("commission: line: %w", err)
	}
	*l = Line{Component: w.Component, Period: w.Period, Opportunity: w.Opportunity, Member: w.Member, Event: w.Event, Measure: w.Measure, Rate: w.Rate, Multiplier: w.Multiplier,
		Amount: w.Amount, Due: w.Due, Clawback: w.Clawback, Reversal: w.Reversal, Why: w.Why, Waits: w.Waits}
	return nil
}
