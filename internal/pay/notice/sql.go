package notice

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// Claim answers the letters that are to be written now and notes them in the same transaction: what is answered here is
// never answered again. Everybody's pay is looked at, so it is for the system.
func Claim(ctx context.Context, tx *tenant.Tx) ([]Notice, error) {
	d, err := load(ctx, tx)
	if err != nil {
		return nil, err
	}
	var claimed []Notice
	for _, n := range d.due() {
		first, err := tx.Exec(ctx, `INSERT INTO app.pay_notices (tenant_id, member_id, kind, subject_id, step,
				queued_at) VALUES (@tenant, @member, @kind, @subject, @step, @now)
			ON CONFLICT DO NOTHING`,
			tenant.Args{"member": n.To.ID, "kind": string(n.Kind), "subject": n.Subject, "step": n.Step,
				"now": tx.Now()})
		if err != nil {
			return nil, fmt.Errorf("notice: claim: %w", err)
		}
		if first == 1 {
			claimed = append(claimed, n)
		}
	}
	return claimed, nil
}

// load lays everything on the desk that may wait for somebody.
func load(ctx context.Context, tx *tenant.Tx) (desk, error) {
	d := desk{now: tx.Now(), today: tx.Today()}
	for _, read := range []func(context.Context, *tenant.Tx) error{d.people, d.statementsOf, d.plansOf, d.lettersOf} {
		if err := read(ctx, tx); err != nil {
			return d, err
		}
	}
	var err error
	if d.disputes, err = dispute.List(ctx, tx, dispute.Filter{Open: true}); err != nil {
		return d, err
	}
	d.unanswered, err = auth.Unconfirmed(ctx, tx)
	return d, err
}

func (d *desk) people(ctx context.Context, tx *tenant.Tx) (err error) {
	if d.roster, err = member.Load(ctx, tx, d.today, time.Time{}); err != nil {
		return err
	}
	if d.lines, err = member.ConfirmedLines(ctx, tx); err != nil {
		return err
	}
	d.reached, err = auth.WithAccess(ctx, tx)
	return err
}

// statementsOf reads what was locked lately, and the runs whose period is over and that are not locked as a whole.
func (d *desk) statementsOf(ctx context.Context, tx *tenant.Tx) (err error) {
	since := d.now.Add(-fresh)
	if d.locked, err = statement.List(ctx, tx, statement.Filter{Locked: &since}); err != nil {
		return err
	}
	runs, err := payrun.List(ctx, tx)
	if err != nil {
		return err
	}
	progress, err := payrun.ProgressOf(ctx, tx)
	if err != nil {
		return err
	}
	for _, run := range runs {
		if done := progress[run.ID]; run.EndsOn > d.today || done.Locked == done.Statements {
			continue
		}
		some, err := statement.List(ctx, tx, statement.Filter{Run: &run.ID})
		if err != nil {
			return err
		}
		d.open = append(d.open, some...)
	}
	return nil
}

func (d *desk) plansOf(ctx context.Context, tx *tenant.Tx) (err error) {
	if d.assigned, err = compensation.Assignments(ctx, tx, d.today, d.today.AddMonths(12), d.now); err != nil {
		return err
	}
	versions, err := compensation.Versions(ctx, tx, d.now)
	d.plans = map[uuid.UUID][]compensation.Version{}
	for _, v := range versions {
		d.plans[v.PlanID] = append(d.plans[v.PlanID], v)
	}
	return err
}

func (d *desk) lettersOf(ctx context.Context, tx *tenant.Tx) error {
	accepted, err := compensation.Acceptances(ctx, tx)
	if err != nil {
		return err
	}
	d.accepted, d.mentioned = map[letterKey]bool{}, map[letterKey]time.Time{}
	for _, a := range accepted {
		d.accepted[letterKey{a.MemberID, a.VersionID}] = true
	}
	type row struct {
		MemberID  uuid.UUID
		SubjectID uuid.UUID
		QueuedAt  time.Time
	}
	rows, err := tenant.List[row](ctx, tx, `SELECT n.member_id, n.subject_id, n.queued_at FROM app.pay_notices n
		WHERE n.tenant_id = @tenant AND n.kind = @kind AND n.step = @step`,
		tenant.Args{"kind": string(Letter), "step": once})
	if err != nil {
		return fmt.Errorf("notice: letters: %w", err)
	}
	for _, r := range rows {
		d.mentioned[letterKey{r.MemberID, r.SubjectID}] = r.QueuedAt
	}
	return nil
}
