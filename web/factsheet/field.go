package factsheet

import (
	"maps"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/web/fieldform"
)

// Customs are the custom fields of a record as facts: those in use, and retired ones that have a value. Amounts are in
// a currency.
func Customs(all customfield.Set, values map[string]string, in money.Currency, numbers money.Format) []Cell {
	var cells []Cell
	for _, f := range all {
		text := values[f.FieldID.String()]
		if f.Retired && text == "" {
			continue
		}
		kind, keypad := fieldform.Input(f)
		cells = append(cells, Cell{Field: f.Key(), Label: f.Name, Kind: kind, Keypad: keypad, Hint: f.Help, Saw: text,
			Shown: fieldform.Value(f, text, in), Typed: fieldform.Typed(f, text, numbers),
			Options: fieldform.Options(f, text), Locked: f.Retired})
	}
	return cells
}

// Named are the words for the fields of a history, with those of custom fields.
func Named(words map[string]string, all customfield.Set) map[string]string {
	named := maps.Clone(words)
	for _, f := range all {
		named[f.Key()] = f.Name
	}
	return named
}
