package column

import (
	"path"
	"slices"
	"strings"

	"quarterdeck/internal/base/value"
)

// Memory is which targets an organisation chose before, by object and folded header.
type Memory map[string]map[string]string

// Remember is what plans say, the newest first.
func Remember(plans []Plan) Memory {
	m := Memory{}
	for _, p := range plans {
		for _, s := range p.Sheets {
			if m[s.Object] == nil {
				m[s.Object] = map[string]string{}
			}
			for _, c := range s.Columns {
				if _, newer := m[s.Object][fold(c.Header)]; !newer {
					m[s.Object][fold(c.Header)] = c.Field
				}
			}
		}
	}
	return m
}

// field is the target of a column: as it was chosen before, else as its header says, else a custom field.
func (m Memory) field(object, header string) string {
	folded := fold(header)
	if folded == "" || folded == fold(Reason) || object == Skip {
		return ""
	}
	field, chosen := m[object][folded]
	if chosen && (field == "" || field == Custom || known(object, field)) {
		return field
	}
	for _, t := range Targets(object) {
		if slices.ContainsFunc(t.words, func(word string) bool { return fold(word) == folded }) {
			return t.Field
		}
	}
	return Custom
}

// object is what the rows of a file seem to be: the object that most of the columns belong to, and that the file's name
// names. A file of which nobody can tell holds accounts.
func (m Memory) object(file string, header []string) string {
	best, most := "account", 0
	name := fold(strings.TrimSuffix(file, path.Ext(file)))
	for _, o := range Objects {
		score := 0
		for _, word := range o.words {
			if strings.Contains(name, fold(word)) {
				score = 6
			}
		}
		for _, column := range header {
			switch field := m.field(o.Name, column); {
			case field == Custom || field == "":
			case required(o.Name, field):
				score += 3
			default:
				score++
			}
			if _, before := m[o.Name][fold(column)]; before {
				score++
			}
		}
		if score > most {
			best, most = o.Name, score
		}
	}
	return best
}

// fold is a header without what people and systems write differently.
func fold(header string) string {
	header = strings.TrimSpace(header)
	if at := len(header) - len("__c"); at > 0 && strings.EqualFold(header[at:], "__c") {
		header = header[:at]
	}
	return value.Fold(header)
}

func known(object, field string) bool {
	return slices.ContainsFunc(Targets(object), func(t Target) bool { return t.Field == field })
}

func required(object, field string) bool {
	return slices.ContainsFunc(Targets(object),
		func(t Target) bool { return t.Required && base(t.Field) == base(field) })
}
