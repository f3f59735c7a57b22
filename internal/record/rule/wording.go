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
		if f, ok := FieldOf(t.Field); ok {
			label = f.Label
		}
		if i > 0 {
			label = strings.ToLower(label[:1]) + label[1:]
		}
		clauses = append(clauses, label+" "+t.predicate(words))
	}
	if r.Any {
		return joined(clauses, "or")
	}
	return joined(clauses, "and")
}

// Sentence is a validation rule as people read it.
func (r Rule) Sentence(words Words) string {
	condition := r.Condition(words)
	if condition != "" {
		condition = strings.ToLower(condition[:1]) + condition[1:]
	}
	if r.Warns {
		return "When " + condition + ", show the warning “" + r.Message + "”"
	}
	return "When " + condition + ", refuse the change: “" + r.Message + "”"
}
