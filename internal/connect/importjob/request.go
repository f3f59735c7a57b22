package importjob

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/tenant"
)

// Request asks for an import. Mapping is for the format CSV.
type Request struct {
	Format  Format
	Origin  string
	Mapping []byte
	DryRun  bool
	Choices *mapping.Choices // nil: what words mean as for the last import
	DraftID *uuid.UUID       // the upload whose columns were mapped; nil: none
}

// choices are those of the request, or what words mean as for the last import.
func (r Request) choices(ctx context.Context, tx *tenant.Tx) (mapping.Choices, error) {
	if r.Choices == nil {
		return lastChoices(ctx, tx, r.Format)
	}
	return *r.Choices, r.Choices.Check()
}

func (r Request) mapping() (mapping.Mapping, error) {
	switch {
	case r.Format == Salesforce && len(r.Mapping) == 0:
		return mapping.Parse(mapping.Salesforce)
	case r.Format == CSV && len(r.Mapping) > 0:
		return mapping.Parse(r.Mapping)
	case r.Format == CSV:
		return mapping.Mapping{}, fault.On("mapping", "A CSV import needs a mapping file.")
	case r.Format == Salesforce:
		return mapping.Mapping{}, fault.On("mapping",
			"A Salesforce import needs no mapping file. To use a mapping file, choose CSV.")
	}
	return mapping.Mapping{}, fault.On("format", fmt.Sprintf("%q is not a format; choose salesforce or csv.", r.Format))
}

// Rules is the mapping by which an import reads its files.
func (i Import) Rules() (mapping.Mapping, error) {
	return Request{Format: i.Format, Mapping: []byte(i.Mapping)}.mapping()
}
