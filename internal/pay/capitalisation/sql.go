package capitalisation

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Contract is a won opportunity with the schedule of its commission cost.
type Contract struct {
	ID       uuid.UUID
	Name     string
	Account  string
	Schedule Schedule

	Impairments []Impairment // of it, in the order of their days
}

// Schedules takes the schedules out of contracts.
func Schedules(contracts []Contract) []Schedule {
	all := make([]Schedule, len(contracts))
	for i, c := range contracts {
		all[i] = c.Schedule
	}
	return all
}

// entry is what a locked statement says on an opportunity.
type entry struct {
	OpportunityID    uuid.UUID
	Name, Account    string
	CloseOn          period.Date
	Currency         money.Currency
	StartsOn, EndsOn period.Date
	Override         bool
	Clawback         bool
	Amount           int64
}

// Load lists every contract on which a locked statement paid commission, as known at a moment, by first day. It is for
// readers of everybody's pay: row security leaves out what the actor may not see.
func Load(ctx context.Context, tx *tenant.Tx, known time.Time) ([]Contract, error) {
	policies, err := List(ctx, tx, known)
	if err != nil {
		return nil, err
	}
	entries, err := tenant.List[entry](ctx, tx, `SELECT e.opportunity_id, o.name, coalesce(a.name, '') AS account,
		o.close_on, s.currency, s.starts_on, s.ends_on, e.credited_id IS NOT NULL AS override, e.clawback,
		sum(e.amount)::bigint AS amount
		FROM app.commission_earnings e
		JOIN app.commission_statements s ON s.tenant_id = @tenant AND s.id = e.statement_id
		JOIN app.commission_payouts p ON p.tenant_id = @tenant AND p.id = s.id AND p.posted_at <= @known
		JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = e.opportunity_id
		LEFT JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = o.account_id
		WHERE e.tenant_id = @tenant
		GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY s.currency, e.opportunity_id, s.ends_on, e.clawback`,
		tenant.Args{"known": known})
	if err != nil {
		return nil, fmt.Errorf("capitalisation: load: %w", err)
	}
	ended, err := endings(ctx, tx, known)
	if err != nil {
		return nil, err
	}
	terms, err := termsOf(ctx, tx, policies, known)
	if err != nil {
		return nil, err
	}
	impaired, err := impairments(ctx, tx, known)
	if err != nil {
		return nil, err
	}
	var tally money.Tally
	for _, e := range entries {
		if !tally.Takes(e.Amount) {
			return nil, tenant.ErrTooLarge
		}
	}
	all := contracts(entries, policies, ended, terms)
	for n, c := range all {
		all[n] = c.impair(impaired[c.ID])
	}
	return all, nil
}

// contracts makes a schedule of the entries of each opportunity and currency, which stand together in the order of
// their statements.
func contracts(entries []entry, policies Policies, ended map[uuid.UUID]period.Date,
	terms map[uuid.UUID]int) []Contract {
	var all []Contract
	for len(entries) > 0 {
		first := entries[0]
		n := slices.IndexFunc(entries,
			func(e entry) bool { return e.OpportunityID != first.OpportunityID || e.Currency != first.Currency })
		if n < 0 {
			n = len(entries)
		}
		on := clamp(first.CloseOn, first)
		if s, ok := policies.schedule(entries[:n], Cost{Contract: first.OpportunityID, Currency: first.Currency, On: on,
			TermMonths: terms[first.OpportunityID]}, ended[first.OpportunityID]); ok {
			all = append(all, Contract{ID: first.OpportunityID, Name: first.Name, Account: first.Account, Schedule: s})
		}
		entries = entries[n:]
	}
	slices.SortStableFunc(all, func(a, b Contract) int {
		return cmp.Or(cmp.Compare(a.Schedule.Cost.On, b.Schedule.Cost.On), cmp.Compare(a.Name, b.Name),
			cmp.Compare(a.ID.String(), b.ID.String()))
	})
	return all
}

// schedule is a contract's: what its first statement says is its cost; what a later one says counts from that
// statement's last day on, and what is clawed back with the contract's end.
func (ps Policies) schedule(entries []entry, c Cost, ended period.Date) (Schedule, bool) {
	p := ps.At(c.On)
	var later []entry
	for _, e := range entries {
		switch {
		case e.Override && !p.CapitaliseOverrides:
		case e.StartsOn == entries[0].StartsOn && e.EndsOn == entries[0].EndsOn && !e.Clawback:
			c.Amount += e.Amount
		default:
			later = append(later, e)
		}
	}
	if c.Amount == 0 && len(later) == 0 {
		return Schedule{}, false
	}
	s := ps.Under(c)
	if !ended.IsZero() {
		s = s.WriteOff(ended)
	}
	for _, e := range later {
		on := e.EndsOn - 1
		if e.Clawback && !ended.IsZero() {
			on = clamp(ended, e)
		}
		s = s.Adjust(on, p.Incremental(e.Amount))
	}
	return s, true
}

