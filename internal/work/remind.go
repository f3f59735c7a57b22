package work

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pay/notice"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/notification"
)

// RemindArgs has every organisation looked through for forecast calls that are due, and for what waits about pay. Each
// letter is claimed in the transaction that writes it, so that two such jobs, or one that is run again, send none
// twice.
type RemindArgs struct{}

// Kind is the job's name in the queue.
func (RemindArgs) Kind() string { return "remind" }

// InsertOpts keeps one such job at a time.
func (RemindArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: underWay}}
}

type remindWorker struct {
	river.WorkerDefaults[RemindArgs]
	client *Client
	link   string
}

// Timeout lets the job see every organisation.
func (*remindWorker) Timeout(*river.Job[RemindArgs]) time.Duration { return remindLimit }

// Work goes through the organisations; what fails in one does not keep the others from being reminded.
func (w *remindWorker) Work(ctx context.Context, _ *river.Job[RemindArgs]) error {
	return w.client.Remind(ctx, w.link)
}

// Remind writes the letters to everybody whose forecast call is due within a day, or late, and to whom something about
// pay waits for, and has them sent. link is the address of the site.
func (c *Client) Remind(ctx context.Context, link string) error {
	all, err := tenant.Organisations(ctx, c.db)
	if err != nil {
		return err
	}
	var failed error
	for _, org := range all {
		for _, remind := range []func(context.Context, tenant.Organisation, string) error{c.remindOfForecast,
			c.remindOfPay} {
			if err := remind(ctx, org, link); err != nil {
				failed = errors.Join(failed, fmt.Errorf("work: remind %s: %w", org.Slug, err))
			}
		}
	}
	return failed
}

func (c *Client) remindOfForecast(ctx context.Context, org tenant.Organisation, link string) error {
	return c.db.Update(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		due, err := forecast.ClaimReminders(ctx, tx)
		if err != nil {
			return err
		}
		for _, r := range due {
			letter := mail.ForecastDue(r.Email, r.Name, org.Name, r.Period.Label,
				link+"/o/"+org.Slug+"/forecast/mine?period="+r.Period.Key, r.DueAt.In(tx.Calendar().Location()), r.Late)
			if err := c.write(ctx, tx, r.MemberID, letter); err != nil {
				return err
			}
			is := " is due"
			if r.Late {
				is = " is late"
			}
			if _, err := notification.Tell(ctx, tx, []uuid.UUID{r.MemberID},
				notification.Told{Kind: notification.ForecastDue, Words: "Your forecast for " + r.Period.Label + is,
					Path: "/forecast/mine?period=" + r.Period.Key}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *Client) remindOfPay(ctx context.Context, org tenant.Organisation, link string) error {
	return c.db.Update(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		waiting, err := notice.Claim(ctx, tx)
		if err != nil {
			return err
		}
		for _, n := range waiting {
			letter := mail.Waiting(n.To.Email, n.To.Name, org.Name, n.Says(), link+"/o/"+org.Slug+n.Path)
			if err := c.write(ctx, tx, n.To.ID, letter); err != nil {
				return err
			}
			if _, err := notification.Tell(ctx, tx, []uuid.UUID{n.To.ID},
				notification.Told{Kind: notification.Waiting, Words: n.Says(), Path: n.Path}); err != nil {
				return err
			}
		}
		return nil
	})
}

// write queues a letter and has it sent; one that has no address to go to is in the log.
func (c *Client) write(ctx context.Context, tx *tenant.Tx, member uuid.UUID, letter mail.Message) error {
	id, err := mail.Queue(ctx, tx.Raw(), letter, tx.Now())
	if err != nil {
		c.log.WarnContext(ctx, "a reminder has no address to go to", "member", member, "error", err)
		return nil
	}
	return c.EnqueueMailIn(ctx, tx, id)
}
