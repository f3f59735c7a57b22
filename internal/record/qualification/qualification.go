// Package qualification owns what a seller has found out about an opportunity, by the elements of a sales method, and
// which elements an organisation asks for.
package qualification

import (
	"context"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
)

// Element is one thing to find out. Its key stays when it is called otherwise.
type Element struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Hint  string `json:"hint,omitempty"`
}

// Definition is what an organisation asks for, from a moment on.
type Definition struct {
	Name     string
	Elements []Element
}

// MEDDICC is what is asked for where an organisation has defined nothing of its own.
var MEDDICC = Definition{Name: "MEDDICC", Elements: []Element{
	{"metrics", "Metrics", "The gain that the customer expects, in figures"},
	{"economic_buyer", "Economic buyer", "Who can spend the money, and whether you have met"},
	{"decision_criteria", "Decision criteria", "What they compare vendors by"},
	{"decision_process", "Decision process", "The steps and dates until they sign"},
	{"identify_pain", "Identify pain", "The problem, and what it costs to leave it"},
	{"champion", "Champion", "Who sells for you when you are not there"},
	{"competition", "Competition", "Who else is in it, doing nothing included"},
}}

// Most is the score of an element about which everything is known.
const Most = 3

// Answer is how sure the seller is of an element, and why.
type Answer struct {
	Score    *int64 // from 0 to Most; nil: not known, which is not 0
	Evidence string
	On       period.Date // of the evidence; zero: none
}

// Sheet is the answers about an opportunity, by the key of the element.
type Sheet struct {
	Definition
	Answers map[string]Answer
}

// Score is the points of the elements that are asked for, how many there could be, and how many elements are not known.
func (s Sheet) Score() (points, of, unknown int64) {
	for _, e := range s.Elements {
		of += Most
		if score := s.Answers[e.Key].Score; score != nil {
			points += *score
		} else {
			unknown++
		}
	}
	return points, of, unknown
}

const (
	longestEvidence = 1000
	longestLabel    = 60
	mostElements    = 15
)

var fields = command.Fields[Answer]{
	command.Count("score", func(a *Answer) **int64 { return &a.Score }),
	command.Text("evidence", func(a *Answer) *string { return &a.Evidence }),
	{Name: "on", Get: func(a *Answer) *string {
		if a.On.IsZero() {
			return nil
		}
		return command.Format(&a.On, period.Date.String)
	}, Set: func(a *Answer, v string) (err error) { a.On, err = period.ParseDate(v); return err },
		None: func(a *Answer) { a.On = 0 }},
}

// Value is one part of an answer as history writes it; nil where it is not known.
func (a Answer) Value(name string) *string { return fields.Value(a, name) }

// What a seller finds out is kept here, wherever the opportunity itself is kept.
var keeper = command.Keeper[Answer]{Object: command.Qualification, Noun: "answer", Fields: fields,
	Most: map[string]int{"evidence": longestEvidence},
	Sets: map[string]bool{"score": true, "evidence": true, "on": true},
	Ours: map[string]bool{"score": true, "evidence": true, "on": true},
	Read: hold, Write: write, Check: check}

// Set answers for an element of an opportunity that the actor sees. What somebody else changed since it was seen is a
// Clash. It answers with the command.
func Set(ctx context.Context, tx *tenant.Tx, opportunity uuid.UUID, element string,
	wishes []command.Wish) (uuid.UUID, error) {
	d, err := At(ctx, tx, tx.Now())
	if err != nil {
		return uuid.Nil, err
	}
	for _, e := range d.Elements {
		if e.Key == element {
			return keeper.Set(ctx, tx, command.Place{Record: opportunity, Entry: element}, wishes)
		}
	}
	return uuid.Nil, fault.New(fault.NotFound, "")
}

// Undo takes back what the actor answered.
func Undo(ctx context.Context, tx *tenant.Tx, c command.Command) error {
	return keeper.Undo(ctx, tx, c)
}

// check refuses an answer that means nothing.
func check(_ context.Context, tx *tenant.Tx, _ command.Place, _, is Answer) error {
	switch {
	case is.Score != nil && (*is.Score < 0 || *is.Score > Most):
		return fault.On("score", "Choose a score from 0 to 3, or Not known.")
	case is.On > tx.Today():
		return fault.On("on", "Evidence is of today or earlier.")
	}
	return nil
}

// Define says what is asked for from now on, by the names of the elements. One that keeps its name keeps its answers;
// those of one that is left out stay, and are shown again once it is asked for again.
func Define(ctx context.Context, tx *tenant.Tx, name string, labels []string) error {
	if err := tx.Require(tenant.ManageSettings); err != nil {
		return err
	}
	if name = strings.TrimSpace(name); name == "" {
		return fault.On("method", "Give the method a name, for example MEDDICC.")
	}
	if err := fault.Within("method", name, longestLabel); err != nil {
		return err
	}
	elements, err := elementsOf(labels)
	if err != nil {
		return err
	}
	return store(ctx, tx, Definition{name, elements})
}

// elementsOf makes elements of their names; the hints are those of MEDDICC.
func elementsOf(labels []string) ([]Element, error) {
	var all []Element
	seen := map[string]bool{}
	for _, label := range labels {
		if label = strings.TrimSpace(label); label == "" {
			continue
		}
		if err := fault.Within("elements", label, longestLabel); err != nil {
			return nil, err
		}
		e := Element{Key: keyOf(label), Label: label}
		if seen[e.Key] {
			return nil, fault.On("elements", "Two elements are called "+label+".")
		}
		for _, known := range MEDDICC.Elements {
			if known.Key == e.Key {
				e.Hint = known.Hint
			}
		}
		seen[e.Key], all = true, append(all, e)
	}
	if len(all) == 0 || len(all) > mostElements {
		return nil, fault.On("elements", "Name 1 to 15 elements, one a line.")
	}
	return all, nil
}

// keyOf is what an element is known by: its name in small letters.
func keyOf(label string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return '_'
		}
		return unicode.ToLower(r)
	}, label)
}

// Load is the answers about an opportunity as known at a moment (the zero time: now). It does not ask whether the actor
// may see the opportunity.
func Load(ctx context.Context, tx *tenant.Tx, opportunity uuid.UUID, asOf time.Time) (Sheet, error) {
	if asOf.IsZero() {
		asOf = tx.Now()
	}
	d, err := At(ctx, tx, asOf)
	if err != nil {
		return Sheet{}, err
	}
	answers, err := answersAt(ctx, tx, opportunity, asOf)
	return Sheet{d, answers}, err
}