// clamp keeps a day within the days of a statement, so that nothing enters a period that was stated before.
func clamp(d period.Date, e entry) period.Date { return min(max(d, e.StartsOn), e.EndsOn-1) }

// endings are the days on which contracts were cancelled or written off.
func endings(ctx context.Context, tx *tenant.Tx, known time.Time) (map[uuid.UUID]period.Date, error) {
	rows, err := tenant.List[struct {
		OpportunityID uuid.UUID
		HappenedOn    period.Date
	}](ctx, tx, `SELECT b.opportunity_id, min(b.happened_on) AS happened_on FROM app.billing_events b
		WHERE b.tenant_id = @tenant AND b.kind IN ('cancellation', 'write_off') AND b.known_at <= @known
		AND b.replaced_at > @known
		GROUP BY b.opportunity_id`, tenant.Args{"known": known})
	if err != nil {
		return nil, fmt.Errorf("capitalisation: endings: %w", err)
	}
	ended := map[uuid.UUID]period.Date{}
	for _, r := range rows {
		ended[r.OpportunityID] = r.HappenedOn
	}
	return ended, nil
}

// termsOf reads the terms of contracts out of what their statements were calculated from; only a policy that asks for
// them has them read.
func termsOf(ctx context.Context, tx *tenant.Tx, policies Policies, known time.Time) (map[uuid.UUID]int, error) {
	terms := map[uuid.UUID]int{}
	if !slices.ContainsFunc(policies, func(p Policy) bool { return p.Commensurate }) {
		return terms, nil
	}
	rows, err := tenant.List[struct {
		Opportunity string
		Months      int
	}](ctx, tx, `SELECT e ->> 'opportunity' AS opportunity, max((e ->> 'term_months')::int) AS months
		FROM app.statement_states t
		JOIN app.statement_calculations c ON c.tenant_id = @tenant AND c.id = t.calculation_id
		CROSS JOIN LATERAL jsonb_array_elements(nullif(c.inputs::jsonb -> 'events', 'null')) e
		WHERE t.tenant_id = @tenant AND t.state = 'locked' AND t.set_at <= @known AND e ? 'term_months' GROUP BY 1`,
		tenant.Args{"known": known})
	if err != nil {
		return nil, fmt.Errorf("capitalisation: terms: %w", err)
	}
	for _, r := range rows {
		if id, err := uuid.Parse(r.Opportunity); err == nil {
			terms[id] = r.Months
		}
	}
	return terms, nil
}

// List lists the policies known at a moment, by first day; of several for one day the newest.
func List(ctx context.Context, tx *tenant.Tx, known time.Time) (Policies, error) {
	documents, err := tenant.Values[[]byte](ctx, tx, `SELECT p.document FROM app.pay_settings p
		WHERE p.tenant_id = @tenant AND p.kind = 'capitalisation' AND p.known_at <= @known ORDER BY p.known_at, p.id`,
		tenant.Args{"known": known})
	if err != nil {
		return nil, fmt.Errorf("capitalisation: policies: %w", err)
	}
	var all Policies
	for _, d := range documents {
		var p Policy
		if err := json.Unmarshal(d, &p); err != nil {
			return nil, fmt.Errorf("capitalisation: policy: %w", err)
		}
		all = slices.DeleteFunc(all, func(o Policy) bool { return o.From == p.From })
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Policy) int { return int(a.From - b.From) })
	return all, nil
}

// Set adds a policy. The first can start at any past day. A later one changes estimates and so starts this month at the
// earliest. Invalid if a figure makes no sense.
func Set(ctx context.Context, tx *tenant.Tx, p Policy) error {
	if err := tx.Require(tenant.ManagePay); err != nil {
		return err
	}
	have, err := List(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	switch {
	case p.Method != ByMonth && p.Method != ByDay:
		return fault.On("method", "Choose amortisation by month or by day.")
	case p.LifeMonths < 1 || p.LifeMonths > 240:
		return fault.On("life_months", "The expected life must be between 1 and 240 months.")
	case p.TaxShare.IsNegative() || p.TaxShare.GreaterThanOrEqual(decimalOne):
		return fault.On("tax_share", "Payroll taxes must be between 0 and 100 % of the commission.")
	case p.From.IsZero() || p.From != firstOfMonth(p.From):
		return fault.On("from", "A policy must start on the first day of a month.")
	case len(have) > 0 && p.From < firstOfMonth(tx.Today()):
		return fault.On("from", "An estimate can change from this month on. Earlier amortisation cannot change.")
	}
	document, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("capitalisation: set: %w", err)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO app.pay_settings (tenant_id, id, kind, document, known_at, member_id)
		VALUES (@tenant, @id, 'capitalisation', @document, @now, @by)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "document": string(document), "now": tx.Now(),
			"by": tx.By()}); err != nil {
		return fmt.Errorf("capitalisation: set: %w", err)
	}
	return audit.Record(ctx, tx, "set", "pay", "capitalisation",
		map[string]string{"from": p.From.String(), "method": string(p.Method)})
}
