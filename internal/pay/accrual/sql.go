package accrual

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
)

// stated is a statement as the database has it: of a locked one the figures of its payout, of another those of its
// newest calculation.
type stated struct {
	MemberID, PlanID uuid.UUID
	Currency         money.Currency
	StartsOn, EndsOn period.Date
	Locked           bool
	Earned           int64 // of an open one to date
	Due              int64 // of an open one to date
	Adjustments      int64
	Paid             int64 // with draws and adjustments
	DrawBalance      int64
	PaidAt           *time.Time
}

// Load is every statement as it was known at a moment; one that was never calculated is not owed. It is for those who
// read everybody's pay and for the system: row security leaves out what the actor may not see.
func Load(ctx context.Context, tx *tenant.Tx, known time.Time) ([]Item, error) {
	rows, err := tenant.List[stated](ctx, tx, `SELECT s.member_id, s.plan_id, s.currency, s.starts_on, s.ends_on,
		p.id IS NOT NULL AS locked, coalesce(p.earned, c.earned) AS earned, coalesce(p.due, c.due) AS due,
		coalesce(p.adjustments, c.adjustments) AS adjustments, coalesce(p.paid, c.payable) AS paid,
			coalesce(p.draw_balance, c.draw_balance) AS draw_balance, t.set_at AS paid_at
		FROM app.commission_statements s
		LEFT JOIN app.commission_payouts p ON p.tenant_id = @tenant AND p.id = s.id AND p.posted_at <= @known
		LEFT JOIN app.statement_states t ON t.tenant_id = @tenant AND t.statement_id = s.id AND t.state = 'paid'
		AND t.set_at <= @known
		LEFT JOIN LATERAL (SELECT n.earned, n.due, n.adjustments, n.payable, n.draw_balance
			FROM app.statement_calculations n
			WHERE n.tenant_id = @tenant AND n.statement_id = s.id AND n.problem = '' AND n.calculated_at <= @known
			AND p.id IS NULL ORDER BY n.number DESC LIMIT 1) c ON true
		WHERE s.tenant_id = @tenant AND s.withdrawn_at > @known AND (p.id IS NOT NULL OR c.earned IS NOT NULL)
		ORDER BY s.member_id, s.plan_id, s.currency, s.ends_on, s.starts_on DESC`, tenant.Args{"known": known})
	if err != nil {
		return nil, fmt.Errorf("accrual: load: %w", err)
	}
	items := chain(rows, tx.Calendar(), tx.Calendar().Today(known))
	var tally money.Tally
	for _, i := range items {
		if !tally.Takes(i.parts()...) {
			return nil, tenant.ErrTooLarge
		}
	}
	return items, nil
}

// chain takes what came before off figures that are to date. The statements of a member under a plan follow each other.
func chain(rows []stated, c period.Calendar, day period.Date) []Item {
	var items []Item
	var earned, due, balance int64
	for n, r := range rows {
		if n == 0 || r.MemberID != rows[n-1].MemberID || r.PlanID != rows[n-1].PlanID ||
			r.Currency != rows[n-1].Currency {
			earned, due, balance = 0, 0, 0
		}
		i := Item{Member: r.MemberID, Plan: r.PlanID, Currency: r.Currency, From: r.StartsOn, To: r.EndsOn,
			On: min(r.EndsOn-1, day), Locked: r.Locked, Earned: r.Earned, Due: r.Due, Adjustments: r.Adjustments,
			Advanced: r.DrawBalance - balance}
		if !r.Locked {
			i.Earned, i.Due = r.Earned-earned, r.Due-due
		}
		i.Draw = r.Paid - i.Due - i.Adjustments
		if r.PaidAt != nil {
			i.PaidOn = c.Today(*r.PaidAt)
		}
		earned, due, balance = earned+i.Earned, due+i.Due, r.DrawBalance
		items = append(items, i)
	}
	return items
}

// Part is the amount earned on a component.
type Part struct {
	Component string
	Currency  money.Currency
	On        period.Date // on which its statement counts as earned
	Locked    bool
	Amount    int64 // minor units of Currency
	Members   int
}

