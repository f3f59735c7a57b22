package member

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// ConfirmedLines lists the lines that open pay today or will.
func ConfirmedLines(ctx context.Context, tx *tenant.Tx) ([]Confirmed, error) {
	all, err := tenant.List[Confirmed](ctx, tx, `SELECT c.id, c.manager_id, c.member_id, c.starts_on, e.ends_on
		FROM app.confirmed_lines c
		LEFT JOIN LATERAL (SELECT min(e.ends_on) AS ends_on FROM app.line_ends e
			WHERE e.tenant_id = @tenant AND e.line_id = c.id) e ON true
		WHERE c.tenant_id = @tenant AND (e.ends_on IS NULL OR e.ends_on > @today) ORDER BY c.starts_on, c.id`,
		tenant.Args{"today": tx.Today()})
	if err != nil {
		return nil, fmt.Errorf("member: lines: %w", err)
	}
	return all, nil
}

// WaitingLines lists the lines of today and later through which a manager would read a member's pay, once somebody who
// may read it has confirmed them: those of a manager together, in the order of their first days.
func WaitingLines(ctx context.Context, tx *tenant.Tx) ([]Line, error) {
	all, err := tenant.List[link](ctx, tx, `SELECT m.manager_id, m.member_id, m.depth, m.valid_from, m.valid_to
		FROM app.management m
		WHERE m.tenant_id = @tenant AND m.depth > 0 AND EXISTS (SELECT 1 FROM app.assignments a
			WHERE a.tenant_id = @tenant AND a.member_id = m.manager_id
			AND a.role = 'manager' AND a.replaced_at = 'infinity' AND a.valid_to > @today)`,
		tenant.Args{"today": tx.Today()})
	if err != nil {
		return nil, fmt.Errorf("member: lines: %w", err)
	}
	confirmed, err := ConfirmedLines(ctx, tx)
	if err != nil {
		return nil, err
	}
	return waiting(lines(endless(all)), confirmed, tx.Today()), nil
}

// endless writes a day without end as the closure does.
func endless(all []link) []link {
	all = slices.Clone(all)
	for i := range all {
		if all[i].ValidTo.IsZero() {
			all[i].ValidTo = forever
		}
	}
	return all
}

func openLines(ctx context.Context, tx *tenant.Tx) ([]Confirmed, map[pair]bool, error) {
	all, err := ConfirmedLines(ctx, tx)
	open := map[pair]bool{}
	for _, c := range all {
		open[pair{c.ManagerID, c.MemberID}] = true
	}
	return all, open, err
}

// ConfirmLines has managers read the pay of those below them through lines that wait, from each line's first day on. It
// answers Conflict where one of them no longer stands as it was shown, and nobody confirms a line of their own.
func ConfirmLines(ctx context.Context, tx *tenant.Tx, chosen []Line) error {
	if err := tx.Require(tenant.ReadAllPay); err != nil {
		return err
	}
	if len(chosen) == 0 {
		return fault.New(fault.Invalid, "Select at least one reporting line.")
	}
	waiting, err := WaitingLines(ctx, tx)
	if err != nil {
		return err
	}
	over := map[uuid.UUID]int{}
	for _, l := range chosen {
		if !slices.Contains(waiting, l) {
			return fault.New(fault.Conflict,
				"The reporting lines changed since you opened this page. Check them again.")
		}
		if tx.Is(l.ManagerID) {
			return fault.New(fault.Forbidden, "You cannot confirm your own reporting line. Somebody else must.")
		}
		over[l.ManagerID]++
	}
	if err := confirmLines(ctx, tx, chosen); err != nil {
		return err
	}
	for manager, count := range over {
		if err := audit.Record(ctx, tx, "confirmed reporting line", "member", manager.String(),
			map[string]string{"members": strconv.Itoa(count)}); err != nil {
			return err
		}
	}
	return nil
}

// ConfirmSetup takes the lines that an organisation's first import of people brought as confirmed. It is the system
// that says so, and only while nobody is paid yet.
func ConfirmSetup(ctx context.Context, tx *tenant.Tx) error {
	paid, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.commission_runs r
			WHERE r.tenant_id = @tenant)`, nil)
	if err != nil || paid {
		return err
	}
	waiting, err := WaitingLines(ctx, tx)
	if err != nil {
		return err
	}
	return confirmLines(ctx, tx, waiting)
}

func confirmLines(ctx context.Context, tx *tenant.Tx, all []Line) error {
	type row struct {
		ID        uuid.UUID
		ManagerID uuid.UUID
		MemberID  uuid.UUID
		StartsOn  period.Date
	}
	var rows []row
	type end struct {
		LineID uuid.UUID
		EndsOn period.Date
	}
	var ends []end
	for _, l := range all {
		id := uuid.Must(uuid.NewV7())
		rows = append(rows, row{id, l.ManagerID, l.MemberID, l.From})
		if !l.To.IsZero() && l.To < period.NewDate(9999, 1, 1) {
			ends = append(ends, end{id, l.To})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	args := tenant.Columns(rows)
	args["now"], args["by"] = tx.Now(), tx.By()
	if _, err := tx.Exec(ctx, `INSERT INTO app.confirmed_lines (tenant_id, id, manager_id, member_id, starts_on,
			confirmed_at, confirmed_by)
		SELECT t.tenant_id, x.id, x.manager_id, x.member_id, x.starts_on, @now, @by
		FROM app.tenants t CROSS JOIN LATERAL unnest(@id::uuid[], @manager_id::uuid[], @member_id::uuid[],
			@starts_on::date[]) x(id, manager_id, member_id, starts_on)
		WHERE t.tenant_id = @tenant`, args); err != nil {
		return fmt.Errorf("member: confirm lines: %w", err)
	}
	for _, e := range ends {
		if err := endLine(ctx, tx, e.LineID, e.EndsOn); err != nil {
			return err
		}
	}
	return nil
}

func endLine(ctx context.Context, tx *tenant.Tx, id uuid.UUID, on period.Date) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.line_ends (tenant_id, line_id, ends_on, known_at)
		VALUES (@tenant, @line, @on, @now) ON CONFLICT DO NOTHING`,
		tenant.Args{"line": id, "on": on, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("member: end line: %w", err)
	}
	return nil
}

// settleLines ends the confirmed lines that no longer stand, and confirms those that were drawn by who may read the pay
// they open.
func settleLines(ctx context.Context, tx *tenant.Tx, before, after []link) error {
	confirmed, open, err := openLines(ctx, tx)
	if err != nil {
		return err
	}
	is := lines(after)
	for _, c := range confirmed {
		p := pair{c.ManagerID, c.MemberID}
		on := ending(c, is[p], tx.Today())
		if on >= period.NewDate(9999, 1, 1) || !c.EndsOn.IsZero() && c.EndsOn <= on {
			continue
		}
		if err := endLine(ctx, tx, c.ID, on); err != nil {
			return err
		}
		if on <= tx.Today() {
			delete(open, p)
		}
	}
	if !tx.Actor().Role.May(tenant.ReadAllPay) {
		return nil
	}
	return confirmLines(ctx, tx, fresh(before, after, open, tx.Today()))
}
