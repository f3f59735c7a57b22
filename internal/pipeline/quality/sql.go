package quality

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/merge"
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
	if _, err := tx.Exec(ctx, `INSERT INTO app.quality_reports (tenant_id, id, at, score, report, doubles, contacts)
		VALUES (@tenant, @id, @now, @score, @report, @doubles, @contacts)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "now": tx.Now(), "score": r.Score, "report": r,
			"doubles": d.Accounts, "contacts": d.Contacts}); err != nil {
		return r, fmt.Errorf("quality: measure: %w", err)
	}
	return r, nil
}

// Latest is when the data was last measured, with the groups of duplicates of a sort that still stand: those that were
// merged since, or of which somebody has said that they differ, are left out. ok is false where nothing was measured.
func Latest(ctx context.Context, tx *tenant.Tx, object merge.Object) (at time.Time, d Doubles, ok bool, err error) {
	found, err := tenant.List[struct {
		At      time.Time
		Doubles Doubles
	}](ctx, tx, `SELECT at, CASE WHEN @contacts THEN contacts ELSE doubles END AS doubles FROM app.quality_reports
		WHERE tenant_id = @tenant AND at <= @now ORDER BY at DESC, id DESC LIMIT 1`,
		tenant.Args{"now": tx.Now(), "contacts": object == merge.Contact})
	if err != nil || len(found) == 0 {
		return at, d, false, err
	}
	d = found[0].Doubles
	d.Groups, err = standing(ctx, tx, d.Groups)
	return found[0].At, d, true, err
}

// standing are the groups of which at least two records are there and not told apart.
func standing(ctx context.Context, tx *tenant.Tx, groups []Group) ([]Group, error) {
	there, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT id FROM app.accounts
		WHERE tenant_id = @tenant AND id = ANY(@ids::uuid[]) AND deleted_at IS NULL
		UNION ALL SELECT id FROM app.contacts
		WHERE tenant_id = @tenant AND id = ANY(@ids::uuid[]) AND deleted_at IS NULL`,
		tenant.Args{"ids": Doubles{Groups: groups}.members()})
	if err != nil {
		return nil, fmt.Errorf("quality: standing: %w", err)
	}
	distinct, err := merge.Distinct(ctx, tx)
	if err != nil {
		return nil, err
	}
	alive := map[uuid.UUID]bool{}
	for _, id := range there {
		alive[id] = true
	}
	var left []Group
	for _, g := range groups {
		var members []Member
		for _, m := range g.Members {
			if alive[m.ID] && (len(members) == 0 || !distinct[merge.Ordered(members[0].ID, m.ID)]) {
				members = append(members, m)
			}
		}
		if g.Members = members; len(members) > 1 {
			left = append(left, g)
		}
	}
	return left, nil
}
