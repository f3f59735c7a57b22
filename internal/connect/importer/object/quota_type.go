package object

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
)

// quotaTypes says which forecast types of a file of quotas count. A source keeps a quota for each of its forecast
// types: the whole, and the same again by product family. They are never added up.
type quotaTypes struct {
	takes map[string]bool   // nil: all, for there is one
	why   string            // the others are refused
	forms map[string]string // each type as its first quota writes it, by its shortest form
}

func (q quotaTypes) refuses(r *mapping.Row) bool {
	return q.takes != nil && !q.takes[q.forms[value.Key(r.Get("forecast_type"))]]
}

// quotaTypes takes the types that the mapping names; else the only one whose quotas are of no product family; else
// none, and asks.
func (w *Import) quotaTypes(f *importjob.File) quotaTypes {
	families := map[string]bool{} // of each type, whether a quota of it is of a product family
	forms := map[string]string{}
	_ = f.Each(func(r *mapping.Row) error { // what cannot be read is refused where it is taken
		if r.Broken == "" {
			name := r.Get("forecast_type")
			if first, seen := forms[value.Key(name)]; seen {
				name = first
			}
			forms[value.Key(name)] = name
			families[name] = families[name] || r.Get("family") != ""
		}
		return nil
	})
	types := w.counting(f, families)
	types.forms = forms
	return types
}

func (w *Import) counting(f *importjob.File, families map[string]bool) quotaTypes {
	if _, ignored := families["ignored"]; len(families) < 2 && !ignored {
		return quotaTypes{}
	}
	named, ignored, whole := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for name, split := range families {
		switch name { // what the mapping says of it stands in its place
		case "counts":
			named[name] = true
		case "ignored":
			ignored[name] = true
		default:
			if !split {
				whole[name] = true
			}
		}
	}
	all := slices.Sorted(maps.Keys(families))
	rest := len(families) - len(ignored)
	switch {
	case len(named) > 0:
		return quotaTypes{takes: named, why: "The quota's forecast type is not used here."}
	case len(ignored) > 0 && rest == 1:
		takes := maps.Clone(families)
		for name := range takes {
			takes[name] = !ignored[name]
		}
		return quotaTypes{takes: takes, why: "The quota's forecast type is not used here."}
	case len(whole) == 1:
		taken := slices.Collect(maps.Keys(whole))[0]
		w.Note("%s: of the forecast types %s, only %s is used, because the others are by product family. To use "+
			"another, %s.",
			f.Name,
			source.Shorten(strings.Join(all, ", ")), source.Shorten(taken), howToName(all[0]))
		return quotaTypes{takes: whole, why: fmt.Sprintf("The quota has a different forecast type than %s, the one "+
			"in use. Types are not added up.", source.Shorten(taken))}
	}
	return quotaTypes{takes: map[string]bool{},
		why: fmt.Sprintf("There are quotas of %d forecast types (%s), and types are not added up. Choose one: "+
			"%s.", len(all),
			source.Shorten(strings.Join(all, ", ")), howToName(all[0]))}
}

func howToName(example string) string {
	return fmt.Sprintf(`name it in the mapping, as in "values": {"forecast_type": {%q: "counts"}}`,
		source.Shorten(example))
}
