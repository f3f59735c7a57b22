package importer

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

// refs knows the records that rows refer to, by the source's keys and names, and the keys that were met.
type refs struct {
	ids   map[string]map[string]uuid.UUID // by object and key
	known map[string]names                // by object, as they are here
	names map[string]names                // by object, of the rows of this import
	met   map[string]map[string]place
	rings map[string]*ring
}

type place struct {
	file string
	line int
}

func newRefs() refs {
	return refs{map[string]map[string]uuid.UUID{}, map[string]names{}, map[string]names{}, map[string]map[string]place{}, map[string]*ring{}}
}

var readers = map[string]func(context.Context, *tenant.Tx) (map[string]uuid.UUID, error){
	"member": member.IDs, "account": account.IDs, "contact": contact.IDs, "product": product.IDs, "opportunity": opportunity.IDs, "quota": quota.IDs,
}

// know reads which records of some objects there are, unless that is known.
func (f *refs) know(ctx context.Context, tx *tenant.Tx, objects ...string) error {
	for _, object := range objects {
		if f.ids[object] != nil {
			continue
		}
		ids, err := readers[object](ctx, tx)
		if err != nil {
			return fmt.Errorf("importer: known %s: %w", object, err)
		}
		f.ids[object] = ids
		for key := range ids {
			f.ring(object).add(key)
		}
	}
	return nil
}

// knows is a loader's preparation.
func (w *run) knows(objects ...string) func(context.Context, *tenant.Tx) error {
	return func(ctx context.Context, tx *tenant.Tx) error { return w.refs.know(ctx, tx, objects...) }
}

// learn adds records that were written.
func (f *refs) learn(object string, ids map[string]uuid.UUID) {
	if f.ids[object] == nil {
		return // nothing refers to it
	}
	for key, id := range ids {
		f.ids[object][key] = id
	}
}

// id is that of a record, or a new one.
func (f *refs) id(object, key string) uuid.UUID {
	if id, ok := f.ids[object][key]; ok {
		return id
	}
	return uuid.Must(uuid.NewV7())
}

// meet keeps a row's key and name; a second row of one key is broken.
func (f *refs) meet(r *mapping.Row) {
	if r.Broken != "" || r.Key == "" || len(r.Key) > 4*mapping.KeyLimit {
		return
	}
	object := r.File.Object
	if f.met[object] == nil {
		f.met[object], f.names[object] = map[string]place{}, names{}
	}
	r.Key = value.Whole(f.key(object, r.Key))
	f.ring(object).add(r.Key)
	if first, twice := f.met[object][r.Key]; twice {
		r.Broken = fmt.Sprintf("The key %s stands in line %d of %s already.", r.Key, first.line, first.file)
		return
	}
	key := strings.Clone(r.Key)
	f.met[object][key] = place{r.File.File, r.Line}
	if object == "member" || object == "account" { // the others do not name one another
		f.names[object].add(tenant.Named{ExternalID: key, Name: strings.Clone(r.Get("name"))})
	}
}

// ref finds the record that a field names; where there is none the row goes without and says so.
func (w *run) ref(r *mapping.Row, field, object string) *uuid.UUID {
	id, problem, remark := w.find(r, field, object)
	if said := cmp.Or(problem, remark); said != "" {
		r.Flag("%s", said)
	}
	return id
}

// must is ref for a field without which the row makes no sense.
func (w *run) must(r *mapping.Row, field, object string) uuid.UUID {
	id := w.ref(r, field, object)
	if _, problem, _ := w.find(r, field, object); problem != "" && r.By(field) {
		r.Refuse("%s", problem)
	}
	if id == nil {
		r.Refuse("The row has no %s that is known (%q).", field, source.Shorten(r.Get(field)))
		return uuid.Nil
	}
	return *id
}

// needs is must for a record of which the row may say nothing of the field unless it is new.
func (w *run) needs(r *mapping.Row, field, object string, fresh bool) uuid.UUID {
	if !fresh && !r.Has(field) {
		return uuid.Nil
	}
	return w.must(r, field, object)
}
