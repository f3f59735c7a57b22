// Package lookup finds the records that the rows of an import name, by their keys in the source, in whatever form they
// are written, or by their names: among all that are known here and those of the import.
package lookup

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/product"
	"quarterdeck/internal/record/quota"
)

// Directory knows the records that rows can refer to, and the keys of the rows read.
type Directory struct {
	ids   map[string]map[string]uuid.UUID // by object and key
	known map[string]names                // by object, as they are here
	names map[string]names                // by object, of the rows of this import
	rows  map[string]map[string]place
	forms map[string]*Keys
}

type place struct {
	file string
	line int
}

// New is an empty directory.
func New() *Directory {
	return &Directory{map[string]map[string]uuid.UUID{}, map[string]names{}, map[string]names{},
		map[string]map[string]place{},
		map[string]*Keys{}}
}

var readers = map[string]func(context.Context, *tenant.Tx) (map[string]uuid.UUID, error){
	"member": member.IDs, "account": account.IDs, "contact": contact.IDs, "product": product.IDs,
	"opportunity": opportunity.IDs, "quota": quota.IDs,
}

// LoadKeys loads the known records of some objects, once.
func (d *Directory) LoadKeys(ctx context.Context, tx *tenant.Tx, objects ...string) error {
	for _, object := range objects {
		if d.ids[object] != nil {
			continue
		}
		ids, err := readers[object](ctx, tx)
		if err != nil {
			return fmt.Errorf("lookup: known %s: %w", object, err)
		}
		d.ids[object] = ids
		for key := range ids {
			d.keys(object).Add(key)
		}
	}
	return nil
}

// AddKeys keeps the keys of records that were written.
func (d *Directory) AddKeys(object string, ids map[string]uuid.UUID) {
	if d.ids[object] == nil {
		return // nothing refers to it
	}
	for key, id := range ids {
		d.ids[object][key] = id
	}
}

// IDOf is the key here of a record, or a new one.
func (d *Directory) IDOf(object, key string) uuid.UUID {
	if id, ok := d.ids[object][key]; ok {
		return id
	}
	return uuid.Must(uuid.NewV7())
}

// Register stores a row's key and name; a second row with the same key is rejected.
func (d *Directory) Register(r *mapping.Row) {
	if r.Broken != "" || r.Key == "" || len(r.Key) > 4*mapping.KeyLimit {
		return
	}
	object := r.File.Object
	if d.rows[object] == nil {
		d.rows[object], d.names[object] = map[string]place{}, names{}
	}
	r.Key = value.Whole(d.Key(object, r.Key))
	d.keys(object).Add(r.Key)
	if first, twice := d.rows[object][r.Key]; twice {
		r.Broken = fmt.Sprintf("The key %s is already used in line %d of %s.", r.Key, first.line, first.file)
		return
	}
	key := strings.Clone(r.Key)
	d.rows[object][key] = place{r.File.File, r.Line}
	if object == "member" || object == "account" { // the others do not name one another
		d.names[object].add(tenant.Named{ExternalID: key, Name: strings.Clone(r.Get("name"))})
	}
}

// Ref finds the record that a field refers to. If there is none, the row is imported without it, with a warning.
func (d *Directory) Ref(r *mapping.Row, field, object string) *uuid.UUID {
	id, problem, remark := d.Find(r, field, object)
	if said := cmp.Or(problem, remark); said != "" {
		r.Flag("%s", said)
	}
	return id
}

// Must is Ref for a field that the row needs.
func (d *Directory) Must(r *mapping.Row, field, object string) uuid.UUID {
	id := d.Ref(r, field, object)
	if _, problem, _ := d.Find(r, field, object); problem != "" && r.By(field) {
		r.Refuse("%s", problem)
	}
	if id == nil {
		r.Refuse("The row's %s (%q) is not known.", field, source.Shorten(r.Get(field)))
		return uuid.Nil
	}
	return *id
}

// Needs is Must for a field that only new records need.
func (d *Directory) Needs(r *mapping.Row, field, object string, fresh bool) uuid.UUID {
	if !fresh && !r.Has(field) {
		return uuid.Nil
	}
	return d.Must(r, field, object)
}

// ByKey is the record with a key, in any form of the key.
func (d *Directory) ByKey(object, text string) (id uuid.UUID, known bool) {
	id, known = d.ids[object][d.Key(object, text)]
	return id, known
}

// Expects reports whether a key belongs to a known record or to a row of this import.
func (d *Directory) Expects(object, key string) bool {
	_, read := d.rows[object][key]
	_, known := d.ids[object][key]
	return read || known
}

// Reload reloads the records of an object when they are needed next.
func (d *Directory) Reload(object string) { delete(d.ids, object) }

// Redirect maps the keys of a merged record to the surviving one.
func (d *Directory) Redirect(object string, from, into uuid.UUID) {
	for key, id := range d.ids[object] {
		if id == from {
			d.ids[object][key] = into
		}
	}
}
