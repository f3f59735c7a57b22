package importpage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/web/ui"
)

// meant is a word of a field that nobody has explained, or that somebody has said the meaning of.
type meant struct {
	mapping.Unknown
	Meaning string   // empty: not explained
	Offers  []string // the words of the organisation's list, where the field has one
}

// wordsOf lists the words of an import that can be explained, those that are not first.
func wordsOf(i importjob.Import) []meant {
	var all []meant
	for _, u := range i.Findings.Unknown {
		same := func(w meant) bool { return w.Field == u.Field && value.Fold(w.Word) == value.Fold(u.Word) }
		if at := slices.IndexFunc(all, same); at >= 0 {
			all[at].Rows += u.Rows
		} else {
			all = append(all, meant{Unknown: u})
		}
	}
	var chosen []meant
	for field, words := range i.Choices.Values {
		for word, meaning := range words {
			chosen = append(chosen, meant{mapping.Unknown{Field: field, Word: word}, meaning, nil})
		}
	}
	slices.SortFunc(chosen,
		func(a, b meant) int { return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Word, b.Word)) })
	all = append(all, chosen...)
	for n := range all {
		all[n].Offers = i.Findings.Offers[all[n].Field]
		m := all[n].Meaning
		if m != "" && len(mapping.Meanings(all[n].Field)) == 0 && !slices.Contains(all[n].Offers, m) {
			all[n].Offers = append(slices.Clone(all[n].Offers), m)
		}
	}
	return all
}

// chosen are the choices of the form: what each word of the import means, and how each of its files is written.
func (f againForm) chosen(i importjob.Import) mapping.Choices {
	c := mapping.Choices{Styles: map[string]mapping.Style{}, Values: map[string]map[string]string{}}
	for n, w := range wordsOf(i) {
		if n >= len(f.Words) || f.Words[n] == "" {
			continue
		}
		if c.Values[w.Field] == nil {
			c.Values[w.Field] = map[string]string{}
		}
		c.Values[w.Field][w.Word] = f.Words[n]
	}
	for n, r := range i.Findings.Readings {
		if n >= len(f.Files) {
			break
		}
		said, g := f.Files[n], r.Guessed
		s := mapping.Style{Delimiter: unless(g.Delimiter, string(said.Delimiter)),
			Decimal: unless(g.Decimal, said.Decimal), Order: unless(g.Order, said.Order),
			Percent: unless(g.Percent, said.Percent)}
		if s != (mapping.Style{}) {
			c.Styles[r.File] = s
		}
	}
	return c
}

// unless is what somebody said where that is not what was guessed anyway.
func unless(guessed, said string) string {
	if said == guessed {
		return ""
	}
	return said
}

// choosable tells whether there is anything to choose about an import that is over.
func (i importView) choosable() bool {
	return i.Over() && i.Kept && len(i.Findings.Readings) > 0
}

func (w meant) label() string {
	field := fieldLabel(w.Field)
	if w.Rows == 0 {
		return fmt.Sprintf("%s “%s”", field, w.Word)
	}
	return fmt.Sprintf("%s “%s” (%s)", field, w.Word, plural(w.Rows, "row"))
}

func plural(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return ui.Count(int(n)) + " " + noun + "s"
}

// fieldLabel is what people call a field of an import.
func fieldLabel(field string) string {
	switch field {
	case "category":
		return "Forecast category"
	case "period":
		return "Period length"
	}
	name := strings.ReplaceAll(field, "_", " ")
	return strings.ToUpper(name[:1]) + name[1:]
}

func (w meant) options() []ui.Option {
	all := []ui.Option{{Value: "", Label: "Not mapped"}}
	for _, m := range mapping.Meanings(w.Field) {
		all = append(all, ui.Option{Value: m.Name, Label: m.Label})
	}
	for _, word := range w.Offers {
		all = append(all, ui.Option{Value: word, Label: word})
	}
	return all
}

// choice is one thing about a file that can be read in several ways.
type choice struct {
	Name, Label, Value string
	Options            []ui.Option
}

// stylesOf are the ways in which a file can be read, with that in which it was.
func stylesOf(n int, r mapping.Reading) []choice {
	var all []choice
	add := func(name, label, is, guessed string, options ...ui.Option) {
		if is == "" {
			return
		}
		if !slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == is }) {
			options = append(options, ui.Option{Value: is, Label: is})
		}
		for at := range options {
			if options[at].Value == guessed {
				options[at].Label += " (detected)"
			}
		}
		all = append(all, choice{fmt.Sprintf("%s_%d", name, n), label, is, options})
	}
	add("delimiter", "Column separator", r.Style.Delimiter, r.Guessed.Delimiter,
		ui.Option{Value: ",", Label: "Commas"}, ui.Option{Value: ";", Label: "Semicolons"},
		ui.Option{Value: "\t", Label: "Tabs"}, ui.Option{Value: "|", Label: "Bars"})
	add("decimal", "Numbers", r.Style.Decimal, r.Guessed.Decimal, ui.Option{Value: ".", Label: "1,234.50"},
		ui.Option{Value: ",", Label: "1.234,50"})
	add("order", "Dates", r.Style.Order, r.Guessed.Order, ui.Option{Value: string(value.MonthFirst),
		Label: "Month first: 11/20/2026"}, ui.Option{Value: string(value.DayFirst), Label: "Day first: 20/11/2026"})
	add("percent", "Percentages", r.Style.Percent, r.Guessed.Percent, ui.Option{Value: mapping.Percent,
		Label: "60 for 60 %"}, ui.Option{Value: mapping.Fraction, Label: "0.6 for 60 %"})
	return all
}
