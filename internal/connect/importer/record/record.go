// Package record turns the rows of a source into records: a row that is new is added, one that says what it said before
// is left alone, and one that differs is laid over what is known, so that what its file says nothing of stays. It also
// tells what becomes of records that the source deleted or merged.
package record

import (
	"context"
	"time"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importer/lookup"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/picklist"
)

// Ever is the start of facts without a date: before anything in a CRM.
var Ever = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)

// Run is an import under way as the loaders of its objects share it: what it reports, the records that rows may name,
// and whose day and money it is.
type Run struct {
	*importjob.Report
	*lookup.Directory
	Now      time.Time
	Begins   time.Time      // since when the source knows what has no date of its own
	Home     money.Currency // in which the organisation adds up
	Calendar period.Calendar
	Fields   map[string]customfield.Set // by object, those in use
	Lists    picklist.Lists             // the words that the organisation keeps for opportunities
}

// Loader imports the rows of a file in batches.
type Loader struct {
	Size    int // rows in a transaction; 0: all
	Prepare func(context.Context, *tenant.Tx) error
	Before  func(context.Context, *tenant.Tx, []*mapping.Row) error // looks up what is known of the rows of a batch
	Read    func(*mapping.Row)                                      // makes a record of a row, unless it refuses it
	Write   func(context.Context, *tenant.Tx) (tenant.Outcome, error)
	Skip    func(*mapping.Row) // sees a row that an earlier run has dealt with
	Finish  func(context.Context, *tenant.Tx) error
}

// Knows is a loader's preparation: it reads which records of some objects there are.
func (w *Run) Knows(objects ...string) func(context.Context, *tenant.Tx) error {
	return func(ctx context.Context, tx *tenant.Tx) error { return w.LoadKeys(ctx, tx, objects...) }
}

// Created is when a record was made in the source, and the moment that counts as such where the source does not say:
// the mapping's beginning, or that of the import.
func (w *Run) Created(r *mapping.Row) (given, counted time.Time) {
	given = r.Instant("created_at")
	if given.IsZero() {
		return given, w.Begins
	}
	return given, given
}
