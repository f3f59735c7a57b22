package object

import (
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/record/customfield"
)

// fill lays the custom fields that a row of an object says over those that are known. A cell that is no value of its
// field changes nothing.
func (w *Import) fill(r *mapping.Row, object, was string, flag bool) string {
	all := w.Fields[object]
	if len(all) == 0 {
		return was
	}
	bad := func(f customfield.Field, cell string) {
		if flag {
			r.Flag("%q is not a value of the field %s.", source.Shorten(cell), f.Name)
		}
	}
	return customfield.Format(all.Over(customfield.Values(was), r.File.CustomColumns(), r.Custom(),
		w.Calendar.Location(), bad))
}
