// Package form is a compensation plan as the fields of forms. A field has the name of the document's key with dots
// between, such as components.0.tiers.1.rate; names that are a list come as several values or as lines. A row whose
// first field is empty is no row, so that a form adds and removes rows by values alone.
package form

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"quarterdeck/internal/pay/plan"
)

// rowKeys are the lists of rows, with the field without which a row is none.
var rowKeys = map[string]string{"components": "id", "tiers": "from", "multipliers": "factor", "eligible": "on"}

// wholeKeys are the parts that a form leaves out by leaving one field empty.
var wholeKeys = map[string]string{"draw": "kind", "clawback": "within_days"}

var nameKeys = []string{"type", "product", "source", "segment", "territory"}

// mostLevels bounds the dots of a field's name.
const mostLevels = 8

// Build makes a document of a form's values, with the rules and paths of plan.Parse. Rows that are empty do not count:
// Tidy gives the values whose rows the paths number. Values that are not of a plan, such as a form's token, are passed
// over.
func Build(values url.Values) (plan.Document, plan.Problems) {
	root, strange := planted(values)
	b, _ := json.Marshal(root) // texts and lists of them can always be written
	d, problems := plan.ParseTyped(b)
	if all := append(strange, problems...); len(all) > 0 {
		return plan.Document{}, all
	}
	return d, nil
}

// Tidy is a form's values without empty fields and rows, the rows numbered anew: what a page shows beside the problems
// of Build.
func Tidy(values url.Values) url.Values {
	root, _ := planted(values)
	return flatten(root, "", url.Values{})
}

// Values are the fields of a form that shows the document; Build makes the same document of them.
func Values(d plan.Document) url.Values {
	var root map[string]any
	dec := json.NewDecoder(bytes.NewReader(d.Encode()))
	dec.UseNumber()
	_ = dec.Decode(&root) // Encode writes JSON
	return flatten(root, "", url.Values{})
}

func flatten(of any, key string, into url.Values) url.Values {
	switch v := of.(type) {
	case map[string]any:
		for k, kid := range v {
			flatten(kid, strings.TrimPrefix(key+"."+k, "."), into)
		}
	case []any:
		for i, item := range v {
			if row, ok := item.(map[string]any); ok {
				flatten(row, key+"."+strconv.Itoa(i), into)
			} else {
				into.Add(key, fmt.Sprint(item))
			}
		}
	default:
		into.Set(key, fmt.Sprint(v))
	}
	return into
}

// branch is what a form says under one name.
type branch struct {
	said []string
	kids map[string]*branch
}

func (b *branch) grow(key string) *branch {
	if b.kids == nil {
		b.kids = map[string]*branch{}
	}
	if b.kids[key] == nil {
		b.kids[key] = &branch{}
	}
	return b.kids[key]
}

// planted makes the tree of a document of a form's values.
func planted(values url.Values) (map[string]any, plan.Problems) {
	var root branch
	var strange plan.Problems
	for _, key := range slices.Sorted(maps.Keys(values)) {
		steps := strings.Split(key, ".")
		if !plan.HasKey(steps[0]) {
			continue
		}
		if len(steps) > mostLevels {
			said := plan.Problem{Path: steps[0], Message: "The form contains a field that plans do not have."}
			if !slices.Contains(strange, said) {
				strange = append(strange, said)
			}
			continue
		}
		b := &root
		for _, s := range steps {
			b = b.grow(s)
		}
		b.said = values[key]
	}
	return root.fields(), strange
}

// fields are the values of a branch that are there, by key.
func (b *branch) fields() map[string]any {
	all := map[string]any{}
	for key, kid := range b.kids {
		if v := kid.value(key); v != nil {
			all[key] = v
		}
	}
	return all
}

// value is what a branch says under a name; nil where that is nothing.
func (b *branch) value(name string) any {
	if must, ok := rowKeys[name]; ok {
		return b.rows(must)
	}
	if len(b.kids) > 0 {
		return b.group(name)
	}
	var lines []any
	for _, s := range b.said {
		for line := range strings.Lines(s) {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
	}
	switch {
	case len(lines) == 0:
		return nil
	case slices.Contains(nameKeys, name):
		return lines
	case len(b.said) == 1:
		return strings.TrimSpace(b.said[0])
	}
	return lines[len(lines)-1] // a box that is ticked sends its value after that of its hidden field
}

// group is a part with fields; nil where it has none, or not the one without which it is left out.
func (b *branch) group(name string) any {
	all := b.fields()
	if must, ok := wholeKeys[name]; ok && all[must] == nil || len(all) == 0 {
		return nil
	}
	if name == "draw" && all["kind"] == "non_recoverable" {
		delete(all, "recovery") // a choice that is still there although nothing belongs to it
	}
	return all
}

// rows is a list whose rows have the field that makes them one.
func (b *branch) rows(must string) any {
	var all []any
	keys := slices.SortedFunc(maps.Keys(b.kids),
		func(x, y string) int { return cmp.Or(len(x)-len(y), cmp.Compare(x, y)) })
	for _, key := range keys {
		if row := b.kids[key].fields(); row[must] != nil {
			all = append(all, fitted(row))
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// fitted leaves out the choices of a component that belong to another kind; amounts are never left out unseen.
func fitted(row map[string]any) map[string]any {
	kind, ok := row["kind"].(string)
	if !ok {
		return row
	}
	for _, key := range []string{"measure", "boundary", "of"} {
		if !plan.Kind(kind).Takes(key) {
			delete(row, key)
		}
	}
	return row
}
