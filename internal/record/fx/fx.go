// Package fx keeps exchange rates, each with the days on which it holds, and says in which rate a figure is converted.
//
// What is closed is converted at the booking rate, that of the day it closed; what is open at the current rate, that of
// the day of the question (definitions §1). A later edit makes a new version and never alters what was known.
package fx

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

// Rate is what one major unit of Currency is worth in the organisation's base currency in [ValidFrom, ValidTo).
type Rate struct {
	Currency  money.Currency
	Rate      decimal.Decimal
	ValidFrom period.Date
	ValidTo   period.Date // zero: until further notice
	Source    string
	KnownAt   time.Time
}

// worth is what an amount comes to at a rate, rounded half up once: NULL where that is beyond any amount that can be
// added up, so that it counts as not converted and the rest of the page stands.
const worth = `CASE WHEN abs(o.amount * r.minor_rate) <= 900000000000000 THEN round(o.amount * r.minor_rate)::bigint END`

// Base is an SQL expression: the amount of the opportunity o in minor units of the base currency, NULL where the amount
// or a rate is not known, or it is beyond any amount. It takes @base, @today and @known.
const Base = `(CASE WHEN o.currency = @base THEN o.amount ELSE (
	SELECT ` + worth + ` FROM app.fx_rates r
	WHERE r.tenant_id = @tenant AND r.currency = o.currency AND r.known_at <= @known AND r.replaced_at > @known
	  AND r.valid_from <= CASE WHEN o.status = 'open' THEN @today ELSE o.close_on END
	  AND r.valid_to > CASE WHEN o.status = 'open' THEN @today ELSE o.close_on END
	ORDER BY r.valid_from DESC LIMIT 1) END)`

// Major is an SQL expression: a figure in major units of the currency of the opportunity o, in major units of the base
// currency; NULL where a rate is not known. It takes @base, @today and @known.
func Major(figure string) string {
	return `(CASE WHEN o.currency = @base THEN ` + figure + ` ELSE ` + figure + ` * (SELECT r.rate FROM app.fx_rates r
	WHERE r.tenant_id = @tenant AND r.currency = o.currency AND r.known_at <= @known AND r.replaced_at > @known
	  AND r.valid_from <= CASE WHEN o.status = 'open' THEN @today ELSE o.close_on END
	  AND r.valid_to > CASE WHEN o.status = 'open' THEN @today ELSE o.close_on END
	ORDER BY r.valid_from DESC LIMIT 1) END)`
}

// At is an SQL expression: the amount of the opportunity o in minor units of the base currency at the rate of a day, as
// it was known at a moment, both SQL expressions; NULL where the amount or the rate is not known. It takes @base.
func At(day, moment string) string {
	return `(CASE WHEN o.currency = @base THEN o.amount ELSE (
	SELECT ` + worth + ` FROM app.fx_rates r
	WHERE r.tenant_id = @tenant AND r.currency = o.currency AND r.known_at <= ` + moment + ` AND r.replaced_at > ` +
		moment + `
	  AND r.valid_from <= ` + day + ` AND r.valid_to > ` + day + `
	ORDER BY r.valid_from DESC LIMIT 1) END)`
}

// Set says what a currency is worth from a day until the next rate that is known. What was known before stays known for
// questions about the past. KnownAt is now unless the rate says otherwise, as that of a source does.
func Set(ctx context.Context, tx *tenant.Tx, r Rate) error {
	if !r.Rate.IsPositive() {
		return fault.On("rate", "An exchange rate must be greater than zero.")
	}
	if !money.RateFits(r.Rate) {
		return fault.On("rate",
			"An exchange rate must be between 0.0000000001 and 10,000,000. Enter the value of one unit of "+string(r.Currency)+"?")
	}
	if r.Currency == tx.Base() {
		return fault.On("currency", fmt.Sprintf("%s is the base currency; its rate is always 1.", r.Currency))
	}
	known, err := List(ctx, tx)
	if err != nil {
		return err
	}
	known = slices.DeleteFunc(known, func(k Rate) bool { return k.Currency != r.Currency })
	if r.KnownAt.IsZero() {
		r.KnownAt = tx.Now()
	}
	for _, k := range known { // in the order of their days
		if k.ValidFrom > r.ValidFrom && (r.ValidTo.IsZero() || k.ValidFrom < r.ValidTo) {
			r.ValidTo = k.ValidFrom
		}
	}
	if err := cut(ctx, tx, r, known); err != nil {
		return err
	}
	if err := insert(ctx, tx, r); err != nil {
		return err
	}
	return audit.Record(ctx, tx, "set", "exchange rate", string(r.Currency),
		map[string]string{"rate": r.Rate.String(), "from": r.ValidFrom.String()})
}

