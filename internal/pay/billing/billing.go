// Package billing stores events of an opportunity after its booking, and who is credited with it: the inputs of pay
// beside the opportunity itself. Nothing is edited; a wrong event is withdrawn and stays readable.
package billing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

// Kind is the kind of a billing event.
type Kind string

// The kinds. A credit note is an invoice below zero, a refund is cash below zero.
const (
	Invoice      Kind = "invoice"
	Cash         Kind = "cash"
	GoLive       Kind = "go_live"
	Cancellation Kind = "cancellation"
	WriteOff     Kind = "write_off"
)

// Kinds lists the kinds in their usual order.
var Kinds = []Kind{Invoice, Cash, GoLive, Cancellation, WriteOff}

// Label is the kind's name for people.
func (k Kind) Label() string {
	switch k {
	case Invoice:
		return "Invoice"
	case Cash:
		return "Payment"
	case GoLive:
		return "Go-live"
	case Cancellation:
		return "Cancellation"
	default:
		return "Write-off"
	}
}

// Event is something that happened to an opportunity on a day.
type Event struct {
	ID            uuid.UUID
	ExternalID    string // the billing system's key; empty where it was entered here
	OpportunityID uuid.UUID
	Kind          Kind
	On            period.Date
	Amount        *int64 // minor units of Currency, of invoices and payments only
	Currency      money.Currency
	Note          string
	KnownAt       time.Time
}

// mostSaid is how many letters a note has, and mostKey those of a key of the billing system.
const (
	mostSaid = 2000
	mostKey  = 200
)

func (e Event) check() error {
	money := e.Kind == Invoice || e.Kind == Cash
	switch {
	case fault.Within("note", e.Note, mostSaid) != nil:
		return fault.Within("note", e.Note, mostSaid)
	case fault.Within("key", e.ExternalID, mostKey) != nil:
		return fault.Within("key", e.ExternalID, mostKey)
	case e.Kind != GoLive && e.Kind != Cancellation && e.Kind != WriteOff && !money:
		return fault.On("kind", "The event must be an invoice, a payment, a go-live, a cancellation or a write-off.")
	case e.On.IsZero():
		return fault.On("on", "Enter the date of the event.")
	case money && (e.Amount == nil || *e.Amount == 0):
		return fault.On("amount", "Enter an amount for an invoice or payment. For a credit note or refund, enter a "+
			"negative amount.")
	case !money && e.Amount != nil:
		return fault.On("amount", "Only invoices and payments can have an amount.")
	}
	return nil
}

// Record stores an event. A known key is a Conflict, and so is an event without a key that equals another one: it is a
// second click. Members whom the opportunity pays cannot record its events.
func Record(ctx context.Context, tx *tenant.Tx, e Event) (uuid.UUID, error) {
	if err := tx.Require(tenant.EditCredit); err != nil {
		return uuid.Nil, err
	}
	if err := e.check(); err != nil {
		return uuid.Nil, err
	}
	if err := othersPay(ctx, tx, e.OpportunityID); err != nil {
		return uuid.Nil, err
	}
	if e.ExternalID == "" {
		if err := unrecorded(ctx, tx, e); err != nil {
			return uuid.Nil, err
		}
	}
	id := uuid.Must(uuid.NewV7())
	if e.KnownAt.IsZero() {
		e.KnownAt = tx.Now()
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.billing_events (tenant_id, id, external_id, opportunity_id, kind,
			happened_on, amount, currency, note, recorded_by, known_at)
		VALUES (@tenant, @id, nullif(@external, ''), @opportunity, @kind, @on, @amount, @currency, @note, @by, @known)`,
		tenant.Args{"id": id, "external": e.ExternalID, "opportunity": e.OpportunityID, "kind": string(e.Kind),
			"on": e.On, "amount": e.Amount, "currency": e.Currency, "note": e.Note, "by": tx.By(), "known": e.KnownAt})
	if fault.KindOf(err) == fault.Conflict {
		return uuid.Nil, fault.New(fault.Conflict, "The event with the key "+e.ExternalID+" already exists.")
	}
	if err != nil {
		return uuid.Nil, fmt.Errorf("billing: record: %w", err)
	}
	return id, audit.Record(ctx, tx, "recorded", string(e.Kind), e.OpportunityID.String(),
		map[string]string{"on": e.On.String()})
}

// Withdraw withdraws an event recorded in error; it stays in the history. Members whom the opportunity pays cannot
// withdraw it.
func Withdraw(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	if err := tx.Require(tenant.EditCredit); err != nil {
		return err
	}
	of, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT b.opportunity_id FROM app.billing_events b
		WHERE b.tenant_id = @tenant AND b.id = @id`, tenant.Args{"id": id})
	if err != nil {
		return err
	}
	if err := othersPay(ctx, tx, of); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `UPDATE app.billing_events SET replaced_at = @now
		WHERE tenant_id = @tenant AND id = @id AND replaced_at = 'infinity'`,
		tenant.Args{"now": tx.Now(), "id": id})
	if err != nil {
		return fmt.Errorf("billing: withdraw: %w", err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "There is no such event, or it was already withdrawn.")
	}
	return audit.Record(ctx, tx, "withdrew", "billing event", id.String(), nil)
}

