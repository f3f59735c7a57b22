package plan

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A plan is edited in forms whose fields have the names of the document's keys with dots between them, such as
// components.0.tiers.1.rate; names that are a list come as several values or as lines. A row whose first field is empty is no
// row, so that a form adds and removes rows by values alone.

// rowKeys are the lists of rows, with the field without which a row is none.
var rowKeys = map[string]string{"components": "id", "tiers": "from", "multipliers": "factor", "eligible": "on"}

// wholeKeys are the parts that a form leaves out by leaving one field empty.
var wholeKeys = map[string]string{"draw": "kind", "clawback": "within_days"}

var nameKeys = []string{"type", "product", "source", "segment", "territory"}

// mostLevels bounds the dots of a field's name.
const mostLevels = 8

// Build makes a document of a form's values, with the rules and paths of Parse. Rows that are empty do not count: Tidy gives the
// values whose rows the paths number. Values that are not of a plan, such as a form's token, are passed over.
func Build(values url.Values) (Document, Problems) {
	n, strange := planted(values)
	r := reader{form: true, problems: strange}
	d := r.document(n)
	if len(r.problems) > 0 {
		return Document{}, r.problems.bounded()
	}
	return d, nil
}

// Tidy is a form's values without empty fields and rows, the rows numbered anew: what a page shows beside the problems of Build.
func Tidy(values url.Values) url.Values {
	n, _ := planted(values)
	return n.flatten("", url.Values{})
}

// Values are the fields of a form that shows the document; Build makes the same document of them.
func Values(d Document) url.Values { return d.tree().flatten("", url.Values{}) }

func (n node) flatten(key string, into url.Values) url.Values {
	for _, f := range n.fields {
		f.node.flatten(strings.TrimPrefix(key+"."+f.key, "."), into)
	}
	for i, m := range n.items {
		if m.shape == aGroup {
			m.flatten(key+"."+strconv.Itoa(i), into)
		} else {
			into.Add(key, m.text)
		}
	}
	if n.shape != aList && n.shape != aGroup {
		into.Set(key, n.text)
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
func planted(values url.Values) (node, Problems) {
	var root branch
	var strange Problems
	for _, key := range slices.Sorted(maps.Keys(values)) {
		steps := strings.Split(key, ".")
		if !slices.Contains(documentKeys, steps[0]) {
			continue
		}
		if len(steps) > mostLevels {
			strange = append(strange, Problem{steps[0], "The form has a field that no plan has."})
			continue
		}
		b := &root
		for _, s := range steps {
			b = b.grow(s)
		}
		b.said = values[key]
	}
	n := root.group("")
	n.shape = aGroup
	return n, strange
}

// group is the node of a branch with fields; the fields keep the order of the alphabet, for the tree's order tells nothing.
func (b *branch) group(name string) node {
	n := node{shape: aGroup}
	for _, key := range slices.Sorted(maps.Keys(b.kids)) {
		if kid := b.kids[key].node(key); kid.shape != aNull {
			n.fields = append(n.fields, field{key, kid})
		}
	}
	if must, ok := wholeKeys[name]; ok {
		if _, there := n.get(must); !there {
			return node{shape: aNull}
		}
	}
	if len(n.fields) == 0 {
		n.shape = aNull
	}
	return n.forForm(name)
}

func (b *branch) node(name string) node {
	if must, ok := rowKeys[name]; ok {
		return b.rows(must)
	}
	if len(b.kids) > 0 {
		return b.group(name)
	}
	n := node{shape: aList}
	for _, s := range b.said {
		for line := range strings.Lines(s) {
			if line = strings.TrimSpace(line); line != "" {
				n.items = append(n.items, node{shape: aText, text: line})
			}
		}
	}
	switch {
	case len(n.items) == 0:
		return node{shape: aNull}
	case slices.Contains(nameKeys, name):
		return n
	case len(b.said) == 1:
		return node{shape: aText, text: strings.TrimSpace(b.said[0])}
	}
	return n.items[len(n.items)-1] // a box that is ticked sends its value after that of its hidden field
}

// rows is a list whose rows have the field that makes them one.
func (b *branch) rows(must string) node {
	n := node{shape: aList}
	keys := slices.SortedFunc(maps.Keys(b.kids), func(x, y string) int { return cmp.Or(len(x)-len(y), cmp.Compare(x, y)) })
	for _, key := range keys {
		row := b.kids[key].group("")
		if _, there := row.get(must); there && row.shape == aGroup {
			n.items = append(n.items, row.forRow())
		}
	}
	if len(n.items) == 0 {
		return node{shape: aNull}
	}
	return n
}

// forForm leaves out what a form's choice says although nothing belongs to it.
func (n node) forForm(name string) node {
	if kind, _ := n.get("kind"); name == "draw" && kind.text == "non_recoverable" {
		return n.without("recovery")
	}
	return n
}

// forRow leaves out the choices of a component that belong to another kind; amounts are never left out unseen.
func (n node) forRow() node {
	kind, ok := n.get("kind")
	if !ok {
		return n
	}
	for _, key := range []string{"measure", "boundary", "of"} {
		if known, ok := keysOf[Kind(kind.text)]; ok && !slices.Contains(known, key) {
			n = n.without(key)
		}
	}
	return n
}

func (n node) without(key string) node {
	n.fields = slices.DeleteFunc(slices.Clone(n.fields), func(f field) bool { return f.key == key })
	return n
}
