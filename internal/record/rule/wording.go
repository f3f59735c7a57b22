package rule

import "strings"

// Words writes the value of a field for people.
type Words func(field, value string) string

// plain writes a value as it is kept, flags in words.
func plain(_, value string) string {
	switch value {
	case "true":
		return "yes"
	case "false":
		return "no"
	}
	return value
}

// predicate is what a term says of its field.
func (t Term) predicate(words Words) string {
	label := string(t.Op)
	for _, o := range Ops {
		if o.Op == t.Op {
			label = o.Label
		}
	}
	if t.Op == Known || t.Op == Unknown {
		return label
	}
	return label + " " + words(t.Field, t.Value)
}

// Condition is the terms of a rule in one clause: “Stage is Negotiation and close date is empty”.
func (r Rule) Condition(words Words) string {
	var clauses []string
	for i, t := range r.Terms {
		label := t.Field
		if f, ok := t.of(); ok {
			label = f.Label
		}
		if i > 0 {
			label = t.name()
		}
		clauses = append(clauses, label+" "+t.predicate(words))
	}
	if r.Any {
		return joined(clauses, "or")
	}
	return joined(clauses, "and")
}

// Clause is Condition within a sentence. The name of a custom field stays as it is written.
func (r Rule) Clause(words Words) string {
	condition := r.Condition(words)
	if condition == "" || r.Terms[0].Label != "" {
		return condition
	}
	return strings.ToLower(condition[:1]) + condition[1:]
}

// Sentence is a validation rule as people read it.
func (r Rule) Sentence(words Words) string {
	condition := r.Clause(words)
	if r.Warns {
		return "When " + condition + ", show the warning “" + r.Message + "”"
	}
	return "When " + condition + ", refuse the change: “" + r.Message + "”"
}
