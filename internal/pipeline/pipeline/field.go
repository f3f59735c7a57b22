package pipeline

import (
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/fx"
)

// Custom is the column of a custom field. Its name tells what the values are, which never changes, so that an address
// is understood without the organisation's fields.
func Custom(f customfield.Field) Column { return Column(string(f.Kind) + "." + f.FieldID.String()) }

// Custom is the kind of the custom field that a column shows, and the key under which records keep its values; ok is
// false where it shows none.
func (c Column) Custom() (kind customfield.Kind, id string, ok bool) {
	name, id, ok := strings.Cut(string(c), ".")
	if kind = customfield.Kind(name); !ok || !kind.Valid() {
		return "", "", false
	}
	if key, err := uuid.Parse(id); err != nil || key.String() != id {
		return "", "", false
	}
	return kind, id, true
}

// Day tells that a column is of days.
func (c Column) Day() bool {
	kind, _, _ := c.Custom()
	return c == CloseDate || c == Created || c == LastTouch || kind == customfield.Date
}

// YesNo tells that a column is of a custom field whose values are yes and no.
func (c Column) YesNo() bool { return c.of() == customfield.Flag }

// Listed tells the same of choices, which have an order.
func (c Column) Listed() bool { return c.of() == customfield.Choice }

// Prose tells the same of text.
func (c Column) Prose() bool { return c.of() == customfield.Text }

// exact is the kind of numbers that have decimals.
const exact kind = "numeric"

// stored is the value of a custom field of the opportunity o. The key is that of a uuid and needs no escape.
func stored(id string) string { return `(o.fields->>'` + id + `')` }

// figured is the same as a number; NULL where it is none.
func figured(id string) string {
	return `(CASE WHEN ` + stored(id) + ` ~ '^-?[0-9]{1,40}([.][0-9]{1,20})?$' THEN ` + stored(id) + `::numeric END)`
}

// measured is the value as it is compared: amounts in the base currency, days by their text, whose order is theirs.
func measured(kind customfield.Kind, id string) string {
	switch kind {
	case customfield.Number:
		return figured(id)
	case customfield.Amount:
		return fx.Major(figured(id))
	}
	return stored(id)
}

// key is how a column is sorted; ok is false for what is no column.
func (c Column) key() (k key, ok bool) {
	if k, ok = keys[c]; ok {
		return k, true
	}
	kind, id, ok := c.Custom()
	switch kind {
	case customfield.Number, customfield.Amount:
		return key{kind: exact, sql: measured(kind, id)}, ok
	case customfield.Choice: // in the order of the choices; those that are offered no more come last
		return key{kind: number, sql: `array_position(@options::text[], ` + stored(id) + `)::bigint`}, ok
	case customfield.Flag:
		return key{kind: number, sql: `(CASE ` + stored(id) + ` WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)::bigint`}, ok
	case customfield.Date:
		return key{kind: text, sql: stored(id)}, ok
	}
	return word(stored(id)), ok
}
