package forecast

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/record/scope"
)

// inPeriod is the opportunities of a scope that count for its period, in two halves that each have an index: won with a
// close date in it; open with a close date in it or, where it is the current one, overdue, and then in no other. It is
// the rule of the pipeline's list. It takes scope.Args, @from, @to, @carried and @elsewhere.
func inPeriod(s scope.Scope, columns string) string {
	from := opportunity.From(s.AsOf)
	return `SELECT ` + columns + `, 'closed' AS category, false AS overdue, ` + fx.Base + ` AS base FROM ` + from + `
		WHERE o.tenant_id = @tenant AND o.status = 'won' AND o.close_on >= @from AND o.close_on < @to AND ` +
		scope.Owned + `
	UNION ALL SELECT ` + columns + `, o.category, o.close_on < @today AS overdue, ` + fx.Base + ` AS base
	FROM ` + from + `
		WHERE o.tenant_id = @tenant AND o.status = 'open' AND o.close_on < @to
		AND (o.close_on >= @from OR @carried AND o.close_on < @today)
			AND NOT (@elsewhere AND o.close_on < @today) AND ` + scope.Owned
}

func periodArgs(tx *tenant.Tx, s scope.Scope) tenant.Args {
	args := s.Args(tx)
	args["from"], args["to"] = s.Period.Start, s.Period.End
	args["carried"], args["elsewhere"] = s.Current(), !s.Current()
	return args
}

const summed = `count(*) AS count, coalesce(sum(p.base), 0)::bigint AS amount,
	count(*) FILTER (WHERE p.base IS NULL) AS unconverted`

// cells sums the opportunities of the period by owner and category: one statement, whatever the size of the
// organisation.
func cells(ctx context.Context, tx *tenant.Tx, s scope.Scope) ([]cell, error) {
	found, err := tenant.List[cell](ctx, tx, `SELECT p.owner_id, p.category, p.overdue, `+summed+`
		FROM (`+inPeriod(s, "o.owner_id")+`) p GROUP BY p.owner_id, p.category, p.overdue`, periodArgs(tx, s))
	if err != nil {
		return nil, fmt.Errorf("forecast: cells: %w", err)
	}
	return found, nil
}

// Sheet is the forecast sheet of a period: the tree below the sheet's member, or of the whole organisation.
type Sheet struct {
	Scope    scope.Scope
	Settings Settings
	Root     *Node
	Lock     *Lock // nil: the period is open
}

// Load loads the sheet of a scope. Its top is the scope's owner, else the acting member, or everybody for people who
// see everything. It runs a fixed number of statements, whatever the size of the organisation.
func Load(ctx context.Context, tx *tenant.Tx, s scope.Scope) (Sheet, error) {
	sheet := Sheet{Scope: s}
	var err error
	if sheet.Settings, err = SettingsAt(ctx, tx, s.Known); err != nil {
		return sheet, err
	}
	if sheet.Lock, err = LockOf(ctx, tx, s.Period, s.Known); err != nil {
		return sheet, err
	}
	g := grower{scope: s, planted: map[uuid.UUID]bool{}, adjusted: map[uuid.UUID][]Adjustment{},
		own: map[uuid.UUID]Sums{}}
	if err := g.gather(ctx, tx); err != nil {
		return sheet, err
	}
	if m, ok := standing(tx, s); ok {
		sheet.Root = g.grow(m, g.over(m))
	} else {
		sheet.Root = g.whole()
	}
	if s.Team != "" {
		sheet.Root = sheet.Root.led()
	}
	return sheet, nil
}

// standing is the member at whom a sheet stands; ok is false where it stands above everybody.
func standing(tx *tenant.Tx, s scope.Scope) (member.Member, bool) {
	if s.Owner != "" && s.Owner != "me" {
		id, _ := uuid.Parse(s.Owner)
		return s.Roster.Find(id)
	}
	if _, all := tx.Visible(); all && s.Owner == "" {
		return member.Member{}, false
	}
	return s.Roster.Find(tx.Actor().MemberID)
}

func (g *grower) gather(ctx context.Context, tx *tenant.Tx) error {
	s := g.scope
	found, err := cells(ctx, tx, s)
	if err != nil {
		return err
	}
	for _, c := range found {
		id := uuid.Nil
		if c.OwnerID != nil {
			id = *c.OwnerID
		}
		g.own[id] = c.into(g.own[id])
	}
	if g.quotas, err = quotas(ctx, tx, s); err != nil {
		return err
	}
	if g.called, err = submissions(ctx, tx, s.Period, s.Known, s.Owners); err != nil {
		return err
	}
	said, err := newestAdjustments(ctx, tx, s.Period, s.Known, s.Owners)
	for _, j := range said {
		g.adjusted[j.MemberID] = append(g.adjusted[j.MemberID], j)
	}
	return err
}

// quotas is each covered member's own quota, prorated to the period, in the base currency.
func quotas(ctx context.Context, tx *tenant.Tx, s scope.Scope) (map[uuid.UUID]int64, error) {
	rows, err := quota.List(ctx, tx, s.Period.Start, s.Period.End, s.AsOf)
	if err != nil {
		return nil, err
	}
	of := map[uuid.UUID][]quota.Quota{}
	for _, q := range rows {
		if s.Covers(q.MemberID) && q.Base != nil {
			q.Amount = *q.Base
			of[q.MemberID] = append(of[q.MemberID], q)
		}
	}
	own := map[uuid.UUID]int64{}
	for id, all := range of {
		own[id] = quota.Prorated(all, s.Period.Start, s.Period.End)
	}
	return own, nil
}
