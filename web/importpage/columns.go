package importpage

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"quarterdeck/internal/connect/importer/column"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// draftView is an upload whose columns are being mapped, with one of its files open.
type draftView struct {
	Import   importjob.Import
	Plan     column.Plan
	At       int        // the open file
	Samples  [][]string // some values of each of its columns
	RowsSeen int        // in its first megabyte
	Reading  mapping.Reading
	Checked  bool // what is missing is said
	Form     page.Form
	Zone     *time.Location
	Base     string
}

func (d draftView) sheet() *column.Sheet { return &d.Plan.Sheets[d.At] }

// at is the address of a file of the draft.
func (d draftView) at(base string, file int) string {
	return fmt.Sprintf("%s/imports/%s/columns?file=%d", base, d.Import.ID, file)
}

func (d draftView) problems() []column.Problem { return d.Plan.Problems() }

// missing are the problems of the open file that stand at none of its columns.
func (d draftView) missing() []string {
	var all []string
	if d.Form.Problem != "" {
		all = append(all, d.Form.Problem)
	}
	for _, p := range d.problems() {
		if d.Checked && p.Sheet == d.At && p.Column < 0 && !p.Match {
			all = append(all, p.Message)
		}
	}
	return all
}

// wrong is the problem of a column, or with what rows are matched by, for at < 0.
func (d draftView) wrong(at int) string {
	for _, p := range d.problems() {
		if d.Checked && p.Sheet == d.At && (at >= 0 && p.Column == at || at < 0 && p.Match) {
			return p.Message
		}
	}
	return ""
}

// files links the files of the draft.
func (d draftView) files() []ui.Tab {
	var all []ui.Tab
	for i, s := range d.Plan.Sheets {
		all = append(all, ui.Tab{Label: s.File, Href: d.at(d.Base, i), Active: i == d.At})
	}
	return all
}

// next is the number of the file after the open one; ok is false at the last.
func (d draftView) next() (number string, ok bool) {
	return fmt.Sprint(d.At + 1), d.At+1 < len(d.Plan.Sheets)
}

func (d draftView) rows() string {
	if d.RowsSeen == 0 {
		return "The file has a header but no rows."
	}
	return plural(int64(d.RowsSeen), "row") + " read for this page. " +
		plural(int64(len(d.sheet().Columns)), "column") + "."
}

func (d draftView) objects() []ui.Option {
	var all []ui.Option
	for _, o := range column.Objects {
		all = append(all, ui.Option{Value: o.Name, Label: o.Label})
	}
	return append(all, ui.Option{Value: column.Skip, Label: "Do not import this file"})
}

// offers tells whether a column can fill a target.
func (d draftView) offers(field string) bool {
	return slices.ContainsFunc(d.targets(), func(o ui.Option) bool { return o.Value == field })
}

// targets are what a column of the open file can fill.
func (d draftView) targets() []ui.Option {
	all := []ui.Option{{Value: "", Label: "Ignore"}, {Value: column.Custom, Label: "Custom field"}}
	for _, t := range column.Targets(d.sheet().Object) {
		label := t.Label
		if t.Required {
			label += " (required)"
		}
		all = append(all, ui.Option{Value: t.Field, Label: label, Group: "Fields"})
	}
	return all
}

// header is a column's name, or its place where it has none.
func header(c column.Column, at int) string {
	if c.Header == "" {
		return fmt.Sprintf("Column %d (no name)", at+1)
	}
	return c.Header
}

// locked tells that a column cannot be imported.
func locked(c column.Column) bool { return c.Header == "" || c.Header == column.Reason }

func (d draftView) sample(at int) string {
	if at >= len(d.Samples) || len(d.Samples[at]) == 0 {
		return "(empty)"
	}
	var all []string
	for _, text := range d.Samples[at] {
		if runes := []rune(text); len(runes) > 40 {
			text = string(runes[:40]) + "…"
		}
		all = append(all, text)
	}
	return strings.Join(all, " · ")
}

func (d draftView) matches() []ui.Option {
	labels := map[mapping.Match]string{mapping.ByKey: "ID in the source", mapping.ByName: "Name",
		mapping.ByWebsite: "Domain of the website", mapping.ByEmail: "E-mail address",
		mapping.ByRow:   "Nothing: each different row is a record",
		column.ByFields: "The records it belongs to, and its first day"}
	var all []ui.Option
	for _, m := range column.Matches(d.sheet().Object) {
		all = append(all, ui.Option{Value: string(m), Label: labels[m]})
	}
	return all
}

func (d draftView) modes() []ui.Option {
	all := []ui.Option{{Value: string(mapping.CreateAndUpdate), Label: "Create new and update existing"}}
	if mapping.Limits(d.sheet().Object) {
		all = append(all, ui.Option{Value: string(mapping.CreateOnly), Label: "Create new only"},
			ui.Option{Value: string(mapping.UpdateOnly), Label: "Update existing only"})
	}
	return all
}

func empties() []ui.Option {
	return []ui.Option{{Value: string(mapping.Clear), Label: "Clear the stored value"},
		{Value: string(mapping.Leave), Label: "Leave the stored value"}}
}