// earnedLines are the lines x of the statements that count as earned within [from, to): posted ones of locked
// statements, calculated ones of the others.
const earnedLines = `WITH within AS (SELECT s.id, s.member_id, s.currency, least(s.ends_on - 1, @day::date) AS on_day,
		p.id IS NOT NULL AS locked FROM app.commission_statements s
			LEFT JOIN app.commission_payouts p ON p.tenant_id = @tenant AND p.id = s.id AND p.posted_at <= @known
			WHERE s.tenant_id = @tenant AND s.withdrawn_at > @known AND least(s.ends_on - 1, @day::date) >= @from
			AND least(s.ends_on - 1, @day::date) < @to),
		x AS (SELECT e.component, w.currency, w.on_day, w.locked, e.amount, w.member_id FROM within w
				JOIN app.commission_earnings e ON e.tenant_id = @tenant AND e.statement_id = w.id WHERE w.locked
			UNION ALL SELECT l ->> 'component', w.currency, w.on_day, w.locked, (l ->> 'amount')::bigint, w.member_id
			FROM within w
				CROSS JOIN LATERAL (SELECT n.result FROM app.statement_calculations n
					WHERE n.tenant_id = @tenant AND n.statement_id = w.id AND n.problem = ''
					AND n.calculated_at <= @known ORDER BY n.number DESC LIMIT 1) c
				CROSS JOIN LATERAL jsonb_array_elements(nullif(c.result::jsonb -> 'lines', 'null')) l WHERE NOT w.locked
			UNION ALL SELECT 'adjustment', w.currency, w.on_day, w.locked, c.adjustments, w.member_id FROM within w
				CROSS JOIN LATERAL (SELECT n.adjustments FROM app.statement_calculations n
					WHERE n.tenant_id = @tenant AND n.statement_id = w.id AND n.problem = ''
					AND n.calculated_at <= @known ORDER BY n.number DESC LIMIT 1) c
					WHERE NOT w.locked AND c.adjustments <> 0) `

// Components is the amount earned by component in statements earned within [from, to): posted lines of locked
// statements, calculated lines of the others.
func Components(ctx context.Context, tx *tenant.Tx, from, to period.Date, known time.Time) ([]Part, error) {
	parts, err := tenant.List[Part](ctx, tx, earnedLines+`SELECT x.component, x.currency, x.on_day AS "on", x.locked,
		sum(x.amount)::bigint AS amount, count(DISTINCT x.member_id)::int AS members
		FROM x GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
		tenant.Args{"from": from, "to": to, "known": known, "day": tx.Calendar().Today(known)})
	if err != nil {
		return nil, fmt.Errorf("accrual: components: %w", err)
	}
	return parts, nil
}

// Earner is the amount that one member earned on a component.
type Earner struct {
	MemberID uuid.UUID
	On       period.Date // on which the statement counts as earned
	Locked   bool
	Amount   int64 // minor units of the currency that was asked for
}

// Earners splits a component's amount of Components, in one currency, by member. The parts add up to it.
func Earners(ctx context.Context, tx *tenant.Tx, component string, c money.Currency, from, to period.Date,
	known time.Time) ([]Earner, error) {
	all, err := tenant.List[Earner](ctx, tx, earnedLines+`SELECT x.member_id, x.on_day AS "on", x.locked,
		sum(x.amount)::bigint AS amount
		FROM x WHERE x.component = @component AND x.currency = @currency GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
		tenant.Args{"from": from, "to": to, "known": known, "day": tx.Calendar().Today(known), "component": component,
			"currency": c})
	if err != nil {
		return nil, fmt.Errorf("accrual: earners: %w", err)
	}
	return all, nil
}

