package notification

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/workweek"
)

// Record is what the notification is about.
func (i Item) Record() audience.Record {
	if i.ObjectID == nil {
		return audience.Record{}
	}
	return audience.Record{Object: note.Object(i.Object), ID: *i.ObjectID}
}

// Tell tells members of something: those who have a seat today, see the record, did not do it themselves and want to
// know. What they were told of within ten minutes is unread again. It answers with those among them who do not see the
// record.
func Tell(ctx context.Context, tx *tenant.Tx, members []uuid.UUID, n Told) (blind []uuid.UUID, err error) {
	if n.Subject == uuid.Nil {
		n.Subject = uuid.NewSHA1(uuid.NameSpaceURL, []byte(n.Path))
	}
	sees, err := audience.Of(ctx, tx, n.Record)
	if err != nil || len(members) == 0 {
		return nil, err
	}
	work, err := workweek.Schedule(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, id := range members {
		visible, here := sees[id]
		switch {
		case tx.Is(id) || !here:
		case !visible:
			blind = append(blind, id)
		default:
			if err := tell(ctx, tx, id, n, work); err != nil {
				return blind, err
			}
		}
	}
	return blind, nil
}

func tell(ctx context.Context, tx *tenant.Tx, member uuid.UUID, n Told, work worktime.Schedule) error {
	rules, times, err := Settings(ctx, tx, member)
	if err != nil {
		return err
	}
	if rules[n.Kind] == Off {
		return nil
	}
	var mail *time.Time
	if at, ok := times.MailAt(rules[n.Kind], tx.Now(), work); ok {
		mail = &at
	}
	args := tenant.Args{"member": member, "kind": string(n.Kind), "subject": n.Subject, "now": tx.Now(), "mail": mail,
		"actor": tx.By(), "words": n.Words}
	again, err := tx.Exec(ctx, `UPDATE app.notifications SET at = @now, times = times + 1, read_at = NULL,
			done_at = NULL, snoozed_until = NULL, actor_id = @actor, words = @words,
			mail_at = CASE WHEN mailed_at IS NULL THEN least(mail_at, @mail) ELSE mail_at END
		WHERE tenant_id = @tenant AND id = (SELECT id FROM app.notifications
			WHERE tenant_id = @tenant AND member_id = @member AND kind = @kind AND subject_id = @subject
			AND at > @since ORDER BY at DESC LIMIT 1)`, with(args, "since", tx.Now().Add(-slotLength)))
	if err != nil || again > 0 {
		return err
	}
	var record *uuid.UUID
	if n.Record.Is() {
		record = &n.Record.ID
	}
	delete(args, "since")
	args["id"], args["object"], args["record"] = uuid.Must(uuid.NewV7()), string(n.Record.Object), record
	args["path"], args["slot"] = n.Path, slotOf(tx.Now())
	_, err = tx.Exec(ctx, `INSERT INTO app.notifications (tenant_id, id, member_id, kind, object, object_id, subject_id,
			actor_id, words, path, at, slot, mail_at)
		VALUES (@tenant, @id, @member, @kind, @object, @record, @subject, @actor, @words, @path, @now, @slot, @mail)
		ON CONFLICT (tenant_id, member_id, kind, subject_id, slot) DO NOTHING`, args)
	if err != nil {
		return fmt.Errorf("notification: tell: %w", err)
	}
	return nil
}

func with(args tenant.Args, name string, value any) tenant.Args {
	args[name] = value
	return args
}

// mineOnly is the condition under which the actor sees the notification n: they see what it is about now, and the note
// is not taken back, nor the task done or deleted.
var mineOnly = ` n.tenant_id = @tenant AND n.member_id = @me
	AND (n.object_id IS NULL OR ` + audience.Sees("n.object", "n.object_id") + `)
	AND (n.kind <> 'mention' OR EXISTS (SELECT 1 FROM app.notes x WHERE x.tenant_id = @tenant AND x.id = n.subject_id
		AND x.deleted_at IS NULL))
	AND (n.kind NOT IN ('task_assigned', 'task_due') OR EXISTS (SELECT 1 FROM app.tasks x WHERE x.tenant_id = @tenant
		AND x.id = n.subject_id AND x.assignee_id = @me AND x.deleted_at IS NULL AND x.done_at IS NULL))`

// open is those of mineOnly that are not done.
var open = mineOnly + ` AND n.done_at IS NULL`

func mine(tx *tenant.Tx) tenant.Args {
	members, all := tx.Visible()
	return tenant.Args{"me": tx.By(), "now": tx.Now(), "all": all, "members": members}
}

// Unread is how many notifications the actor has not read and not put off.
func Unread(ctx context.Context, tx *tenant.Tx) (int, error) {
	n, err := tenant.Value[int](ctx, tx, `SELECT count(*) FROM app.notifications n WHERE`+open+`
		AND n.read_at IS NULL AND (n.snoozed_until IS NULL OR n.snoozed_until <= @now)`, mine(tx))
	if err != nil {
		return 0, fmt.Errorf("notification: unread: %w", err)
	}
	return n, nil
}

const item = `SELECT n.id, n.kind, n.object, n.object_id, n.subject_id, n.actor_id, coalesce(m.name, '') AS actor,
		coalesce(o.name, a.name, trim(c.first_name || ' ' || c.last_name), '') AS name,
		coalesce(k.title, left(w.body, 200), '') AS title, n.words, n.path, n.at, n.times, n.read_at,
		n.snoozed_until AS snoozed, n.done_at
	FROM app.notifications n
	LEFT JOIN app.members m ON m.tenant_id = @tenant AND m.id = n.actor_id
	LEFT JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = n.object_id AND n.object = 'opportunity'
	LEFT JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = n.object_id AND n.object = 'account'
	LEFT JOIN app.contacts c ON c.tenant_id = @tenant AND c.id = n.object_id AND n.object = 'contact'
	LEFT JOIN app.tasks k ON k.tenant_id = @tenant AND k.id = n.subject_id AND n.kind IN ('task_assigned', 'task_due')
	LEFT JOIN app.notes w ON w.tenant_id = @tenant AND w.id = n.subject_id AND n.kind = 'mention'
		AND w.deleted_at IS NULL
	WHERE`

// Inbox lists the actor's notifications, the newest first, at most limit; with later those that are put off instead.
func Inbox(ctx context.Context, tx *tenant.Tx, later bool, limit int) ([]Item, error) {
	args := mine(tx)
	args["later"], args["limit"] = later, limit
	found, err := tenant.List[Item](ctx, tx, item+open+`
		AND (coalesce(n.snoozed_until, '-infinity') > @now) = @later ORDER BY n.at DESC, n.id DESC LIMIT @limit`, args)
	if err != nil {
		return nil, fmt.Errorf("notification: inbox: %w", err)
	}
	return found, nil
}

// Get is a notification in the actor's inbox, or NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Item, error) {
	args := mine(tx)
	delete(args, "now")
	args["id"] = id
	found, err := tenant.One[Item](ctx, tx, item+mineOnly+` AND n.id = @id`, args)
	if err != nil {
		return found, fmt.Errorf("notification: get: %w", err)
	}
	return found, nil
}