// List lists the events of opportunities as known at a moment, by day; with a nil list, of all opportunities.
func List(ctx context.Context, tx *tenant.Tx, opportunities []uuid.UUID, known time.Time) ([]Event, error) {
	events, err := tenant.List[Event](ctx, tx, `SELECT b.id, coalesce(b.external_id, '') AS external_id,
		b.opportunity_id, b.kind, b.happened_on AS "on", b.amount, b.currency, b.note, b.known_at
		FROM app.billing_events b WHERE b.tenant_id = @tenant
		AND (@of::uuid[] IS NULL OR b.opportunity_id = ANY(@of::uuid[])) AND b.known_at <= @known
		AND b.replaced_at > @known
		ORDER BY b.opportunity_id, b.happened_on, b.id`, tenant.Args{"of": opportunities, "known": known})
	if err != nil {
		return nil, fmt.Errorf("billing: list: %w", err)
	}
	return events, nil
}

// Split is a member's share in the credit of an opportunity.
type Split struct {
	OpportunityID uuid.UUID
	MemberID      uuid.UUID
	Share         decimal.Decimal
	Overlay       bool // beside the revenue, never part of it
	Note          string
}

// Credit sets who is credited with an opportunity instead of its owner alone; no splits give all credit back to the
// owner. The revenue shares add up to exactly 1. Members whom the opportunity pays, before or after, cannot set it.
func Credit(ctx context.Context, tx *tenant.Tx, opportunity uuid.UUID, splits []Split) error {
	if err := tx.Require(tenant.EditCredit); err != nil {
		return err
	}
	if err := checkSplits(splits); err != nil {
		return err
	}
	if slices.ContainsFunc(splits, func(s Split) bool { return tx.Is(s.MemberID) }) {
		return fault.New(fault.Forbidden, "You cannot change your own credit. Somebody else must.")
	}
	if err := members(ctx, tx, splits); err != nil {
		return err
	}
	if err := hold(ctx, tx, opportunity); err != nil {
		return err
	}
	if err := othersPay(ctx, tx, opportunity); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE app.credit_splits SET replaced_at = @now
		WHERE tenant_id = @tenant AND opportunity_id = @opportunity AND replaced_at = 'infinity'`,
		tenant.Args{"now": tx.Now(), "opportunity": opportunity}); err != nil {
		return fmt.Errorf("billing: credit: %w", err)
	}
	for _, s := range splits {
		if _, err := tx.Exec(ctx, `INSERT INTO app.credit_splits (tenant_id, id, opportunity_id, member_id, share,
				overlay, note, set_by, known_at)
			VALUES (@tenant, @id, @opportunity, @member, @share, @overlay, @note, @by, @now)`,
			tenant.Args{"id": uuid.Must(uuid.NewV7()), "opportunity": opportunity, "member": s.MemberID,
				"share": s.Share, "overlay": s.Overlay, "note": s.Note, "by": tx.By(), "now": tx.Now()}); err != nil {
			return fmt.Errorf("billing: credit: %w", err)
		}
	}
	return audit.Record(ctx, tx, "credited", "opportunity", opportunity.String(),
		map[string]string{"members": fmt.Sprint(len(splits))})
}

func checkSplits(splits []Split) error {
	sum, revenue := decimal.Zero, 0
	seen := map[uuid.UUID]bool{}
	for _, s := range splits {
		if seen[s.MemberID] {
			return fault.On("member", "Each member can be credited with an opportunity only once.")
		}
		seen[s.MemberID] = true
		if !s.Share.IsPositive() || s.Share.GreaterThan(decimal.NewFromInt(1)) {
			return fault.On("share", "A share must be above 0 % and at most 100 %.")
		}
		if !s.Overlay {
			sum, revenue = sum.Add(s.Share), revenue+1
		}
	}
	if len(splits) > 0 && (revenue == 0 || !sum.Equal(decimal.NewFromInt(1))) {
		return fault.On("share",
			"The revenue shares must total 100 %. They total "+sum.Shift(2).String()+" %. Overlay credit is "+
				"not included.")
	}
	return nil
}

// Splits lists the credit splits of opportunities as known at a moment; with a nil list, of all opportunities that have
// splits.
func Splits(ctx context.Context, tx *tenant.Tx, opportunities []uuid.UUID, known time.Time) ([]Split, error) {
	splits, err := tenant.List[Split](ctx, tx, `SELECT c.opportunity_id, c.member_id, c.share, c.overlay, c.note
		FROM app.credit_splits c
		WHERE c.tenant_id = @tenant AND (@of::uuid[] IS NULL OR c.opportunity_id = ANY(@of::uuid[]))
		AND c.known_at <= @known AND c.replaced_at > @known
		ORDER BY c.opportunity_id, c.overlay, c.share DESC, c.member_id`,
		tenant.Args{"of": opportunities, "known": known})
	if err != nil {
		return nil, fmt.Errorf("billing: splits: %w", err)
	}
	return splits, nil
}
