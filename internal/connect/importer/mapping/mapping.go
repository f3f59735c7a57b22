// Package mapping says which file and column of another system is which object and field here, and reads the rows of
// its files so: each value as text, day, amount or number, with the reason where it is none.
//
// That of Salesforce is built in. Others are JSON files that whoever runs an import writes.
package mapping

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

// Mapping says where in a source's files the fields of Quarterdeck's objects stand. It is a JSON file:
//
//	{
//	  "currency": "USD",                  amounts without a currency of their own; else the organisation's base currency
//	  "begins": "2016-10-20",             since when the source knows what has no date of its own; else since the import
//	  "dates": ["DD.MM.YYYY"],            forms of dates beyond 2026-11-20 and 2026-11-20T12:00:00Z
//	  "delimiter": ";", "decimal": ",",   where the files do not show them
//	  "order": "DMY",                     of day and month in dates such as 5/6/2026
//	  "percent": "fraction",              where 0.6 is 60 %
//	  "zone": "UTC",                      of times without a zone; else the organisation's
//	  "values": {"category": {"Solid": "commit"}}, what the words of a field mean
//	  "stages": [{"name": "Engaging", "status": "open", "probability": "30", "category": "pipeline"}],
//	  "sources": [{
//	    "file": "sales_pipeline.csv",     absent files are passed over
//	    "object": "opportunity",          one of Objects
//	    "name": "Pipeline",               what pages call it; else the file's name
//	    "where": {"deal_stage": ["Won"]}, only rows whose column has one of the values
//	    "distinct": true,                 rows that repeat a key are one record, not a mistake
//	    "ignore": ["notes"],              columns that are not kept as custom fields
//	    "fields": {"key": "opportunity_id", "amount": …}
//	  }]
//	}
//
// A field is a column, or {"column": …} with more: "columns" joins several by "join" (a space unless it says so),
// "value" is the same for every row, "map" replaces values and with "report" lists the rows in which it did, "by":
// "name" finds a record by its name where "key" is the default. A list of these takes the first that is not empty. A
// column that no field reads is kept as a custom field where the object has room for it.
type Mapping struct {
	Currency string
	Begins   string
	Dates    []string
	Style    Style
	Zone     string
	Values   map[string]map[string]string
	Stages   []Stage
	Sources  []Source
}

// Stage is what a stage means, where the source's files do not say.
type Stage struct {
	Name        string
	Status      string // open, won or lost
	Probability string // percent
	Category    string
}

// Source takes the rows of one file as records of one object. Several can read the same file.
type Source struct {
	File     string
	Object   string
	Name     string
	Where    map[string][]string
	Distinct bool
	Ignore   []string
	Match    Match // what tells a row's record apart; empty: its key
	Mode     Mode
	Empty    Empty
	Fields   map[string][]Expression
}

// Expression is one way to make the value of a field from a row.
type Expression struct {
	Columns []string
	Join    string
	Value   string
	Map     map[string]string
	Report  bool
	By      string // key or name
}

// Salesforce is the mapping of an export with the objects and fields of Salesforce.
//
//go:embed salesforce.json
var Salesforce []byte

// MavenCRM is the mapping of the public maven-crm data set: the example to copy.
//
//go:embed maven-crm.json
var MavenCRM []byte

// Parse reads a mapping strictly: what it does not know is an error that names the key and where it stands.
func Parse(data []byte) (Mapping, error) {
	var m Mapping
	root, err := parseNode(data)
	if err != nil {
		return m, err
	}
	o := root.object("currency", "begins", "dates", "delimiter", "decimal", "order", "percent", "zone", "values",
		"stages", "sources")
	m.Currency, m.Begins, m.Dates = o.text("currency"), o.text("begins"), o.texts("dates")
	m.Style = Style{Delimiter: o.text("delimiter"), Decimal: o.text("decimal"), Order: o.text("order"),
		Percent: o.text("percent")}
	m.Zone, m.Values = o.text("zone"), o.child("values").meanings()
	for _, n := range o.list("stages") {
		m.Stages = append(m.Stages, n.stage())
	}
	for _, n := range o.list("sources") {
		m.Sources = append(m.Sources, n.source())
	}
	if root.problem() == nil {
		m.check(root)
	}
	return m, root.problem()
}

// check refuses what can be read and still means nothing.
func (m Mapping) check(root node) {
	if len(m.Sources) == 0 {
		root.fail("sources: a mapping needs at least one")
	}
	if key, problem := m.Style.problem(); key != "" {
		root.fail(key + ": " + problem)
	}
	names := map[string]bool{}
	for i, s := range m.Sources {
		at := fmt.Sprintf("sources[%d]", i)
		if names[s.Name] {
			root.fail(at + ".name: another source is called " + s.Name + " already")
		}
		names[s.Name] = true
		s.check(root, at)
	}
	for i, s := range m.Stages {
		if s.Name == "" || !slices.Contains([]string{"open", "won", "lost"}, s.Status) {
			root.fail(fmt.Sprintf("stages[%d]: a stage needs a name, and a status of open, won or lost", i))
		}
	}
}

func (s Source) check(root node, at string) {
	object, ok := objects[s.Object]
	if !ok {
		root.fail(fmt.Sprintf("%s.object: there is no object %q; choose from %s", at, s.Object,
			strings.Join(Objects(), ", ")))
		return
	}
	if s.File == "" || strings.ContainsAny(s.File, `/\`) {
		root.fail(at + ".file: it is a file's name without a folder")
	}
	for name := range s.Fields {
		if !slices.Contains(object.fields, name) {
			root.fail(fmt.Sprintf("%s.fields.%s: %s has no such field; it has %s", at, name, s.Object,
				strings.Join(object.fields, ", ")))
		}
	}
	if s.Match == "" && len(s.Fields["key"]) == 0 {
		root.fail(at + ".fields.key: every object needs a key")
	}
	if problem := s.problem(); problem != "" {
		root.fail(at + "." + problem)
	}
}
