package money_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
)

func TestNoAmountBeyondTheBoundIsTaken(t *testing.T) {
	for _, in := range []string{"9000000000000.01", "-9000000000000.01", "92233720368547758.07",
		"-92233720368547758.08", "90000000000000000", "9000000000000000000"} {
		if got, err := money.Parse(in, "USD"); err == nil {
			t.Errorf("Parse(%s) = %v", in, got)
		}
	}
	for _, in := range []string{"9000000000000.00", "-9000000000000.00"} {
		if got, err := money.Parse(in, "USD"); err != nil || !money.Fits(got.Minor) {
			t.Errorf("Parse(%s) = %v, %v", in, got, err)
		}
	}
	if _, err := money.Parse("9000000000000.01", "USD"); !errors.Is(err, money.ErrTooLarge) ||
		money.Fits(money.Most+1) || !money.Fits(-money.Most) {
		t.Error(err)
	}
	if product := int64(money.Most) * 10_000; product/10_000 != money.Most {
		t.Error("a weighted amount wraps")
	}
}

func TestARateThatCannotBeMeantIsRefused(t *testing.T) {
	for text, want := range map[string]bool{"999999999": false, "10000000.1": false, "10000000": true, "1.0842": true,
		"0.00000021": true, "0.00000000001": false, "0": false, "-1": false} {
		if got := money.RateFits(decimal.RequireFromString(text)); got != want {
			t.Errorf("a rate of %s: %v", text, got)
		}
	}
}

// TestDigitsAreCountedBeforeTheyAreRead gives numbers of megabytes: reading one would make an integer of as many bits.
func TestDigitsAreCountedBeforeTheyAreRead(t *testing.T) {
	for _, in := range []string{strings.Repeat("9", 2<<20), "0." + strings.Repeat("3", 2<<20),
		"-" + strings.Repeat("1", 1<<20) + ".5"} {
		before := allocated()
		if _, err := money.Number(in); err == nil {
			t.Error("it was read")
		}
		if _, err := money.Parse(in, "USD"); err == nil || len(err.Error()) > 200 {
			t.Error("it was read, or is repeated whole")
		}
		if bytes := allocated() - before; bytes > 1<<16 {
			t.Errorf("%d bytes were allocated to refuse a number", bytes)
		}
	}
}

// allocated counts the bytes allocated so far; what runs beside the test counts too.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func TestANumberIsWrittenInDigits(t *testing.T) {
	for _, in := range []string{"1e5", "0x10", "NaN", "Inf", "1_000", "1,5", "", ".", "+", "--1", "١٢"} {
		if got, err := money.Number(in); err == nil {
			t.Errorf("Number(%q) = %s", in, got)
		}
	}
}
