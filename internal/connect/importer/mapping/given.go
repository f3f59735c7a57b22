package mapping

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Has tells whether the file says anything of a field, be it that it is empty. A file that lacks the column leaves the
// field of a record that is known alone; an empty cell empties it, unless empty cells are to say nothing.
func (r *Row) Has(fields ...string) bool {
	return slices.ContainsFunc(fields, func(field string) bool {
		return len(r.File.fields[field]) > 0 && (r.File.Empty != Leave || r.Get(field) != "")
	})
}

// Stranger refuses a row that is deleted in the source and not known here.
func (r *Row) Stranger() { r.Refuse("The record is deleted in the source and was never imported.") }

// Facts is what the row says of each field that its file has, as text.
func (r *Row) Facts() map[string]string {
	silent, all := *r, make(map[string]string, len(r.File.fields))
	silent.Flags = nil
	for field := range r.File.fields {
		all[field] = silent.Get(field)
	}
	return all
}

// Clear notes that the row empties a field that had a value.
func (r *Row) Clear(field string) {
	if !slices.Contains(r.Cleared, field) {
		r.Cleared = append(r.Cleared, field)
	}
}

// CustomOver is the custom fields of a record that had some: those whose columns the file lacks stay as they were.
func (r *Row) CustomOver(was map[string]string) map[string]string {
	given, all := r.Custom(), map[string]string{}
	for name, value := range was {
		here := func(i int) bool { return strings.EqualFold(r.File.header[i], name) }
		at := slices.IndexFunc(r.File.custom, here)
		switch {
		case at < 0, r.File.Empty == Leave:
			all[name] = value
		case given[r.File.header[r.File.custom[at]]] == "" && value != "":
			r.Clear(name)
		}
	}
	maps.Copy(all, given)
	return all
}

// Shape is what a file says of its records and how, in a form that can be compared: the same cells mean something else
// in a file that has other columns, or is written otherwise.
func (f *File) Shape() string {
	var names []string
	for _, i := range f.custom {
		names = append(names, "+"+f.header[i])
	}
	slices.Sort(names)
	style := fmt.Sprint(string(rune(f.mark)), f.calendar.Order, f.calendar.Times, f.fractions)
	if f.Empty == Leave {
		style += " empty cells say nothing"
	}
	return strings.Join(slices.Concat(slices.Sorted(maps.Keys(f.fields)), names, []string{style}), "\n")
}
