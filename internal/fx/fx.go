// Package fx keeps exchange rates, each with the days on which it holds, and says in which rate a figure is converted.
//
// What is closed is converted at the booking rate, that of the day it closed; what is open at the current rate, that of the
// day of the question (definitions §1). A later edit makes a new version and never alters what was known.
package fx

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/audit"
	"quarterdeck/internal/fault"
	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/internal/tenant"
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

// Base is an SQL expression: the amount of the opportunity o in minor units of the base currency, NULL where the amount or
// a rate is not known. It takes @base, @today and @known. Rounded half up, once.
const Base = `(CASE WHEN o.currency = @base THEN o.amount ELSE (
	SELECT round(o.amount * r.minor_rate)::bigint FROM app.fx_rates r
	WHERE r.tenant_id = @tenant AND r.currency = o.currency AND r.known_at <= @known AND r.replaced_at > @known
	  AND r.valid_from <= CASE WHEN o.status = 'open' THEN @today ELSE o.close_on END
	  AND r.valid_to > CASE WHEN o.status = 'open' THEN @today ELSE o.close_on END
	ORDER BY r.valid_from DESC LIMIT 1) END)`

// Set says what a currency is worth from a day on; what was known before stays known for questions about the past.
func Set(ctx context.Context, tx *tenant.Tx, r Rate) error {
	if !r.Rate.IsPositive() {
		return fault.On("rate", "An exchange rate is greater than zero.")
	}
	if r.Currency == tx.Base() {
		return fault.On("currency", fmt.Sprintf("%s is the base currency; its rate is always 1.", r.Currency))
	}
	minor := r.Rate.Shift(tx.Base().Exponent() - r.Currency.Exponent())
	if err := cut(ctx, tx, r.Currency, r.ValidFrom); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.fx_rates (tenant_id, id, currency, rate, minor_rate, valid_from, valid_to, source, known_at)
		VALUES (@tenant, @id, @currency, @rate, @minor, @from, coalesce(@to::date, 'infinity'), @source, @now)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "currency": r.Currency, "rate": r.Rate, "minor": minor, "from": r.ValidFrom,
			"to": r.ValidTo, "source": r.Source, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("fx: set: %w", err)
	}
	return audit.Record(ctx, tx, "set", "exchange rate", string(r.Currency), map[string]string{"rate": r.Rate.String(), "from": r.ValidFrom.String()})
}

// cut ends at a day every version that reaches past it, keeping the part before as a version of its own.
func cut(ctx context.Context, tx *tenant.Tx, c money.Currency, on period.Date) error {
	rows, err := tenant.List[Rate](ctx, tx, `UPDATE app.fx_rates SET replaced_at = @now
		WHERE tenant_id = @tenant AND currency = @currency AND valid_to > @on AND replaced_at = 'infinity'
		RETURNING currency, rate, valid_from, valid_to, source, known_at`, tenant.Args{"now": tx.Now(), "currency": c, "on": on})
	if err != nil {
		return fmt.Errorf("fx: cut: %w", err)
	}
	for _, r := range rows {
		if r.ValidFrom >= on {
			continue
		}
		_, err := tx.Exec(ctx, `INSERT INTO app.fx_rates (tenant_id, id, currency, rate, minor_rate, valid_from, valid_to, source, known_at)
			VALUES (@tenant, @id, @currency, @rate, @minor, @from, @to, @source, @now)`,
			tenant.Args{"id": uuid.Must(uuid.NewV7()), "currency": c, "rate": r.Rate, "minor": r.Rate.Shift(tx.Base().Exponent() - c.Exponent()),
				"from": r.ValidFrom, "to": on, "source": r.Source, "now": tx.Now()})
		if err != nil {
			return fmt.Errorf("fx: cut: %w", err)
		}
	}
	return nil
}

// List is the rates that are known now, by currency and day.
func List(ctx context.Context, tx *tenant.Tx) ([]Rate, error) {
	return tenant.List[Rate](ctx, tx, `SELECT currency, rate, valid_from, valid_to, source, known_at FROM app.fx_rates
		WHERE tenant_id = @tenant AND replaced_at = 'infinity' ORDER BY currency, valid_from`, nil)
}
