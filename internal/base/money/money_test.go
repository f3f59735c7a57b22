package money_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in, currency, want string
		minor              int64
	}{
		{"1234.5", "USD", "1234.50", 123450},
		{" -0.01 ", "EUR", "-0.01", -1},
		{"95000.00", "USD", "95000.00", 9500000},
		{"1500", "JPY", "1500", 1500},
		{"1500.00", "JPY", "1500", 1500},
		{"0.125", "KWD", "0.125", 125},
	} {
		got, err := money.Parse(c.in, money.Currency(c.currency))
		if err != nil || got.Minor != c.minor || got.String() != c.want {
			t.Errorf("Parse(%q, %s) = %d %q, %v; want %d %q", c.in, c.currency, got.Minor, got, err, c.minor, c.want)
		}
	}
	for _, in := range []string{"", "1.005", "ten", "1e3", "99999999999999999999", "1,000", "NaN", "0x10"} {
		if got, err := money.Parse(in, "USD"); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", in, got)
		}
	}
}

func TestTimesRoundsOnce(t *testing.T) {
	half := decimal.RequireFromString("0.5")
	even, _ := money.Of(5, "USD").Times(half, money.HalfEven)
	up, _ := money.Of(5, "USD").Times(half, money.HalfUp)
	if even.Minor != 2 || up.Minor != 3 {
		t.Errorf("2.5 cents rounds to %d (even) and %d (up), want 2 and 3", even.Minor, up.Minor)
	}
}

func TestThousandsStandApart(t *testing.T) {
	for n, want := range map[int64]string{0: "0", -999: "-999", 1000: "1,000", -12345: "-12,345",
		1234567: "1,234,567"} {
		if got := money.Point.Whole(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
	if got := money.Comma.Whole(20_000); got != "20.000" {
		t.Error(got)
	}
}
