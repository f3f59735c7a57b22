package lookup

import (
	"context"
	"errors"
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
	if of.ID != uuid.Nil && slices.ContainsFunc(n[folded], func(k tenant.Named) bool { return k.ID == of.ID }) {
		return // its name and its address are the same
	}
	n[folded] = append(n[folded], of)
}

var named = map[string]func(context.Context, *tenant.Tx) ([]tenant.Named, error){
	"member": member.Called, "account": account.Called, "contact": contact.Called, "product": product.Called,
	"opportunity": opportunity.Called,
}

// targets are the objects that fields name.
var targets = map[string][]string{"owner": {"member"}, "member": {"member"}, "manager": {"member"},
	"account": {"account"}, "parent": {"account"},
	"contact": {"contact"}, "product": {"product"}, "opportunity": {"opportunity"}, "about": {"opportunity", "account"}}

// LoadNames reads the names of what a file names by name, and of what some more fields name: among all known records,
// not only those of this import.
func (d *Directory) LoadNames(ctx context.Context, tx *tenant.Tx, f *mapping.File, more ...string) error {
	var objects []string
	for field := range f.Fields {
		if f.By(field) {
			objects = append(objects, targets[field]...)
		}
	}
	for _, field := range more {
		objects = append(objects, targets[field]...)
	}
	slices.Sort(objects)
	for _, object := range slices.Compact(objects) {
		all, err := named[object](ctx, tx)
		if err != nil {
			return fmt.Errorf("lookup: names of %s: %w", object, err)
		}
		if object == "member" { // files name people by their addresses too
			mailed, err := member.Mailed(ctx, tx)
			if err != nil {
				return fmt.Errorf("lookup: addresses of %s: %w", object, err)
			}
			all = append(all, mailed...)
		}
		known := names{}
		for _, of := range all {
			known.add(of)
		}
		d.known[object] = known
	}
	return nil
}

// ByName finds the only record with a name: an exact match, else the only near match. If there are two, it picks none.
func (d *Directory) ByName(object, name string) (of tenant.Named, problem string) {
	folded := mapping.Fold(name)
	all := slices.Clone(d.known[object][folded])
	for _, of := range d.names[object][folded] {
		if !slices.ContainsFunc(all, func(k tenant.Named) bool { return k.ExternalID == of.ExternalID }) {
			all = append(all, of)
		}
	}
	if exact := slices.DeleteFunc(slices.Clone(all),
		func(of tenant.Named) bool { return of.Name != name }); len(exact) > 0 {
		all = exact
	}
	switch len(all) {
	case 0:
		return of, fmt.Sprintf("There is no %s named %q.", object, source.Shorten(name))
	case 1:
		return all[0], ""
	}
	var keys []string
	for _, of := range all {
		keys = append(keys, of.ExternalID)
	}
	slices.Sort(keys)
	return of, fmt.Sprintf("%d records (%s) are named %q, so none was chosen. Give the %s by its key.", len(all),
		source.Shorten(strings.Trim(strings.Join(keys, ", "), ", ")), source.Shorten(name), object)
}

// Find looks up the record that a field refers to by name, and reports if there is none or its name is spelt
// differently.
func (d *Directory) Find(r *mapping.Row, field, object string) (id *uuid.UUID, problem, remark string) {
	v := r.Get(field)
	if v == "" {
		return nil, "", ""
	}
	if !r.By(field) {
		if at, ok := d.ids[object][d.Key(object, v)]; ok {
			return &at, "", ""
		}
		return nil, fmt.Sprintf("The %s %q is not known.", field, source.Shorten(v)), ""
	}
	of, problem := d.ByName(object, v)
	if problem != "" {
		return nil, problem, ""
	}
	if of.Name != v {
		remark = fmt.Sprintf("The %s %q was matched to %q.", field, source.Shorten(v), of.Name)
	}
	if of.ID != uuid.Nil {
		return &of.ID, "", remark
	}
	if at, ok := d.ids[object][of.ExternalID]; ok {
		return &at, "", remark
	}
	return nil, fmt.Sprintf("The %s %q is not known.", field, source.Shorten(v)), ""
}

// Written is the record that a value of a history stands for: sources write keys there, or names.
func (d *Directory) Written(object, text string) (uuid.UUID, error) {
	if id, ok := d.ByKey(object, text); ok {
		return id, nil
	}
	of, problem := d.ByName(object, text)
	id := of.ID
	if id == uuid.Nil {
		id = d.ids[object][of.ExternalID]
	}
	switch {
	case problem != "" && of.Name == "" && strings.Contains(problem, "none was chosen"):
		return id, errors.New(strings.TrimSuffix(problem, "."))
	case problem != "" || of.Name != text || id == uuid.Nil:
		return id, fmt.Errorf("the %s %q is not known", object, source.Shorten(text))
	}
	return id, nil
}
