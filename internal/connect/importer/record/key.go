package record

import (
	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/mapping"
)

// Keys are those of some rows, in all their forms.
func Keys(rows []*mapping.Row) []string {
	all := make([]string, 0, len(rows))
	for _, r := range rows {
		all = append(append(all, r.Key), value.Forms(r.Key)...)
	}
	return all
}

// Rekey gives each row the key under which its record is known, where it is known by another form of it.
func Rekey[T any](rows []*mapping.Row, known map[string]T) {
	for _, r := range rows {
		if _, ok := known[r.Key]; ok {
			continue
		}
		for _, form := range value.Forms(r.Key) {
			if _, ok := known[form]; ok {
				r.Key = form
				break
			}
		}
	}
}
