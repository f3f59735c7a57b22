package mapping

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"quarterdeck/internal/base/fault"
)

// node is a place in a mapping file; the first mistake that any of them finds is the answer.
type node struct {
	path  string
	value any
	first *error
}

const mappingLimit = 1 << 20

func parseNode(data []byte) (node, error) {
	var value any
	var first error
	if len(data) > mappingLimit {
		return node{}, fault.New(fault.Invalid, "The mapping file is larger than a megabyte.")
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	if err := d.Decode(&value); err != nil || d.More() {
		return node{}, fault.New(fault.Invalid, fmt.Sprintf("The mapping file is not JSON: %v.", orTrailing(err)))
	}
	return node{value: value, first: &first}, nil
}

func orTrailing(err error) error {
	if err == nil {
		return fmt.Errorf("there is text after its end")
	}
	return err
}

func (n node) problem() error { return *n.first }

func (n node) fail(problem string) {
	if *n.first != nil {
		return
	}
	where := ""
	if n.path != "" {
		where = " at " + n.path
	}
	*n.first = fault.New(fault.Invalid, "The mapping file has an error"+where+": "+problem+".")
}

func (n node) at(path string, value any) node {
	if n.path != "" && !strings.HasPrefix(path, "[") {
		path = "." + path
	}
	return node{n.path + path, value, n.first}
}

// object is a node as an object that has no keys but the known ones.
func (n node) object(known ...string) node {
	values := n.values()
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, key) {
			n.fail(fmt.Sprintf("the key %q is not known", key))
		}
	}
	return n
}

func (n node) values() map[string]any {
	values, ok := n.value.(map[string]any)
	if !ok && n.value != nil {
		n.fail("it must be an object")
	}
	return values
}

func (n node) child(key string) node { return n.at(key, n.values()[key]) }

func (n node) text(key string) string { return n.child(key).string() }

func (n node) string() string {
	s, ok := n.value.(string)
	if !ok && n.value != nil {
		n.fail("it must be a text in quotes")
	}
	return s
}

func (n node) flag(key string) bool {
	c := n.child(key)
	b, ok := c.value.(bool)
	if !ok && c.value != nil {
		c.fail("it must be true or false")
	}
	return b
}

func (n node) list(key string) []node { return n.child(key).items() }

func (n node) items() []node {
	values, ok := n.value.([]any)
	if !ok && n.value != nil {
		n.fail("it must be a list")
	}
	var all []node
	for i, v := range values {
		all = append(all, n.at(fmt.Sprintf("[%d]", i), v))
	}
	return all
}

func (n node) texts(key string) []string { return n.child(key).strings() }

func (n node) strings() []string {
	var all []string
	for _, item := range n.items() {
		all = append(all, item.string())
	}
	return all
}

// meanings reads what the words of fields mean.
func (n node) meanings() map[string]map[string]string {
	all := map[string]map[string]string{}
	for field := range n.values() {
		words := n.child(field)
		all[field] = map[string]string{}
		for word := range words.values() {
			all[field][word] = words.text(word)
		}
		if problem := wrongMeaning(field, all[field]); problem != "" {
			words.fail(problem)
		}
	}
	return all
}

func (n node) stage() Stage {
	n.object("name", "status", "probability", "category")
	return Stage{n.text("name"), n.text("status"), n.text("probability"), n.text("category")}
}

func (n node) source() Source {
	n.object("file", "object", "name", "where", "distinct", "ignore", "match", "mode", "empty", "fields")
	s := Source{File: n.text("file"), Object: n.text("object"), Name: n.text("name"), Distinct: n.flag("distinct"),
		Ignore: n.texts("ignore"), Match: Match(n.text("match")), Mode: Mode(n.text("mode")),
		Empty: Empty(n.text("empty")), Where: map[string][]string{}, Fields: map[string][]Expression{}}
	if s.Name == "" {
		s.Name = strings.TrimSuffix(s.File, path.Ext(s.File))
	}
	for column := range n.child("where").values() {
		s.Where[column] = n.child("where").texts(column)
	}
	fields := n.child("fields")
	for name := range fields.values() {
		s.Fields[name] = fields.child(name).expressions()
	}
	return s
}

// expressions reads a column, an expression, or a list of them.
func (n node) expressions() []Expression {
	if _, several := n.value.([]any); !several {
		return []Expression{n.expression()}
	}
	var all []Expression
	for _, item := range n.items() {
		all = append(all, item.expression())
	}
	return all
}

func (n node) expression() Expression {
	if column, ok := n.value.(string); ok {
		return Expression{Columns: []string{column}}
	}
	n.object("column", "columns", "join", "value", "map", "report", "by")
	e := Expression{Columns: n.texts("columns"), Join: n.text("join"), Value: n.text("value"), Report: n.flag("report"),
		By: n.text("by")}
	if column := n.text("column"); column != "" {
		e.Columns = append(e.Columns, column)
	}
	if n.value == nil || len(e.Columns) == 0 && e.Value == "" {
		n.fail(`it needs a "column", "columns" or "value"`)
	}
	if e.By != "" && e.By != "key" && e.By != "name" {
		n.fail(`"by" must be key or name`)
	}
	for from := range n.child("map").values() {
		if e.Map == nil {
			e.Map = map[string]string{}
		}
		e.Map[from] = n.child("map").text(from)
	}
	return e
}
