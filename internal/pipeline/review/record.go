package review

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
)

// Record is a review that was finished or reopened.
type Record struct {
	Number   int64 // counts from 1 within the week, the lead and the period
	Finished bool  // false: opened again
	Document []byte
	Author   string
	At       time.Time
}

// sheet is what was frozen.
func (r Record) sheet() (s Sheet, err error) {
	if err = json.Unmarshal(r.Document, &s); err != nil {
		return s, fmt.Errorf("review: record: %w", err)
	}
	return s, nil
}

// newest is the last record of a week, a lead and a period, or nil.
func newest(ctx context.Context, tx *tenant.Tx, week string, lead uuid.UUID, period string) (*Record, error) {
	r, err := tenant.One[Record](ctx, tx, `SELECT o.number, o.finished, o.document, m.name AS author, o.at
		FROM app.review_records o
		JOIN app.members m ON m.tenant_id = @tenant AND m.id = o.author_id
		WHERE o.tenant_id = @tenant AND o.week = @week AND o.lead_id = @lead AND o.period = @period
		ORDER BY o.number DESC LIMIT 1`,
		tenant.Args{"week": week, "lead": lead, "period": period})
	switch {
	case err == nil:
		return &r, nil
	case fault.KindOf(err) == fault.NotFound:
		return nil, nil
	}
	return nil, fmt.Errorf("review: record: %w", err)
}

// Finish stores the review as its page shows it now. Seen is the number of the record that the person saw, zero if
// there was none. Of two people at once, the second gets a Conflict.
func Finish(ctx context.Context, tx *tenant.Tx, w Week, r scope.Request, seen int64) (Review, error) {
	v, err := runnable(ctx, tx, w, r, seen)
	if err != nil {
		return v, err
	}
	if v.Frozen() {
		return v, fault.New(fault.Conflict, v.Record.Author+" already finished this review.")
	}
	document, err := json.Marshal(v.Sheet)
	if err != nil {
		return v, fmt.Errorf("review: finish: %w", err)
	}
	return v, write(ctx, tx, v, true, document)
}

// Reopen reopens a finished review. The stored record does not change; finishing again makes a new one.
func Reopen(ctx context.Context, tx *tenant.Tx, w Week, r scope.Request, seen int64) error {
	v, err := runnable(ctx, tx, w, r, seen)
	if err != nil {
		return err
	}
	if !v.Frozen() {
		return fault.New(fault.Conflict, "This review is open already.")
	}
	return write(ctx, tx, v, false, []byte("{}"))
}

// runnable is the review, where the actor may finish or reopen it and has seen its last record.
func runnable(ctx context.Context, tx *tenant.Tx, w Week, r scope.Request, seen int64) (Review, error) {
	if err := tx.Require(tenant.RunReviews); err != nil {
		return Review{}, err
	}
	v, err := Load(ctx, tx, w, r)
	if err != nil {
		return v, err
	}
	if !v.Whole {
		return v, fault.New(fault.Invalid,
			"Clear the team and the as-of date first: a review is finished for all of a lead's people.")
	}
	if v.Record != nil && v.Record.Number != seen || v.Record == nil && seen != 0 {
		return v, v.overtaken()
	}
	return v, nil
}

// overtaken says who was faster.
func (v Review) overtaken() error {
	if v.Record == nil {
		return fault.New(fault.Conflict, "This review changed since you opened it. Reload it first.")
	}
	did := "opened this review again"
	if v.Record.Finished {
		did = "finished this review"
	}
	return fault.New(fault.Conflict, fmt.Sprintf("%s %s at %s. Reload the page first.", v.Record.Author,
		did, v.Record.At.UTC().Format("Jan 2, 15:04 MST")))
}

func write(ctx context.Context, tx *tenant.Tx, v Review, finished bool, document []byte) error {
	number := int64(1)
	if v.Record != nil {
		number = v.Record.Number + 1
	}
	_, who := lead(tx, v.Scope.Request)
	_, err := tx.Exec(ctx, `INSERT INTO app.review_records (tenant_id, id, week, lead_id, period, number, finished,
			document, author_id, at)
		VALUES (@tenant, @id, @week, @lead, @period, @number, @finished, @document, @author, @now)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "week": v.Week.Key, "lead": who, "period": v.Scope.Period.Key,
			"number": number, "finished": finished, "document": document, "author": tx.By(), "now": tx.Now()})
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind == fault.Conflict {
		return fault.New(fault.Conflict,
			"Somebody else finished or reopened this review just now. Reload the page first.")
	}
	if err != nil {
		return fmt.Errorf("review: finish: %w", err)
	}
	action := "finished"
	if !finished {
		action = "reopened"
	}
	return audit.Record(ctx, tx, action, "review", v.Week.Key,
		map[string]string{"lead": who.String(), "period": v.Scope.Period.Key, "number": fmt.Sprint(number)})
}
