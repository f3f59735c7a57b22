package ui

import (
	"math"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
)

func TestCompactKeepsThreeFigures(t *testing.T) {
	cases := []struct {
		minor    int64
		currency string
		exponent int
		want     string
	}{
		{1840000000, "USD", 2, "$18.4M"}, {95000000, "EUR", 2, "€950K"}, {1200000, "JPY", 0, "¥1.2M"},
		{123456, "CHF", 2, "CHF\u00a01.23K"},
		{0, "USD", 2, "$0"}, {5, "USD", 2, "$0.05"}, {99, "USD", 2, "$0.99"}, {95000, "USD", 2, "$950"},
		{99949, "USD", 2, "$999"},
		{99950, "USD", 2, "$1K"}, {99999900, "USD", 2, "$1M"}, {99949900, "USD", 2, "$999K"},
		{284000000, "USD", 2, "$2.84M"},
		{-24000000, "USD", 2, "−$240K"}, {1234, "KWD", 3, "KWD\u00a01"}, {250000000000, "USD", 2, "$2.5B"},
		{100500, "USD", 2, "$1.01K"},
		{math.MaxInt64, "USD", 2, "$92,234T"}, {math.MinInt64, "JPY", 0, "−¥9,223,372T"},
	}
	for _, c := range cases {
		if got := shown(Compact(c.minor, c.currency, c.exponent)); got != c.want {
			t.Errorf("Compact(%d, %s) = %q, want %q", c.minor, c.currency, got, c.want)
		}
	}
}

// shown is a figure as a page of an organisation that writes 1,234.56 has it.
func shown(figure string) string { return money.Point.Say(figure) }

func TestExactKeepsTheMinorUnit(t *testing.T) {
	cases := []struct {
		minor    int64
		currency string
		exponent int
		exact    string
		whole    string
	}{
		{123456700, "USD", 2, "$1,234,567.00", "$1,234,567"}, {-5, "EUR", 2, "−€0.05", "€0"},
		{1200, "JPY", 0, "¥1,200", "¥1,200"},
		{123400, "CHF", 2, "CHF\u00a01,234.00", "CHF\u00a01,234"}, {1005, "KWD", 3, "KWD\u00a01.005", "KWD\u00a01"},
		{150, "", 2, "1.50", "2"},
		{math.MinInt64, "USD", 2, "−$92,233,720,368,547,758.08", "−$92,233,720,368,547,758"},
	}
	for _, c := range cases {
		if got := shown(Exact(c.minor, c.currency, c.exponent)); got != c.exact {
			t.Errorf("Exact(%d, %s) = %q, want %q", c.minor, c.currency, got, c.exact)
		}
		if got := shown(Whole(c.minor, c.currency, c.exponent)); got != c.whole {
			t.Errorf("Whole(%d, %s) = %q, want %q", c.minor, c.currency, got, c.whole)
		}
	}
}

func TestFiguresReadAsPeopleWriteThem(t *testing.T) {
	d := decimal.RequireFromString
	zone := time.FixedZone("CET", 3600)
	at := time.Date(2026, 11, 21, 14, 5, 0, 0, zone)
	for _, c := range []struct{ got, want string }{
		{Percent(d("0.236"), 1), "23.6\u00a0%"}, {Percent(d("1.1"), 0), "110\u00a0%"},
		{Percent(d("-0.005"), 1), "−0.5\u00a0%"},
		{Percent(d("-0.0001"), 1), "0\u00a0%"},
		{Points(d("-0.011")), "−1.1 pt"}, {Points(d("0.02")), "+2 pt"}, {Points(d("0")), "0 pt"},
		{Times(d("3.24")), "3.2×"}, {Times(d("10")), "10×"}, {Days(61), "61 d"}, {Signed(Days(-4)), "−4 d"},
		{Signed(Days(4)), "+4 d"},
		{Signed("$0"), "$0"}, {Signed("$415,000"), "+$415,000"}, {Count(-1240), "−1,240"}, {Count(999), "999"},
		{Count(1000000), "1,000,000"},
		{Plural(1, "row", "rows"), "1 row"}, {Plural(1200, "row", "rows"), "1,200 rows"}, {Share(71, 100), "71\u00a0%"},
		{Share(1, 0), "—"},
		{Date(at), "Nov 21, 2026"}, {Day(at), "Nov 21"}, {Stamp(at), "Nov 21, 14:05 CET"}, {Date(time.Time{}), "—"},
		{Initials("Ada Maria Nowak"), "AN"}, {Initials("émile"), "É"}, {Initials(" "), "?"},
	} {
		if shown(c.got) != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
