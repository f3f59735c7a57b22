package capitalisation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Impairment is finance's estimate of the amount still expected from a contract on a day. The carrying amount above it
// is written off (340-40-35-3) and never reversed. A newer estimate for the same day corrects it; one for a later day
// can only reduce the rest. Amounts are minor units of Currency.
type Impairment struct {
	ID            uuid.UUID
	OpportunityID uuid.UUID
	Currency      money.Currency
	HappenedOn    period.Date
	Consideration int64 // that is still to come
	Costs         int64 // that are still to bear and have not been expensed
	Reason        string
	KnownAt       time.Time
	RecordedBy    *uuid.UUID // who recorded it; nil: the system
}

// Tested is the result of an impairment test, in minor units: Loss is the excess of Carried over Recoverable.
type Tested struct {
	Contract
	Carried, Recoverable, Loss int64
}

// Recoverable is the remaining consideration less the remaining costs, and never below nothing (340-40-35-3).
func (i Impairment) Recoverable() int64 { return max(0, i.Consideration-i.Costs) }

// Carried is the carrying amount of the cost at the end of a day.
func (s Schedule) Carried(on period.Date) int64 {
	s = s.known(on + 1)
	month := firstOfMonth(on)
	next := month.AddMonths(1)
	return s.Impair(on, 0, 0).Between(month, next).WrittenOff - s.Between(month, next).WrittenOff
}

// Test calculates the write-off of an impairment before it is recorded. NotFound if no such contract has a cost,
// Invalid if a figure or day makes no sense or nothing is impaired.
func Test(ctx context.Context, tx *tenant.Tx, i Impairment) (Tested, error) {
	if err := tx.Require(tenant.ManagePay); err != nil {
		return Tested{}, err
	}
	all, err := Load(ctx, tx, tx.Now())
	if err != nil {
		return Tested{}, err
	}
	at := slices.IndexFunc(all,
		func(c Contract) bool { return c.ID == i.OpportunityID && c.Schedule.Cost.Currency == i.Currency })
	if at < 0 {
		return Tested{}, fault.New(fault.NotFound, "This contract has no capitalised cost.")
	}
	t := Tested{Contract: all[at], Recoverable: i.Recoverable()}
	if err := i.check(t.Schedule, tx.Today()); err != nil {
		return t, err
	}
	corrected := t.Schedule.without(i.HappenedOn)
	t.Carried = corrected.Carried(i.HappenedOn)
	t.Loss = max(0, t.Carried-t.Recoverable)
	if t.Loss == 0 && t.Carried == t.Schedule.Carried(i.HappenedOn) {
		return t, fault.On("consideration",
			fmt.Sprintf("No impairment: the carrying amount on that day is %s, and %s is still expected from the "+
				"contract.",
				money.Of(t.Carried, i.Currency), money.Of(t.Recoverable, i.Currency)))
	}
	return t, nil
}

func (i Impairment) check(s Schedule, today period.Date) error {
	first := firstOfMonth(today).AddMonths(-1)
	switch {
	case i.HappenedOn.IsZero() || i.HappenedOn < first || i.HappenedOn > today:
		return fault.On("on",
			"Choose a date from "+first.String()+" on and not in the future. Earlier amortisation cannot change.")
	case i.HappenedOn < s.Cost.On:
		return fault.On("on", "The contract was not booked by that date.")
	case i.Consideration < 0:
		return fault.On("consideration", "The remaining consideration cannot be negative.")
	case i.Costs < 0:
		return fault.On("costs", "Costs cannot be negative.")
	case strings.TrimSpace(i.Reason) == "" || utf8.RuneCountInString(i.Reason) > 1000:
		return fault.On("reason", "Enter a reason for the auditor, at most 1,000 characters.")
	}
	return nil
}

// Record stores an impairment. The contract's schedule and the roll-forward write off its loss on its day. It returns
// the result of Test.
func Record(ctx context.Context, tx *tenant.Tx, i Impairment) (Tested, error) {
	t, err := Test(ctx, tx, i)
	if err != nil {
		return t, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.contract_impairments (tenant_id, id, opportunity_id, currency, happened_on,
			consideration, costs, reason, known_at, recorded_by)
		VALUES (@tenant, @id, @opportunity, @currency, @on, @consideration, @costs, @reason, @now, @by)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "opportunity": i.OpportunityID, "currency": i.Currency,
			"on": i.HappenedOn, "consideration": i.Consideration, "costs": i.Costs,
			"reason": strings.TrimSpace(i.Reason), "now": tx.Now(), "by": tx.By()})
	if err != nil {
		return t, fmt.Errorf("capitalisation: impair: %w", err)
	}
	return t, audit.Record(ctx, tx, "impaired", "contract cost", i.OpportunityID.String(),
		map[string]string{"on": i.HappenedOn.String()})
}

// impairments are those that were known at a moment, of each contract and day the newest, in the order of their days.
func impairments(ctx context.Context, tx *tenant.Tx, known time.Time) (map[uuid.UUID][]Impairment, error) {
	rows, err := tenant.List[Impairment](ctx, tx, `SELECT DISTINCT ON (i.opportunity_id, i.currency,
			i.happened_on) i.id, i.opportunity_id, i.currency, i.happened_on,
			i.consideration, i.costs, i.reason, i.known_at, i.recorded_by
		FROM app.contract_impairments i WHERE i.tenant_id = @tenant AND i.known_at <= @known
		ORDER BY i.opportunity_id, i.currency, i.happened_on, i.known_at DESC, i.id DESC`, tenant.Args{"known": known})
	if err != nil {
		return nil, fmt.Errorf("capitalisation: impairments: %w", err)
	}
	all := map[uuid.UUID][]Impairment{}
	for _, r := range rows {
		all[r.OpportunityID] = append(all[r.OpportunityID], r)
	}
	return all, nil
}

// impair writes a contract down by what is known of it.
func (c Contract) impair(all []Impairment) Contract {
	for _, i := range all {
		if i.Currency == c.Schedule.Cost.Currency {
			c.Schedule = c.Schedule.Impair(i.HappenedOn, i.Consideration, i.Costs)
			c.Impairments = append(c.Impairments, i)
		}
	}
	return c
}
