package importer

import (
	"context"
	"encoding/json"
	"hash/fnv"
	"maps"

	"github.com/google/uuid"

	"quarterdeck/internal/importer/mapping"
	"quarterdeck/internal/tenant"
)

// table is the loader of an object whose rows are records of their own.
func table[T any](w *run, object string, parse func(*mapping.Row, uuid.UUID) T, put func(context.Context, *tenant.Tx, []T) (tenant.Outcome, error)) loader {
	var batch []T
	ids := map[string]uuid.UUID{}
	read := func(r *mapping.Row) {
		id := w.refs.id(object, r.Key)
		if record := parse(r, id); r.Refused == "" {
			batch, ids[r.Key] = append(batch, record), id
		}
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		records, known := batch, maps.Clone(ids)
		batch = nil
		clear(ids)
		out, err := put(ctx, tx, records)
		if err == nil {
			w.refs.learn(object, known)
		}
		return out, err
	}
	return loader{size: 2000, read: read, write: write}
}

// hash is of all that a record holds, what it refers to included, so that it differs whenever the record would.
func hash(record any) int64 {
	h := fnv.New64a()
	if err := json.NewEncoder(h).Encode(record); err != nil {
		panic(err) // records are plain data
	}
	return int64(h.Sum64())
}

// object is a JSON object of custom fields.
func object(fields map[string]string) string {
	if len(fields) == 0 {
		return "{}"
	}
	body, err := json.Marshal(fields)
	if err != nil {
		panic(err) // texts always have a JSON form
	}
	return string(body)
}
