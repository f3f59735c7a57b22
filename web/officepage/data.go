package officepage

import (
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Data is what a home says to other programs, whoever it is for: the tiles as they are shown, and the table with its
// numbers.
type Data struct {
	Role   tenant.Role
	Title  string
	Moment string
	AsOf   time.Time // the moment of the figures
	Tiles  []ui.TileProps
	Sheet  page.Sheet
}

// tile is a figure as the page shows it; Exact is the whole amount where Value is short.
type tile struct {
	Key     string `json:"key"`
	Label   string `json:"label"`
	Value   string `json:"value"`
	Exact   string `json:"exact,omitempty"`
	Change  string `json:"change,omitempty"`
	Against string `json:"against,omitempty"`
	Note    string `json:"note,omitempty"`
}

// JSON writes the home: a tile's key and the keys of a row are their labels in lower case with underscores.
func (d Data) JSON() ([]byte, error) {
	tiles := make([]tile, len(d.Tiles))
	for i, t := range d.Tiles {
		say := money.Point.Say // like the cells of an export
		tiles[i] = tile{keyOf(t.Label), t.Label, say(t.Value), say(t.Exact), say(t.Change), say(t.Against), say(t.Sub)}
	}
	rows := make([]map[string]any, len(d.Sheet.Rows))
	for i, cells := range d.Sheet.Rows {
		rows[i] = map[string]any{}
		for n, c := range cells {
			rows[i][keyOf(d.Sheet.Head[n])] = field(c)
		}
	}
	return json.MarshalIndent(struct {
		Role   tenant.Role      `json:"role"`
		Title  string           `json:"title"`
		Moment string           `json:"moment"`
		AsOf   time.Time        `json:"as_of"`
		Tiles  []tile           `json:"tiles"`
		Rows   []map[string]any `json:"rows"`
	}{d.Role, d.Title, money.Point.Say(d.Moment), d.AsOf.UTC().Truncate(time.Second), tiles, rows}, "", "  ")
}

// field is a cell as JSON: a number keeps its digits, and an empty cell is null.
func field(c page.Cell) any {
	switch {
	case c.Text == "":
		return nil
	case c.Number:
		return json.Number(c.Text)
	}
	return c.Text
}

// keyOf is a label as a key: "Attainment %" is attainment_percent.
func keyOf(label string) string {
	words := strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(label, "%", " percent")),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "_")
}
