package work

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// turn is a periodic job: either daily, at a time of each organisation's own clock, or every so many minutes of the
// hour, once for all of them.
type turn struct {
	name   string
	hour   int // of the organisation's clock
	minute int
	every  time.Duration // a part of the hour, for the whole house; 0: daily, for each organisation
	job    func(tenantID uuid.UUID) river.JobArgs
}

// schedule is every periodic job there is. What comes up while no server runs is made up for, once, as soon as one
// does.
var schedule = []turn{
	// 00:05 of the organisation: how the day that has ended stood is kept.
	{name: "snapshot", hour: 0, minute: 5, job: func(id uuid.UUID) river.JobArgs { return SnapshotArgs{TenantID: id} }},
	// 00:15 of the organisation: its forecasts of the new day are published.
	{name: "outlook", hour: 0, minute: 15, job: func(id uuid.UUID) river.JobArgs { return OutlookArgs{TenantID: id} }},
	// 01:00 of the organisation: its data is measured, and duplicates are looked for.
	{name: "quality", hour: 1, job: func(id uuid.UUID) river.JobArgs { return QualityArgs{TenantID: id} }},
	// 02:30 of the organisation: its ledgers are held against what was calculated.
	{name: "pay_check", hour: 2, minute: 30,
		job: func(id uuid.UUID) river.JobArgs { return CheckPayArgs{TenantID: id} }},
	// 03:30 of the organisation: old drafts of imports go with their files, and attachments that were removed long ago.
	{name: "clean", hour: 3, minute: 30, job: func(id uuid.UUID) river.JobArgs { return CleanArgs{TenantID: id} }},
	// :00, :15, :30 and :45: letters to whom something is due; each organisation has due times of its own.
	{name: "remind", every: 15 * time.Minute, job: func(uuid.UUID) river.JobArgs { return RemindArgs{} }},
	// Every minute: reminders that have come up, and e-mails about what stays unread.
	{name: "notify", every: time.Minute, job: func(uuid.UUID) river.JobArgs { return NotifyArgs{} }},
	// Every full hour: what an import has changed and nobody asked for is asked for.
	{name: "snapshot_sweep", every: time.Hour, job: func(uuid.UUID) river.JobArgs { return SweepArgs{} }},
}

// last is the moment at which a turn came up last. A time that an organisation's clock skips in spring is the hour
// after it.
func (t turn) last(now time.Time, c period.Calendar) time.Time {
	if t.every > 0 {
		return now.Truncate(t.every)
	}
	at := func(d period.Date) time.Time {
		day := d.Time()
		return time.Date(day.Year(), day.Month(), day.Day(), t.hour, t.minute, 0, 0, c.Location())
	}
	if due := at(c.Today(now)); !due.After(now) {
		return due
	}
	return at(c.Today(now) - 1)
}

// look is how often the clock is looked at, and glance how often that of each organisation: the turns of all of them
// come up at times that five minutes divide, whatever their zones.
const (
	look   = 10 * time.Second
	glance = 5 * time.Minute
)

// keepTime has what comes up done, until ctx ends. Any number of processes may do it side by side: each turn is taken
// once.
func (c *Client) keepTime(ctx context.Context) {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for next := (map[uuid.UUID]time.Time{}); ; {
		if err := c.takeTurns(ctx, next); err != nil && ctx.Err() == nil {
			c.log.ErrorContext(ctx, "periodic jobs", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// takeTurns asks for every job that has come up, and notes when an organisation has to be looked at again. What fails
// in one keeps no other from its turn, and is tried again at the next glance.
func (c *Client) takeTurns(ctx context.Context, next map[uuid.UUID]time.Time) error {
	failed := c.takeHouse(ctx)
	all, err := tenant.Organisations(ctx, c.db)
	if err != nil {
		return errors.Join(failed, err)
	}
	now := c.db.Now()
	for _, org := range all {
		if now.Before(next[org.TenantID]) {
			continue
		}
		next[org.TenantID] = now.Truncate(glance).Add(glance)
		err := c.db.Update(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			for _, t := range schedule {
				if t.every > 0 {
					continue
				}
				if err := c.claim(ctx, tx.Raw(), t, org.TenantID, t.last(now, tx.Calendar())); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("work: turns of %s: %w", org.Slug, err))
		}
	}
	return failed
}

// takeHouse asks for what comes up for the whole house.
func (c *Client) takeHouse(ctx context.Context) error {
	now := c.db.Now()
	return pgx.BeginFunc(ctx, c.db.Pool(), func(tx pgx.Tx) error {
		for _, t := range schedule {
			if t.every == 0 {
				continue
			}
			if err := c.claim(ctx, tx, t, uuid.Nil, t.last(now, period.Calendar{Zone: time.UTC})); err != nil {
				return err
			}
		}
		return nil
	})
}

// claim takes a turn, unless somebody has, and asks for its job in the same transaction.
func (c *Client) claim(ctx context.Context, tx pgx.Tx, t turn, about uuid.UUID, due time.Time) error {
	tag, err := tx.Exec(ctx, `INSERT INTO auth.turns (name, about, due_at) VALUES ($1, $2, $3)
		ON CONFLICT (name, about) DO UPDATE SET due_at = excluded.due_at WHERE turns.due_at < excluded.due_at`,
		t.name, about, due)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	_, err = c.river.InsertTx(ctx, tx, t.job(about), nil)
	return err
}