// RatesOn is the value of each currency on a day, by the rates known now. Rounded once, half up. A currency whose value
// exceeds the largest amount has none.
func RatesOn(ctx context.Context, tx *tenant.Tx, day period.Date) (Rates, error) {
	known, err := fx.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	base := tx.Base()
	return func(minor int64, c money.Currency) (int64, bool) {
		if c == base {
			return minor, true
		}
		at := slices.IndexFunc(known, func(r fx.Rate) bool {
			return r.Currency == c && r.ValidFrom <= day && (r.ValidTo.IsZero() || r.ValidTo > day)
		})
		if at < 0 {
			return 0, false
		}
		rate := known[at].Rate.Shift(base.Exponent() - c.Exponent())
		worth := decimal.New(minor, 0).Mul(rate).Round(0)
		if worth.Abs().GreaterThan(decimal.NewFromInt(money.Most)) {
			return 0, false
		}
		return worth.IntPart(), true
	}, nil
}

// RateOf is the effective commission rate of up to four quarters before the quarter of a day that have locked
// statements. Revenue counts each credited opportunity once, at its booking rate, if it closed within those quarters.
func RateOf(ctx context.Context, tx *tenant.Tx, items []Item, rates Rates, day period.Date,
	known time.Time) (Rate, error) {
	c := tx.Calendar()
	now := c.Containing(period.Quarter, day)
	from := c.Shift(now, -4).Start
	r := Rate{From: from, To: now.Start}
	quarters, members, waiting := map[period.Date]bool{}, map[uuid.UUID]int64{}, map[uuid.UUID]int64{}
	for _, i := range items {
		if i.on() < from || i.on() >= now.Start {
			continue
		}
		base, ok := rates(i.Earned+i.Adjustments+i.Guarantee(), i.Currency)
		if !ok {
			continue
		}
		if !i.Locked {
			waiting[i.Member] += base
			continue
		}
		r.Earned += base
		members[i.Member] += base
		quarters[c.Containing(period.Quarter, i.on()).Start] = true
	}
	r.Quarters, r.Members, r.Waiting = len(quarters), paid(members), paid(waiting)
	var err error
	r.Revenue, err = tenant.Value[int64](ctx, tx, `SELECT coalesce(sum(`+fx.Base+`), 0)::bigint FROM app.opportunities o
		WHERE o.tenant_id = @tenant AND o.status = 'won' AND o.deleted_at IS NULL AND o.close_on >= @from
		AND o.close_on < @to AND EXISTS (
			SELECT 1 FROM app.commission_credits d JOIN app.commission_statements s ON s.tenant_id = @tenant
			AND s.id = d.statement_id
			WHERE d.tenant_id = @tenant AND d.opportunity_id = o.id AND s.ends_on > @from AND s.ends_on <= @to)`,
		tenant.Args{"base": tx.Base(), "today": day, "known": known, "from": from, "to": now.Start})
	if err != nil {
		return r, fmt.Errorf("accrual: rate: %w", err)
	}
	return r, nil
}

// Forecast is the commission of the current quarter if the published forecast comes true. ok is false without a rate or
// a forecast.
func Forecast(ctx context.Context, tx *tenant.Tx, r Rate,
	day period.Date) (e Expected, q period.Period, ok bool, err error) {
	q = tx.Calendar().Containing(period.Quarter, day)
	point, found, err := outlook.Newest(ctx, tx, q, day)
	if err != nil || !found || !r.Known() {
		return Expected{Rate: r}, q, false, err
	}
	return Expect(r, point.Value, point.Low, point.High), q, true, nil
}

// Granted reports whether the actor has a grant to read everybody's pay.
func Granted(ctx context.Context, tx *tenant.Tx) (bool, error) {
	granted, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.pay_grants g
			WHERE g.tenant_id = @tenant AND g.member_id = @me AND g.replaced_at = 'infinity')`,
		tenant.Args{"me": tx.Actor().MemberID})
	if err != nil {
		return false, fmt.Errorf("accrual: granted: %w", err)
	}
	return granted, nil
}

// paid counts those to whom something is paid: who is paid nothing hides nobody.
func paid(members map[uuid.UUID]int64) int {
	n := 0
	for _, sum := range members {
		if sum != 0 {
			n++
		}
	}
	return n
}
