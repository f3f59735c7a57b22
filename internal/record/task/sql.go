package task

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/command"
)

const columns = `t.id, t.title, t.due_on, t.due_minute, t.zone, t.assignee_id, t.object, t.object_id, t.repeats,
	t.created_by, t.created_at, t.done_at, t.deleted_at, t.revision`

// visible is the condition under which the actor sees the task t: it is theirs, they added it, they see the records of
// whose it is, or the record that it is about.
var visible = `(@all OR t.assignee_id = ANY(@members::uuid[]) OR t.created_by = @me
	OR t.object_id IS NOT NULL AND ` + audience.Sees("t.object", "t.object_id") + `)`

func seen(tx *tenant.Tx, args tenant.Args) tenant.Args {
	members, all := tx.Visible()
	args["all"], args["members"], args["me"] = all, members, tx.By()
	return args
}

// Get is a task that the actor sees, deleted ones too, or NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Task, error) {
	t, err := tenant.One[Task](ctx, tx, `SELECT `+columns+` FROM app.tasks t
		WHERE t.tenant_id = @tenant AND t.id = @id AND `+visible, seen(tx, tenant.Args{"id": id}))
	if err != nil {
		return t, fmt.Errorf("task: get: %w", err)
	}
	return t, nil
}

// Filter chooses tasks; its zero value means every open task that the actor sees.
type Filter struct {
	Assignees []uuid.UUID // nil: everybody's
	Record    audience.Record
	Done      bool        // those that are done, the last one first
	Text      string      // part of the title, in any case
	Until     period.Date // due by the end of this day; zero: whenever
	Limit     int         // 0: all
}

// List is the tasks of a filter: open ones by due time, those without a day last.
func List(ctx context.Context, tx *tenant.Tx, f Filter) ([]Task, error) {
	order := ` AND t.done_at IS NULL ORDER BY t.due_at NULLS LAST, t.id`
	if f.Done {
		order = ` AND t.done_at IS NOT NULL ORDER BY t.done_at DESC, t.id`
	}
	var record *uuid.UUID
	if f.Record.Is() {
		record = &f.Record.ID
	}
	found, err := tenant.List[Task](ctx, tx, `SELECT `+columns+` FROM app.tasks t
		WHERE t.tenant_id = @tenant AND t.deleted_at IS NULL AND `+visible+`
		AND (@assignees::uuid[] IS NULL OR t.assignee_id = ANY(@assignees::uuid[]))
		AND (@record::uuid IS NULL OR t.object_id = @record)
		AND (@until::date IS NULL OR t.due_on <= @until)
		AND (@text = '' OR position(lower(@text) IN lower(t.title)) > 0)`+order+` LIMIT nullif(@limit::int, 0)`,
		seen(tx, tenant.Args{"assignees": f.Assignees, "record": record, "text": f.Text, "limit": f.Limit,
			"until": f.Until}))
	if err != nil {
		return nil, fmt.Errorf("task: list: %w", err)
	}
	return found, nil
}

// OfAccount lists the open tasks about a company, its opportunities and its people, by due time.
func OfAccount(ctx context.Context, tx *tenant.Tx, account uuid.UUID, limit int) ([]Task, error) {
	found, err := tenant.List[Task](ctx, tx, `SELECT `+columns+` FROM app.tasks t
		WHERE t.tenant_id = @tenant AND t.deleted_at IS NULL AND t.done_at IS NULL AND `+visible+`
		AND t.object_id IN (SELECT @account::uuid
			UNION ALL SELECT o.id FROM app.opportunities o WHERE o.tenant_id = @tenant AND o.account_id = @account
			UNION ALL SELECT c.id FROM app.contacts c WHERE c.tenant_id = @tenant AND c.account_id = @account)
		ORDER BY t.due_at NULLS LAST, t.id LIMIT @limit`, seen(tx, tenant.Args{"account": account, "limit": limit}))
	if err != nil {
		return nil, fmt.Errorf("task: of account: %w", err)
	}
	return found, nil
}

// Event is something that happened to a task.
type Event struct {
	TaskID   uuid.UUID
	Title    string // as it is now
	At       time.Time
	MemberID *uuid.UUID
	Kind     string
	Changes  command.Payload
}

// Events lists what happened to the tasks about a record, as known at a moment (the zero time: now), newest first, at
// most limit. It does not ask whether the actor may see the record.
func Events(ctx context.Context, tx *tenant.Tx, record uuid.UUID, asOf time.Time, limit int) ([]Event, error) {
	return events(ctx, tx, `t.object_id = @key`, record, asOf, limit)
}

// History lists what happened to a task, newest first. It does not ask whether the actor may see it.
func History(ctx context.Context, tx *tenant.Tx, id uuid.UUID, limit int) ([]Event, error) {
	return events(ctx, tx, `t.id = @key`, id, time.Time{}, limit)
}

func events(ctx context.Context, tx *tenant.Tx, which string, key uuid.UUID, asOf time.Time,
	limit int) ([]Event, error) {
	if asOf.IsZero() {
		asOf = tx.Now()
	}
	found, err := tenant.List[Event](ctx, tx, `SELECT e.task_id, t.title, e.at, e.member_id, e.kind, e.changes
		FROM app.task_events e JOIN app.tasks t ON t.tenant_id = @tenant AND t.id = e.task_id
		WHERE e.tenant_id = @tenant AND `+which+` AND e.at <= @known
		ORDER BY e.at DESC, e.id DESC LIMIT @limit`, tenant.Args{"key": key, "known": asOf, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("task: events: %w", err)
	}
	return found, nil
}

// after is the task of the same rule that follows one.
func after(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (next Task, found bool, err error) {
	all, err := tenant.List[Task](ctx, tx, `SELECT `+columns+` FROM app.tasks t
		WHERE t.tenant_id = @tenant AND t.follows = @id AND t.deleted_at IS NULL`, tenant.Args{"id": id})
	if err != nil || len(all) == 0 {
		return next, false, err
	}
	return all[0], true, nil
}

// DueOn is how many open tasks of the organisation are due on some days.
func DueOn(ctx context.Context, tx *tenant.Tx, days []period.Date) (int, error) {
	n, err := tenant.Value[int](ctx, tx, `SELECT count(*) FROM app.tasks k WHERE k.tenant_id = @tenant
		AND k.due_on = ANY(@days::date[]) AND k.done_at IS NULL AND k.deleted_at IS NULL`, tenant.Args{"days": days})
	if err != nil {
		return 0, fmt.Errorf("task: due on: %w", err)
	}
	return n, nil
}
