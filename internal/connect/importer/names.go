package importer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/product"
)

// names is the records of an object by their folded names.
type names map[string][]tenant.Named

func (n names) add(of tenant.Named) {
	folded := mapping.Fold(of.Name)
	n[folded] = append(n[folded], of)
}

var callers = map[string]func(context.Context, *tenant.Tx) ([]tenant.Named, error){
	"member": member.Called, "account": account.Called, "contact": contact.Called, "product": product.Called, "opportunity": opportunity.Called,
}

// targets are the objects that fields name.
var targets = map[string][]string{"owner": {"member"}, "member": {"member"}, "manager": {"member"}, "account": {"account"}, "parent": {"account"},
	"contact": {"contact"}, "product": {"product"}, "opportunity": {"opportunity"}, "about": {"opportunity", "account"}}

// call reads the names of what a file names by name, and of what the history of opportunities does: among all known records,
// not only those of this import.
func (w *run) call(ctx context.Context, tx *tenant.Tx, f *file) error {
	var objects []string
	for field := range f.Fields {
		if f.By(field) {
			objects = append(objects, targets[field]...)
		}
	}
	if f.Object == "opportunity" {
		for _, field := range []string{"owner", "account"} {
			if w.past.tracked[field] {
				objects = append(objects, targets[field]...)
			}
		}
	}
	slices.Sort(objects)
	for _, object := range slices.Compact(objects) {
		all, err := callers[object](ctx, tx)
		if err != nil {
			return fmt.Errorf("importer: names of %s: %w", object, err)
		}
		known := names{}
		for _, of := range all {
			known.add(of)
		}
		w.refs.known[object] = known
	}
	return nil
}

// called finds the one record of a name: the one that is written just so, else the only one that is written nearly so. Of two
// none is picked.
func (f *refs) called(object, name string) (of tenant.Named, problem string) {
	folded := mapping.Fold(name)
	all := slices.Clone(f.known[object][folded])
	for _, of := range f.names[object][folded] {
		if !slices.ContainsFunc(all, func(k tenant.Named) bool { return k.ExternalID == of.ExternalID }) {
			all = append(all, of)
		}
	}
	if exact := slices.DeleteFunc(slices.Clone(all), func(of tenant.Named) bool { return of.Name != name }); len(exact) > 0 {
		all = exact
	}
	switch len(all) {
	case 0:
		return of, fmt.Sprintf("No %s has the name %q.", object, source.Shorten(name))
	case 1:
		return all[0], ""
	}
	var keys []string
	for _, of := range all {
		keys = append(keys, of.ExternalID)
	}
	slices.Sort(keys)
	return of, fmt.Sprintf("%d records (%s) are called %q and none was picked: name the %s by its key.", len(all),
		source.Shorten(strings.Trim(strings.Join(keys, ", "), ", ")), source.Shorten(name), object)
}

// find looks for the record that a field names, and tells what is wrong where there is none, or how else it is written.
func (w *run) find(r *mapping.Row, field, object string) (id *uuid.UUID, problem, remark string) {
	v := r.Get(field)
	if v == "" {
		return nil, "", ""
	}
	if !r.By(field) {
		if at, ok := w.refs.ids[object][w.refs.key(object, v)]; ok {
			return &at, "", ""
		}
		return nil, fmt.Sprintf("The %s %q is not known.", field, source.Shorten(v)), ""
	}
	of, problem := w.refs.called(object, v)
	if problem != "" {
		return nil, problem, ""
	}
	if of.Name != v {
		remark = fmt.Sprintf("The %s %q was taken for %q.", field, source.Shorten(v), of.Name)
	}
	if of.ID != uuid.Nil {
		return &of.ID, "", remark
	}
	if at, ok := w.refs.ids[object][of.ExternalID]; ok {
		return &at, "", remark
	}
	return nil, fmt.Sprintf("The %s %q is not known.", field, source.Shorten(v)), ""
}
