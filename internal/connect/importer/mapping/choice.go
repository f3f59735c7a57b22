package mapping

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/value"
)

// Style is how a file is written, as far as files differ. Empty fields are not set.
type Style struct {
	Delimiter string `json:"delimiter,omitempty"` // one character
	Decimal   string `json:"decimal,omitempty"`   // "." or ","
	Order     string `json:"order,omitempty"`     // MDY or DMY
	Percent   string `json:"percent,omitempty"`   // percent or fraction
}

// The ways to write a percentage: 60, or 0.6.
const (
	Percent  = "percent"
	Fraction = "fraction"
)

// or is a style that says what another one says where it does not itself.
func (s Style) or(other Style) Style {
	pick := func(a, b string) string {
		if a != "" {
			return a
		}
		return b
	}
	return Style{pick(s.Delimiter, other.Delimiter), pick(s.Decimal, other.Decimal), pick(s.Order, other.Order),
		pick(s.Percent, other.Percent)}
}

// comma is the delimiter; zero is to be seen from the file.
func (s Style) comma() byte {
	if s.Delimiter == "" {
		return 0
	}
	return s.Delimiter[0]
}

// problem is what a style says that cannot be: the key and what it should be.
func (s Style) problem() (key, problem string) {
	switch {
	case s.Delimiter != "" && (len(s.Delimiter) != 1 || strings.ContainsAny(s.Delimiter, "\"\r\n")):
		return "delimiter", "use one character such as ;"
	case !slices.Contains([]string{"", ".", ","}, s.Decimal):
		return "decimal", `use "." or ","`
	case !slices.Contains([]string{"", string(value.MonthFirst), string(value.DayFirst)}, s.Order):
		return "order", "use MDY or DMY"
	case !slices.Contains([]string{"", Percent, Fraction}, s.Percent):
		return "percent", "use percent or fraction"
	}
	return "", ""
}

// Choices are how somebody has said that an import is to read its files: the style of each, by its name, and what the
// words of a field mean that nothing else explains.
type Choices struct {
	Styles map[string]Style             `json:"styles,omitempty"`
	Values map[string]map[string]string `json:"values,omitempty"`
}

// ParseChoices parses choices from JSON; an unknown key is an error that names it.
func ParseChoices(body []byte) (*Choices, error) {
	var c Choices
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("The choices file is invalid: %v.", err))
	}
	return &c, c.Check()
}

// Check rejects invalid choices.
func (c Choices) Check() error {
	for file, s := range c.Styles {
		if key, problem := s.problem(); key != "" {
			return fault.New(fault.Invalid, fmt.Sprintf("The %s of %s is invalid: %s.", key, file, problem))
		}
	}
	for field, words := range c.Values {
		if problem := wrongMeaning(field, words); problem != "" {
			return fault.New(fault.Invalid, "The values for "+field+" are invalid: "+problem+".")
		}
	}
	return nil
}

// listed are the fields whose words are held against lists of the organisation, which change; any word can be meant.
var listed = map[string]bool{"loss_reason": true, "competitor": true, "source": true}

// wrongMeaning is what is wrong with what the words of a field are to mean; empty where nothing is.
func wrongMeaning(field string, words map[string]string) string {
	if listed[field] {
		return ""
	}
	vocabularies := vocabulariesOf(field)
	if len(vocabularies) == 0 && field != "stage" {
		return "the values of this field cannot be mapped"
	}
	for _, word := range slices.Sorted(maps.Keys(words)) {
		if field != "stage" &&
			!slices.ContainsFunc(vocabularies, func(v *value.Vocabulary) bool { return v.Has(words[word]) }) {
			return fmt.Sprintf("%q is not %s", words[word], vocabularies[0].Noun)
		}
	}
	return ""
}

func (c Choices) style(file string) Style {
	for name, s := range c.Styles {
		if strings.EqualFold(name, file) {
			return s
		}
	}
	return Style{}
}

// over is what words mean by folded word: as these choices say, else as the mapping does.
func (c Choices) over(mapping map[string]map[string]string) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, values := range []map[string]map[string]string{mapping, c.Values} {
		for field, words := range values {
			if all[field] == nil {
				all[field] = map[string]string{}
			}
			for word, meaning := range words {
				all[field][value.Fold(word)] = meaning
			}
		}
	}
	return all
}

// Chosen is the chosen meaning of a field's word.
func (f *File) Chosen(field, word string) (string, bool) {
	if len(f.choices[field]) == 0 {
		return "", false
	}
	meaning, ok := f.choices[field][value.Fold(word)]
	return meaning, ok
}
