package work

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/notification"
	"quarterdeck/internal/record/task"
)

// NotifyArgs has every organisation looked through for reminders that have come up and for notifications that stayed
// unread until their e-mail is due. Each is claimed in the transaction that tells of it.
type NotifyArgs struct{}

// Kind is the job's name in the queue.
func (NotifyArgs) Kind() string { return "notify" }

// InsertOpts keeps one such job at a time; the next minute has another.
func (NotifyArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
}

type notifyWorker struct {
	river.WorkerDefaults[NotifyArgs]
	client *Client
	link   string
}

// Timeout lets the job see every organisation.
func (*notifyWorker) Timeout(*river.Job[NotifyArgs]) time.Duration { return remindLimit }

// Work goes through the organisations; what fails in one does not keep the others.
func (w *notifyWorker) Work(ctx context.Context, _ *river.Job[NotifyArgs]) error {
	return w.client.Notify(ctx, w.link)
}

// Notify fires the reminders of all organisations and writes the e-mails that are due. link is the address of the site.
func (c *Client) Notify(ctx context.Context, link string) error {
	began := c.db.Now()
	all, err := tenant.Organisations(ctx, c.db)
	if err != nil {
		return err
	}
	var failed error
	for _, org := range all {
		if err := c.notify(ctx, org, link); err != nil {
			failed = errors.Join(failed, fmt.Errorf("work: notify %s: %w", org.Slug, err))
		}
	}
	if failed != nil {
		return failed
	}
	_, err = c.db.Pool().Exec(ctx, `INSERT INTO auth.turns (name, about, due_at) VALUES ('notified', $1, $2)
		ON CONFLICT (name, about) DO UPDATE SET due_at = greatest(turns.due_at, excluded.due_at)`, uuid.Nil, began)
	return err
}

func (c *Client) notify(ctx context.Context, org tenant.Organisation, link string) error {
	seats := map[uuid.UUID]audience.Member{}
	var due []uuid.UUID
	var addresses map[uuid.UUID]string
	err := c.db.Update(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) (err error) {
		if _, err = task.FireReminders(ctx, tx); err != nil {
			return err
		}
		if due, err = notification.Due(ctx, tx); err != nil || len(due) == 0 {
			return err
		}
		members, err := audience.Members(ctx, tx)
		for _, m := range members {
			seats[m.ID] = m
		}
		if err == nil {
			addresses, err = auth.Addresses(ctx, tx)
		}
		return err
	})
	for _, id := range due {
		if err == nil {
			err = c.mailUnread(ctx, org, link, audience.Member{ID: id, Name: seats[id].Name, Role: seats[id].Role},
				addresses[id])
		}
	}
	return err
}

// mailUnread writes one e-mail with what is due to a member, under the rights that they have now. Who has left or
// cannot sign in gets none.
func (c *Client) mailUnread(ctx context.Context, org tenant.Organisation, link string, to audience.Member,
	address string) error {
	actor := tenant.Actor{TenantID: org.TenantID, MemberID: to.ID, Role: to.Role}
	return c.db.Update(ctx, actor, func(tx *tenant.Tx) error {
		unread, err := notification.ClaimMail(ctx, tx)
		if err != nil || len(unread) == 0 || address == "" || to.Role == "" {
			return err
		}
		lines := make([]string, len(unread))
		for i, n := range unread {
			lines[i] = n.Says()
		}
		return c.write(ctx, tx, to.ID,
			mail.Unread(address, to.Name, org.Name, lines, link+"/o/"+org.Slug+"/inbox"))
	})
}

// Lag is how long ago reminders were last looked for, and at most for how long this process does jobs; zero for one
// that does none.
func (c *Client) Lag(ctx context.Context) (time.Duration, error) {
	if c == nil || c.since.IsZero() {
		return 0, nil
	}
	last := c.since
	var at time.Time
	err := c.db.Pool().QueryRow(ctx, `SELECT due_at FROM auth.turns WHERE name = 'notified'`).Scan(&at)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return 0, fmt.Errorf("work: lag: %w", err)
	}
	if at.After(last) {
		last = at
	}
	return max(0, c.db.Now().Sub(last)-time.Minute), nil
}