// change updates some of the actor's own notifications.
func change(ctx context.Context, tx *tenant.Tx, set string, ids []uuid.UUID, at *time.Time) error {
	n, err := tx.Exec(ctx, `UPDATE app.notifications SET `+set+`
		WHERE tenant_id = @tenant AND member_id = @me AND id = ANY(@ids)`,
		tenant.Args{"me": tx.By(), "ids": ids, "at": at})
	if err != nil {
		return fmt.Errorf("notification: change: %w", err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "There is no such notification in your inbox.")
	}
	return nil
}

// Read marks notifications as read.
func Read(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) error {
	now := tx.Now()
	return change(ctx, tx, `read_at = coalesce(read_at, @at)`, ids, &now)
}

// Done takes notifications out of the inbox.
func Done(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) error {
	now := tx.Now()
	return change(ctx, tx, `done_at = coalesce(done_at, @at), read_at = coalesce(read_at, @at)`, ids, &now)
}

// Back brings notifications back that were done or put off.
func Back(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID) error {
	return change(ctx, tx, `done_at = NULL, snoozed_until = @at`, ids, nil)
}

// Snooze puts notifications off to a later moment, at which they are unread again.
func Snooze(ctx context.Context, tx *tenant.Tx, ids []uuid.UUID, until time.Time) error {
	if !until.After(tx.Now()) {
		return fault.On("until", "Choose a later day.")
	}
	return change(ctx, tx, `snoozed_until = @at, read_at = NULL`, ids, &until)
}
