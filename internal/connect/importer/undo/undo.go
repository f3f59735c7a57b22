// Package undo takes a whole import back: what it created goes, what it changed becomes what it was, and what somebody
// or another import has changed since is left, with the reason.
//
// An undo is a change like any other, from now on: the history stays, and a page of the time between shows what was
// known then. It is done in batches, each in one transaction with what became of its records, so that one that was
// interrupted goes on where it was.
package undo

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Days is for how long an import can be undone.
const Days = 7

// Result is what became of a record.
type Result string

// The results. A record of which some fields were put back and others left is Part; Same is one that is as it was.
const (
	Removed  Result = "removed"
	Restored Result = "restored"
	Part     Result = "part"
	Left     Result = "left"
	Same     Result = "same"
)

// Undo is the undoing of an import.
type Undo struct {
	ImportID   uuid.UUID
	StartedBy  *uuid.UUID
	At         time.Time
	FinishedAt *time.Time
	Failure    string // a sentence for the person, where it stopped
	Tally
	All  int64 // records that the import touched
	Done int64 // of them
}

// Tally counts records by what becomes of them.
type Tally struct {
	Removed  int64
	Restored int64
	Part     int64 // some of their fields are left
	Left     int64
}

// Kept counts the records of which something is left.
func (t Tally) Kept() int64 { return t.Part + t.Left }

// Kept is a record of which an undo leaves something as it is, with the reason.
type Kept struct {
	Object   string
	RecordID uuid.UUID
	Name     string
	Result   Result
	Reason   string
}

// Refusal is why an import cannot be undone, as a fault; nil: it can be.
func Refusal(ctx context.Context, tx *tenant.Tx, i importjob.Import) error {
	switch {
	case i.DryRun:
		return fault.New(fault.Conflict, "A dry run stores nothing, so there is nothing to undo.")
	case i.State != importjob.Done && i.State != importjob.Failed || i.FinishedAt == nil:
		return fault.New(fault.Conflict, "Only an import that has ended can be undone.")
	case tx.Now().Sub(*i.FinishedAt) > Days*24*time.Hour:
		return fault.New(fault.Conflict, fmt.Sprintf("An import can be undone for %d days.", Days))
	}
	some, err := recorded(ctx, tx, i.ID)
	if err != nil || some {
		return err
	}
	objects, err := importjob.Objects(ctx, tx, i.ID)
	rows := int64(0)
	for _, o := range objects {
		rows += o.Total
	}
	if err == nil && rows > importjob.LargestUndo {
		f := tx.Settings().Numbers
		return fault.New(fault.Conflict, fmt.Sprintf("This import has %s rows. Imports of more than "+
			"%s cannot be undone.", f.Whole(rows), f.Whole(importjob.LargestUndo)))
	}
	return cmp.Or(err, fault.New(fault.Conflict, "This import changed no record that can be undone."))
}

// Start asks for an import to be undone; Run does it. One that stopped goes on; one that is under way is left alone.
func Start(ctx context.Context, tx *tenant.Tx, importID uuid.UUID) error {
	if err := tx.Require(tenant.RunImports); err != nil {
		return err
	}
	i, err := importjob.Get(ctx, tx, importID)
	if err != nil {
		return err
	}
	u, begun, err := Of(ctx, tx, importID)
	switch {
	case err != nil:
		return err
	case begun && u.FinishedAt != nil:
		return fault.New(fault.Conflict, "This import is undone already.")
	case begun:
		return said(ctx, tx, importID, "")
	}
	if err := Refusal(ctx, tx, i); err != nil {
		return err
	}
	if first, err := begin(ctx, tx, importID); err != nil || !first {
		return err
	}
	return audit.Record(ctx, tx, "undo started", "import", importID.String(), map[string]string{"origin": i.Origin})
}

// GiveUp says why an undo stopped, unless it has ended.
func GiveUp(ctx context.Context, tx *tenant.Tx, importID uuid.UUID, sentence string) error {
	return said(ctx, tx, importID, sentence)
}
