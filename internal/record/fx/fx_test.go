package fx_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

func set(t *testing.T, tx *tenant.Tx, c money.Currency, rate, from string) {
	t.Helper()
	if err := fx.Set(t.Context(), tx, fx.Rate{Currency: c, Rate: decimal.RequireFromString(rate),
		ValidFrom: cast.Day(from), Source: "test"}); err != nil {
		t.Fatal(err)
	}
}

// base is what Base answers for an opportunity; nil where it is not known.
func base(t *testing.T, tx *tenant.Tx, c money.Currency, amount int64, status, closeOn, today string,
	known time.Time) *int64 {
	t.Helper()
	got, err := tenant.Value[*int64](t.Context(), tx,
		`SELECT `+fx.Base+` FROM (SELECT @currency::text AS currency, @amount::bigint AS amount,
		@status::text AS status, @close::date AS close_on) o`,
		tenant.Args{"currency": c, "amount": amount, "status": status, "close": cast.Day(closeOn), "base": tx.Base(),
			"today": cast.Day(today), "known": known})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTheBookingRateIsThatOfTheCloseDateAndTheCurrentRateThatOfTheDay(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	set(t, tx, "EUR", "1.10", "2026-01-01")
	set(t, tx, "EUR", "1.20", "2026-07-01")
	for _, c := range []struct {
		name, status, closeOn, today string
		want                         int64 // zero: not known
	}{
		{"won before the change", "won", "2026-06-30", "2026-11-20", 110_00},
		{"won on the day of the change", "won", "2026-07-01", "2026-11-20", 120_00},
		{"lost before the change", "lost", "2026-06-30", "2026-11-20", 110_00}, // a closed period stands still
		{"open, due before the change", "open", "2026-06-30", "2026-11-20", 120_00},
		{"open, on a day before the change", "open", "2026-12-31", "2026-06-30", 110_00},
		{"won before any rate", "won", "2025-12-31", "2026-11-20", 0},
		{"won on no day", "won", "", "2026-11-20", 0},
	} {
		got := base(t, tx, "EUR", 100_00, c.status, c.closeOn, c.today, tx.Now())
		if (got == nil) != (c.want == 0) || got != nil && *got != c.want {
			t.Errorf("%s: %v, want %d", c.name, got, c.want)
		}
	}
	if got := base(t, tx, "GBP", 100, "won", "2026-06-30", "2026-11-20", tx.Now()); got != nil {
		t.Errorf("a currency without a rate is worth %d", *got)
	}
	if got := base(t, tx, "USD", 100, "won", "", "2026-11-20", tx.Now()); got == nil || *got != 100 {
		t.Errorf("the base currency is worth %v", got)
	}
}

func TestMinorUnitsOfEachCurrencyAreConvertedAndRoundedOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		base, currency money.Currency
		rate           string
		amount, want   int64
	}{
		{"USD", "JPY", "0.0066667", 1000, 667}, // 6.6667 dollars
		{"USD", "KWD", "3.25", 1_000, 325},     // one dinar has a thousand fils
		{"USD", "EUR", "1.005", 100, 101},      // half up
		{"USD", "EUR", "1.005", -100, -101},
		{"JPY", "USD", "150.4", 1_00, 150}, {"JPY", "USD", "150.5", 1_00, 151},
		{"KWD", "JPY", "0.002", 1000, 2_000},
	} {
		s := testdb.Settings
		s.BaseCurrency = c.base
		db, org := testdb.OrgWith(t, s)
		if err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			set(t, tx, c.currency, c.rate, "2026-01-01")
			if got := base(t, tx, c.currency, c.amount, "open", "", "2026-11-20", tx.Now()); got == nil ||
				*got != c.want {
				t.Errorf("%d %s at %s in %s is %v, want %d", c.amount, c.currency, c.rate, c.base, got, c.want)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestALaterEditOfARateIsNotKnownBefore(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	set(t, tx, "EUR", "1.10", "2026-01-01")
	past := tx.Now().Add(-24 * time.Hour) // the first rate was known by then
	if _, err := tx.Exec(t.Context(), `UPDATE app.fx_rates SET known_at = @past WHERE tenant_id = @tenant`,
		tenant.Args{"past": past}); err != nil {
		t.Fatal(err)
	}
	set(t, tx, "EUR", "1.50", "2026-06-01")
	for name, want := range map[string]struct {
		closeOn string
		known   time.Time
		amount  int64
	}{
		"a period that was closed before its first day": {"2026-05-31", tx.Now(), 110},
		"from its first day":                            {"2026-06-01", tx.Now(), 150},
		"as it was known before":                        {"2026-06-01", tx.Now().Add(-time.Hour), 110},
	} {
		if got := base(t, tx, "EUR", 100, "won", want.closeOn, "2026-11-20", want.known); got == nil ||
			*got != want.amount {
			t.Errorf("%s: %v, want %d", name, got, want.amount)
		}
	}
	rates, err := fx.List(t.Context(), tx)
	if err != nil || len(rates) != 2 || rates[0].ValidTo != cast.Day("2026-06-01") || !rates[1].ValidTo.IsZero() {
		t.Errorf("%v %+v", err, rates)
	}
	kept, err := tenant.Value[int64](t.Context(), tx, `SELECT count(*) FROM app.fx_rates WHERE tenant_id = @tenant`,
		nil)
	if err != nil || kept != 3 {
		t.Errorf("%d rows are kept (%v), want the replaced one too", kept, err)
	}
}

func TestARateHoldsUntilTheNextOneThatIsKnown(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	for _, c := range []struct {
		rate, from string
		want       int64 // of a euro on 1 July
	}{{"2", "2026-01-01", 200}, {"5", "2026-06-01", 500}, {"4", "2026-06-01", 400}, {"3", "2026-03-01", 400},
		{"6", "2026-08-01", 400}} {
		set(t, tx, "EUR", c.rate, c.from)
		if got := base(t, tx, "EUR", 100, "won", "2026-07-01", "2026-11-20", tx.Now()); got == nil || *got != c.want {
			t.Errorf("after %s from %s: %v, want %d", c.rate, c.from, got, c.want)
		}
	}
}

func TestARateThatMeansNothingIsRefused(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	for name, r := range map[string]fx.Rate{
		"zero":              {Currency: "EUR", Rate: decimal.Zero, ValidFrom: 1},
		"negative":          {Currency: "EUR", Rate: decimal.NewFromInt(-1), ValidFrom: 1},
		"the base currency": {Currency: "USD", Rate: decimal.NewFromInt(2), ValidFrom: 1},
	} {
		if err := fx.Set(t.Context(), tx, r); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := tenant.Value[uuid.UUID](t.Context(), tx, `SELECT id FROM app.fx_rates WHERE tenant_id = @tenant`,
		nil); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a refused rate is kept: %v", err)
	}
}