// Announce is Set for a person: days of quarters that have ended keep the rate that they have, and a rate that would
// change them is Invalid (definitions §16.4).
func Announce(ctx context.Context, tx *tenant.Tx, r Rate) error {
	known, err := List(ctx, tx)
	if err != nil {
		return err
	}
	current := tx.Calendar().Containing(period.Quarter, tx.Today()).Start
	has := func(k Rate) bool { return k.Currency == r.Currency && r.overlaps(k) }
	if r.ValidFrom < current && slices.ContainsFunc(known, has) {
		return fault.On("valid_from",
			"There is already a rate for those days. Rates of a quarter that has ended cannot change.")
	}
	return Set(ctx, tx, r)
}

// overlaps tells whether two rates hold on a common day.
func (r Rate) overlaps(k Rate) bool {
	return (k.ValidTo.IsZero() || k.ValidTo > r.ValidFrom) && (r.ValidTo.IsZero() || k.ValidFrom < r.ValidTo)
}

// cut replaces what is known for the days of a rate, keeping the days before and after as versions of their own.
func cut(ctx context.Context, tx *tenant.Tx, r Rate, known []Rate) error {
	if _, err := tx.Exec(ctx, `UPDATE app.fx_rates SET replaced_at = @now
		WHERE tenant_id = @tenant AND currency = @currency AND replaced_at = 'infinity'
		AND valid_to > @from AND valid_from < coalesce(@to::date, 'infinity')`,
		tenant.Args{"now": tx.Now(), "currency": r.Currency, "from": r.ValidFrom, "to": r.ValidTo}); err != nil {
		return fmt.Errorf("fx: cut: %w", err)
	}
	for _, k := range known {
		if !r.overlaps(k) {
			continue
		}
		before, after := k, k
		before.ValidTo, after.ValidFrom = r.ValidFrom, r.ValidTo
		before.KnownAt, after.KnownAt = tx.Now(), tx.Now()
		if before.ValidFrom < before.ValidTo {
			if err := insert(ctx, tx, before); err != nil {
				return err
			}
		}
		if !r.ValidTo.IsZero() && (k.ValidTo.IsZero() || k.ValidTo > r.ValidTo) {
			if err := insert(ctx, tx, after); err != nil {
				return err
			}
		}
	}
	return nil
}

func insert(ctx context.Context, tx *tenant.Tx, r Rate) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.fx_rates (tenant_id, id, currency, rate, minor_rate, valid_from, valid_to,
			source, known_at)
		VALUES (@tenant, @id, @currency, @rate, @minor, @from, coalesce(@to::date, 'infinity'), @source, @known)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "currency": r.Currency, "rate": r.Rate,
			"minor": r.Rate.Shift(tx.Base().Exponent() - r.Currency.Exponent()), "from": r.ValidFrom, "to": r.ValidTo,
			"source": r.Source, "known": r.KnownAt})
	if err != nil {
		return fmt.Errorf("fx: set: %w", err)
	}
	return nil
}

// List is the rates that are known now, by currency and day.
func List(ctx context.Context, tx *tenant.Tx) ([]Rate, error) {
	return tenant.List[Rate](ctx, tx, `SELECT currency, rate, valid_from, valid_to, source, known_at FROM app.fx_rates
		WHERE tenant_id = @tenant AND replaced_at = 'infinity' ORDER BY currency, valid_from`, nil)
}
