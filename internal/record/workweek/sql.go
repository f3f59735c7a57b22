package workweek

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

const columns = `id, at, member_id, week, holidays, did`

// At is the hours and holidays as they were at a moment. Where nobody has set them: Monday to Friday from nine to five.
func At(ctx context.Context, tx *tenant.Tx, at time.Time) (Version, error) {
	all, err := tenant.List[Version](ctx, tx, `SELECT `+columns+` FROM app.business_hours
		WHERE tenant_id = @tenant AND at <= @at ORDER BY at DESC, id DESC LIMIT 1`, tenant.Args{"at": at})
	if err != nil {
		return Version{}, fmt.Errorf("workweek: at: %w", err)
	}
	if len(all) == 0 {
		return Version{Week: worktime.Usual}, nil
	}
	return all[0], nil
}

// Schedule is when the organisation works, by the clocks of its zone, as it is known now.
func Schedule(ctx context.Context, tx *tenant.Tx) (worktime.Schedule, error) {
	v, err := At(ctx, tx, tx.Now())
	return v.Schedule(tx.Calendar().Location()), err
}

// Versions lists the versions, newest first.
func Versions(ctx context.Context, tx *tenant.Tx) ([]Version, error) {
	all, err := tenant.List[Version](ctx, tx, `SELECT `+columns+` FROM app.business_hours
		WHERE tenant_id = @tenant ORDER BY at DESC, id DESC`, nil)
	if err != nil {
		return nil, fmt.Errorf("workweek: versions: %w", err)
	}
	return all, nil
}

// begin is the version that counts now, for somebody who may change it, alone. Saw is the version that they saw;
// somebody else's version since then is a Conflict.
func begin(ctx context.Context, tx *tenant.Tx, saw uuid.UUID) (Version, error) {
	if err := tx.Require(tenant.ShapePipeline); err != nil {
		return Version{}, err
	}
	if err := tx.Alone(ctx, tenant.ShapeProcess); err != nil {
		return Version{}, err
	}
	now, err := At(ctx, tx, tx.Now())
	if err == nil && now.ID != saw {
		err = fault.New(fault.Conflict,
			"Somebody changed the business hours since you opened the page. Check them again before you save.")
	}
	return now, err
}

// Save makes a version that counts from now on, with who made it in the audit log. It answers with what changed, in
// words; nothing where nothing did.
func Save(ctx context.Context, tx *tenant.Tx, next Version, saw uuid.UUID) (did string, err error) {
	now, err := begin(ctx, tx, saw)
	if err == nil {
		err = next.Check()
	}
	if err != nil {
		return "", err
	}
	if next.Did = next.Change(now); next.Did == "" {
		return "", nil
	}
	return next.Did, write(ctx, tx, next)
}

// Undo makes the version before the newest one count again, as a new version.
func Undo(ctx context.Context, tx *tenant.Tx, saw uuid.UUID) error {
	if _, err := begin(ctx, tx, saw); err != nil {
		return err
	}
	all, err := Versions(ctx, tx)
	if err != nil {
		return err
	}
	before := Version{Week: worktime.Usual}
	switch {
	case len(all) == 0:
		return fault.New(fault.Conflict, "Nobody has changed the business hours yet.")
	case len(all) > 1:
		before = all[1]
	}
	before.Did = "Undone: " + all[0].Did
	return write(ctx, tx, before)
}

func write(ctx context.Context, tx *tenant.Tx, v Version) error {
	if v.Holidays == nil {
		v.Holidays = []worktime.Holiday{}
	}
	week, err := json.Marshal(v.Week)
	if err != nil {
		return fmt.Errorf("workweek: save: %w", err)
	}
	holidays, err := json.Marshal(v.Holidays)
	if err != nil {
		return fmt.Errorf("workweek: save: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.business_hours (tenant_id, `+columns+`)
		VALUES (@tenant, @id, @at, @member, @week::jsonb, @holidays::jsonb, @did)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "at": tx.Now(), "member": tx.By(), "week": string(week),
			"holidays": string(holidays), "did": v.Did})
	if err != nil {
		return fmt.Errorf("workweek: save: %w", err)
	}
	return audit.Record(ctx, tx, "set", "business hours", "", map[string]string{"change": v.Did})
}
