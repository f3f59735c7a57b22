// Package rule holds what an organisation asks of its opportunities: the exit criteria of a stage, which it asks before
// an opportunity goes on, and validation rules, which it asks of every edit.
//
// Apply is the one function that decides, for a form, the board, a bulk edit and an import alike. It asks only of what
// is changed: a record that broke a rule before the rule was made can still be edited elsewhere.
package rule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
)

// Kind is what a rule is asked for.
type Kind string

// The kinds of rules.
const (
	Gate  Kind = "gate"  // each term has to hold before its stage is left
	Check Kind = "check" // the terms describe what is wrong
)

// Rule is what an organisation asks, in one of its versions.
type Rule struct {
	ID       uuid.UUID // of the version
	RuleID   uuid.UUID
	At       time.Time
	MemberID *uuid.UUID // who made the version; nil: the system
	Kind     Kind
	Stage    string // of a gate: the stage that is left
	Any      bool   `db:"any_term"` // one of the terms is enough
	Terms    []Term
	Message  string // of a gate: a note for those who leave the stage; may be empty
	Warns    bool   // it is said, and the change goes through
	Imports  bool   // rows of an import are refused too
	StartsOn period.Date
	Retired  bool
}

// Facts are what a rule reads of an opportunity: a field in the text of the history, the amount in major units; nil
// where it is not known.
type Facts func(field string) *string

// Change is what somebody does to an opportunity.
type Change struct {
	Facts   Facts           // after it
	Changed map[string]bool // the fields that differ
	Leaves  []string        // the stages whose exit criteria it has to meet
	Today   period.Date
}

// Broken is a validation rule that a change breaks.
type Broken struct {
	Rule
	Field string // that was changed and that the rule is about
}

// Need is a criterion that has to be met before a stage is left.
type Need struct {
	Stage string
	Term
	Met bool
}

// Verdict is what the rules say of a change.
type Verdict struct {
	Refused []Broken
	Warned  []Broken
	Missing []Need
}

// Apply tells what a change breaks.
func Apply(all []Rule, c Change) (v Verdict) {
	for _, r := range all {
		switch {
		case r.Retired || r.StartsOn > c.Today:
		case r.Kind == Gate && slices.Contains(c.Leaves, r.Stage):
			for _, n := range r.Needs(c.Facts, c.Today) {
				if !n.Met {
					v.Missing = append(v.Missing, n)
				}
			}
		case r.Kind == Check:
			field, touched := r.touched(c.Changed)
			if !touched || !r.Holds(c.Facts, c.Today) {
				continue
			}
			if b := (Broken{r, field}); r.Warns {
				v.Warned = append(v.Warned, b)
			} else {
				v.Refused = append(v.Refused, b)
			}
		}
	}
	return v
}

// touched is the first field of a rule that is among those that were changed.
func (r Rule) touched(changed map[string]bool) (string, bool) {
	for _, t := range r.Terms {
		if changed[t.Field] {
			return t.Field, true
		}
	}
	return "", false
}

// Holds tells that the terms of a rule hold: all of them, or one where one is enough. None hold of nothing.
func (r Rule) Holds(facts Facts, today period.Date) bool {
	for _, t := range r.Terms {
		if t.Holds(facts, today) == r.Any {
			return r.Any
		}
	}
	return !r.Any && len(r.Terms) > 0
}

// Needs are the criteria of a gate, and which are met.
func (r Rule) Needs(facts Facts, today period.Date) []Need {
	all := make([]Need, len(r.Terms))
	for i, t := range r.Terms {
		all[i] = Need{Stage: r.Stage, Term: t, Met: t.Holds(facts, today)}
	}
	return all
}

// Read are the fields that some rules read.
func Read(all []Rule) map[string]bool {
	fields := map[string]bool{}
	for _, r := range all {
		for _, t := range r.Terms {
			fields[t.Field] = true
		}
	}
	return fields
}

// Reads tells that one of some rules reads a field.
func Reads(all []Rule, field string) bool {
	return slices.ContainsFunc(all, func(r Rule) bool {
		return slices.ContainsFunc(r.Terms, func(t Term) bool { return t.Field == field })
	})
}

// GateOf is the gate of a stage.
func GateOf(all []Rule, stage string) (Rule, bool) {
	i := slices.IndexFunc(all, func(r Rule) bool { return r.Kind == Gate && r.Stage == stage && !r.Retired })
	if i < 0 {
		return Rule{}, false
	}
	return all[i], true
}

// Lacking says what is missing, a sentence for each stage that would be left.
func Lacking(missing []Need) string {
	var sentences []string
	for i := 0; i < len(missing); {
		stage := missing[i].Stage
		var words []string
		for ; i < len(missing) && missing[i].Stage == stage; i++ {
			words = append(words, missing[i].Wanted())
		}
		sentences = append(sentences, fmt.Sprintf("To leave %s, this needs %s.", stage, joined(words, "and")))
	}
	return strings.Join(sentences, " ")
}

// joined is words as a sentence lists them.
func joined(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}
