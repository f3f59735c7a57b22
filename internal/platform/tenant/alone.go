package tenant

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
)

// Work is what the transactions of an organisation do one after the other, each until it is over.
type Work string

// The work that is done alone, in the order in which a transaction that does several takes them, so that no two wait
// for each other. The row of a run is locked between OpenRuns and StatePay. MoveStatement is taken statement by
// statement by whoever states the pay of their payees, else for one statement only.
const (
	ImportFiles    Work = "import files"
	BuildSnapshots Work = "build snapshots"
	MergeRecords   Work = "merge records"
	HandOutTasks   Work = "hand out tasks"
	ShapeProcess   Work = "shape process"  // versions of rules, stages and lists
	ChangePlans    Work = "change plans"   // versions of plans and their publication
	OpenRuns       Work = "open runs"      // opening, waiving and withdrawing runs
	StatePay       Work = "state pay"      // of payees on a plan: calculating and locking
	MoveStatement  Work = "move statement" // of a statement: its states and calculations
	ProposePay     Work = "propose pay"    // of a member: adjustments
	OpenDispute    Work = "open dispute"   // on a statement
)

// Alone waits until nobody else in the organisation does a work, and keeps others from it until the transaction is
// over; where the work is about something, such as a payee, others go on with the rest. Several are taken in one order,
// whatever the caller's, so that two who ask for the same ones do not wait for each other: ask for all at once.
func (tx *Tx) Alone(ctx context.Context, work Work, about ...string) error {
	if _, err := tx.raw.Exec(ctx, `SELECT pg_advisory_xact_lock(n) FROM unnest($1::bigint[]) AS n`,
		tx.numbers(work, about)); err != nil {
		return fmt.Errorf("tenant: alone: %s: %w", work, err)
	}
	return nil
}

// TryAlone is Alone for those who do not wait: it answers false where somebody else is at it.
func (tx *Tx) TryAlone(ctx context.Context, work Work) (bool, error) {
	var free bool
	if err := tx.raw.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock($1)`, tx.Number(work)).Scan(&free); err != nil {
		return false, fmt.Errorf("tenant: alone: %s: %w", work, err)
	}
	return free, nil
}

// Underway is a condition of statements: somebody does the work whose number is @underway.
const Underway = `EXISTS (SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
		AND d.datname = current_database()
	WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
	AND (l.classid::bigint << 32 | l.objid::bigint) = @underway)`

// Number is by what Postgres knows a work of the organisation.
func (tx *Tx) Number(work Work) int64 { return tx.number(work, "") }

func (tx *Tx) numbers(work Work, about []string) []int64 {
	if len(about) == 0 {
		return []int64{tx.Number(work)}
	}
	numbers := make([]int64, len(about))
	for i, a := range about {
		numbers[i] = tx.number(work, a)
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// number hashes with ends between the parts, so that no two works or organisations run into one.
func (tx *Tx) number(work Work, about string) int64 {
	sum := sha256.Sum256([]byte(tx.actor.TenantID.String() + "\x00" + string(work) + "\x00" + about))
	return int64(binary.BigEndian.Uint64(sum[:]))
}
