package notification

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// Rules is how a member is told of each kind.
type Rules map[Kind]Channel

// Settings are how and when a member is told.
func Settings(ctx context.Context, tx *tenant.Tx, member uuid.UUID) (Rules, Times, error) {
	times := usualTimes(tx.Settings().TimeZone)
	rules := Rules{}
	for _, k := range Kinds {
		rules[k] = k.Usual()
	}
	type rule struct {
		Kind    Kind
		Channel Channel
	}
	own, err := tenant.List[rule](ctx, tx, `SELECT kind, channel FROM app.notification_rules
		WHERE tenant_id = @tenant AND member_id = @member`, tenant.Args{"member": member})
	if err != nil {
		return nil, times, fmt.Errorf("notification: rules: %w", err)
	}
	for _, r := range own {
		rules[r.Kind] = r.Channel
	}
	set, err := tenant.List[Times](ctx, tx, `SELECT zone, wait, digest, quiet_from, quiet_to FROM app.notification_times
		WHERE tenant_id = @tenant AND member_id = @member`, tenant.Args{"member": member})
	if err != nil {
		return nil, times, fmt.Errorf("notification: times: %w", err)
	}
	if len(set) > 0 {
		times = set[0]
	}
	return rules, times, nil
}

// check refuses times that no clock shows, and a zone that is none.
func (t Times) check() error {
	if _, err := time.LoadLocation(t.Zone); err != nil || t.Zone == "" {
		return fault.On("zone", "Choose a time zone from the list, such as Europe/Berlin.")
	}
	if t.Wait < 0 || t.Wait >= 24*60 {
		return fault.On("wait", "Type minutes from 0 to 1,439.")
	}
	return nil
}

// Configure sets how and when the actor is told, from now on.
func Configure(ctx context.Context, tx *tenant.Tx, rules Rules, t Times) error {
	if err := t.check(); err != nil {
		return err
	}
	for _, k := range Kinds {
		if !slices.Contains(Channels, rules[k]) {
			return fault.On(string(k), "Choose how you are told.")
		}
		if _, err := tx.Exec(ctx, `INSERT INTO app.notification_rules (tenant_id, member_id, kind, channel)
			VALUES (@tenant, @me, @kind, @channel)
			ON CONFLICT (tenant_id, member_id, kind) DO UPDATE SET channel = excluded.channel`,
			tenant.Args{"me": tx.By(), "kind": string(k), "channel": string(rules[k])}); err != nil {
			return fmt.Errorf("notification: configure: %w", err)
		}
		if rules[k] != Email && rules[k] != Digest {
			if _, err := tx.Exec(ctx, `UPDATE app.notifications SET mail_at = NULL
				WHERE tenant_id = @tenant AND member_id = @me AND kind = @kind AND mailed_at IS NULL`,
				tenant.Args{"me": tx.By(), "kind": string(k)}); err != nil {
				return fmt.Errorf("notification: configure: %w", err)
			}
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.notification_times (tenant_id, member_id, zone, wait, digest, quiet_from,
			quiet_to)
		VALUES (@tenant, @me, @zone, @wait, @digest, @from, @to)
		ON CONFLICT (tenant_id, member_id) DO UPDATE SET zone = excluded.zone, wait = excluded.wait,
			digest = excluded.digest, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to`,
		tenant.Args{"me": tx.By(), "zone": t.Zone, "wait": t.Wait, "digest": t.Digest, "from": t.QuietFrom,
			"to": t.QuietTo})
	if err != nil {
		return fmt.Errorf("notification: configure: %w", err)
	}
	return nil
}

// Due lists the members to whom an e-mail about something unread is due.
func Due(ctx context.Context, tx *tenant.Tx) ([]uuid.UUID, error) {
	members, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT DISTINCT member_id FROM app.notifications
		WHERE tenant_id = @tenant AND mail_at <= @now AND mailed_at IS NULL AND read_at IS NULL AND done_at IS NULL`,
		tenant.Args{"now": tx.Now()})
	if err != nil {
		return nil, fmt.Errorf("notification: due: %w", err)
	}
	return members, nil
}

// ClaimMail takes what is to be in the actor's next e-mail, so that nobody else mails it: what is due, under the rights
// that they have now. It is claimed in the transaction that queues the letter.
func ClaimMail(ctx context.Context, tx *tenant.Tx) ([]Item, error) {
	ids, err := tenant.Values[uuid.UUID](ctx, tx, `UPDATE app.notifications SET mailed_at = @now
		WHERE tenant_id = @tenant AND member_id = @me AND mail_at <= @now AND mailed_at IS NULL AND read_at IS NULL
		AND done_at IS NULL RETURNING id`, tenant.Args{"me": tx.By(), "now": tx.Now()})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	args := mine(tx)
	delete(args, "now")
	args["ids"] = ids
	found, err := tenant.List[Item](ctx, tx, item+open+` AND n.id = ANY(@ids) ORDER BY n.at DESC, n.id DESC`, args)
	if err != nil {
		return nil, fmt.Errorf("notification: claim: %w", err)
	}
	return found, nil
}
