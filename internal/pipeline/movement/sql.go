package movement

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// version is a row of app.opportunity_versions that was known between the moments, with what it was worth.
type version struct {
	ID        uuid.UUID
	Fresh     bool // known after the first moment
	Gone      bool // deleted when it ended
	OwnerID   *uuid.UUID
	AccountID *uuid.UUID
	Name      string
	Stage     string
	Status    opportunity.Status
	Category  opportunity.Category
	Amount    *int64
	Currency  money.Currency
	CloseOn   period.Date
	NextStep  string
	StartOn   period.Date
	EndOn     period.Date
	AtStart   *int64
	AtEnd     *int64
	AtLast    *int64
	Booked    *int64 // of what is won, at the rate of its close date as known when the version began
	Rebooked  *int64 // and when it ended
}

// Since resolves the scope at the end of a day, with the same period, team and owner.
func Since(ctx context.Context, tx *tenant.Tx, to scope.Scope, day period.Date) (scope.Scope, error) {
	r := to.Request
	r.Period, r.AsOf = to.Period.Key, day.String()
	from, err := scope.Resolve(ctx, tx, r)
	if fault.KindOf(err) == fault.NotFound && err != nil { // the owner had not begun by then, so nothing was theirs
		r.Owner, r.Team = "", ""
		from, err = scope.Resolve(ctx, tx, r)
		from.Owners = []uuid.UUID{}
	}
	return from, err
}

// Between is what happened to the pipeline of to's period between two scopes' moments. Whose opportunities count is
// asked of each moment by itself, so that a change of the hierarchy is seen. The later must not be before the earlier.
func Between(ctx context.Context, tx *tenant.Tx, from, to scope.Scope,
	category opportunity.Category) (Movement, error) {
	w := Window{Period: to.Period, Category: category}
	if to.Known.Before(from.Known) {
		return Movement{}, fault.New(fault.Invalid, "Choose a start that is before the end.")
	}
	versions, err := load(ctx, tx, from, to)
	if err != nil {
		return Movement{}, fmt.Errorf("movement: %w", err)
	}
	m := w.tell(paths(from, to, versions))
	m.From, m.To, m.Base = from, to, tx.Base()
	return m, nil
}

// load reads every version that was known between the moments, of the opportunities that were in the pipeline of the
// period in any of them, or were won into it.
func load(ctx context.Context, tx *tenant.Tx, from, to scope.Scope) ([]version, error) {
	until := to.Known
	if to.AsOf.IsZero() {
		until = endless.Add(-time.Hour) // as it stands now, whatever the clock of its last edit said
	}
	args := tenant.Args{"base": tx.Base(), "zone": tx.Calendar().Location().String(), "since": from.Known,
		"until": until, "last": to.Known, "today": to.Today, "first_day": from.Today,
		"owners": union(from.Owners, to.Owners), "from": to.Period.Start, "to": to.Period.End,
		"carried": from.Today < to.Period.End && to.Today >= to.Period.Start}
	return tenant.List[version](ctx, tx, `
		WITH touched AS MATERIALIZED (SELECT o.id FROM app.opportunity_versions o
			WHERE o.tenant_id = @tenant AND o.status = 'open' AND o.known_to > @since AND o.known_from <= @until
			AND `+scope.Owned+`
			  AND o.category <> 'omitted' AND o.close_on < @to AND (o.close_on >= @from OR @carried)
			UNION SELECT o.id FROM app.opportunity_versions o
			WHERE o.tenant_id = @tenant AND o.status = 'won' AND o.close_on >= @from AND o.close_on < @to
			AND o.known_from > @since AND o.known_from <= @until AND `+scope.Owned+`)
		SELECT o.id, o.fresh, o.gone, o.owner_id, o.account_id, o.name, o.stage, o.status, o.category, o.amount,
		o.currency, o.close_on, o.next_step, o.start_on, o.end_on,
			`+fx.At("o.start_on", "o.start_at")+` AS at_start, `+fx.At("o.end_on", "o.end_at")+` AS at_end,
			`+fx.At("@today", "@last")+` AS at_last,
			CASE WHEN o.status = 'won' THEN `+fx.At("o.close_on", "o.start_at")+` END AS booked,
			CASE WHEN o.status = 'won' THEN `+fx.At("o.close_on", "o.end_at")+` END AS rebooked
		FROM (SELECT v.*, v.known_from > @since AS fresh, v.known_to <= @until
			AND NOT EXISTS (SELECT 1 FROM app.opportunity_versions w
					WHERE w.tenant_id = @tenant AND w.id = v.id AND w.known_from = v.known_to) AS gone, s.start_at,
					s.end_at,
				CASE WHEN v.known_from > @since THEN (s.start_at AT TIME ZONE @zone)::date
				ELSE @first_day::date END AS start_on,
				CASE WHEN v.known_to > @until THEN @today::date ELSE (s.end_at AT TIME ZONE @zone)::date END AS end_on
			FROM touched JOIN app.opportunity_versions v ON v.tenant_id = @tenant AND v.id = touched.id
			JOIN LATERAL (SELECT greatest(v.known_from, @since) AS start_at, least(v.known_to, @last) AS end_at) s
			ON true
			WHERE v.tenant_id = @tenant AND v.known_from <= @until AND v.known_to > @since) o
		ORDER BY o.id, o.known_from`, args)
}

// paths strings the versions of each opportunity together.
func paths(from, to scope.Scope, versions []version) []path {
	var all []path
	for i, v := range versions {
		if i == 0 || versions[i-1].ID != v.ID {
			all = append(all, path{ID: v.ID, Fresh: v.Fresh})
		}
		p := &all[len(all)-1]
		s := stay{Last: v.AtLast, Facts: v.facts()}
		s.Start, s.End = v.state(to, v.StartOn, v.AtStart, v.Booked), v.state(to, v.EndOn, v.AtEnd, v.Rebooked)
		if !v.Fresh {
			s.Start.Covered = covers(from, v.OwnerID)
		}
		if p.Stays = append(p.Stays, s); v.Gone {
			p.Stays = append(p.Stays, stay{Facts: s.Facts}) // deleted: not known any more
		}
	}
	return all
}

func (v version) state(s scope.Scope, on period.Date, worth, booked *int64) State {
	return State{Known: true, Status: v.Status, Category: v.Category, CloseOn: v.CloseOn, Covered: covers(s, v.OwnerID),
		Today: on, Worth: worth, Booked: booked}
}

func (v version) facts() Facts {
	f := Facts{Name: v.Name, AccountID: v.AccountID, OwnerID: v.OwnerID, Stage: v.Stage, Status: v.Status,
		Category: v.Category, Amount: v.Amount, Currency: v.Currency, CloseOn: v.CloseOn, NextStep: v.NextStep,
		Worth: v.AtEnd}
	if v.Status == opportunity.Won {
		f.Worth = v.Rebooked
	}
	return f
}

// covers tells whether somebody's opportunities, or with nil nobody's, are in a scope.
func covers(s scope.Scope, owner *uuid.UUID) bool {
	return s.Owners == nil || owner != nil && slices.Contains(s.Owners, *owner)
}

// union is the owners of either; nil, which is everybody, where one of them is.
func union(a, b []uuid.UUID) []uuid.UUID {
	if a == nil || b == nil {
		return nil
	}
	all := slices.Clone(a)
	for _, id := range b {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}
