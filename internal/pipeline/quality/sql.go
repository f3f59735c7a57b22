package quality

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/scope"
)

// Measure measures the whole organisation and keeps the report.
func Measure(ctx context.Context, tx *tenant.Tx) (Report, error) {
	s, err := scope.Resolve(ctx, tx, scope.Request{})
	if err != nil {
		return Report{}, err
	}
	r, d, err := Load(ctx, tx, s)
	if err != nil {
		return r, err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO app.quality_reports (tenant_id, id, at, score, report, doubles)
		VALUES (@tenant, @id, @now, @score, @report, @doubles)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "now": tx.Now(), "score": r.Score, "report": r,
			"doubles": d}); err != nil {
		return r, fmt.Errorf("quality: measure: %w", err)
	}
	return r, nil
}

// Latest is the newest report, with the groups of duplicates that still stand: those that were merged since, or of
// which somebody has said that they differ, are left out. ok is false where nothing was measured yet.
func Latest(ctx context.Context, tx *tenant.Tx) (r Report, d Doubles, ok bool, err error) {
	type kept struct {
		Report  Report
		Doubles Doubles
	}
	found, err := tenant.List[kept](ctx, tx, `SELECT report, doubles FROM app.quality_reports
		WHERE tenant_id = @tenant AND at <= @now ORDER BY at DESC, id DESC LIMIT 1`, tenant.Args{"now": tx.Now()})
	if err != nil || len(found) == 0 {
		return r, d, false, err
	}
	r, d = found[0].Report, found[0].Doubles
	d.Groups, err = standing(ctx, tx, d.Groups)
	return r, d, true, err
}

// standing are the groups of which at least two accounts are there and not told apart.
func standing(ctx context.Context, tx *tenant.Tx, groups []Group) ([]Group, error) {
	var ids []uuid.UUID
	for _, g := range groups {
		for _, m := range g.Members {
			ids = append(ids, m.ID)
		}
	}
	there, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT id FROM app.accounts
		WHERE tenant_id = @tenant AND id = ANY(@ids::uuid[]) AND deleted_at IS NULL`, tenant.Args{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("quality: standing: %w", err)
	}
	distinct, err := account.Distinct(ctx, tx)
	if err != nil {
		return nil, err
	}
	alive := map[uuid.UUID]bool{}
	for _, id := range there {
		alive[id] = true
	}
	var left []Group
	for _, g := range groups {
		var members []account.Comparable
		for _, m := range g.Members {
			if alive[m.ID] && (len(members) == 0 || !distinct[account.Ordered(members[0].ID, m.ID)]) {
				members = append(members, m)
			}
		}
		if g.Members = members; len(members) > 1 {
			left = append(left, g)
		}
	}
	return left, nil
}
