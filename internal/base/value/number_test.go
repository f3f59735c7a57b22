package value_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/value"
)

func TestAnAmountIsReadExactlyInTheWaysOfTheWorld(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		text string
		mark value.Mark
		c    money.Currency
		want int64
	}{
		{"1.25E7", value.Point, "USD", 1_250_000_000}, {"1.25e+07", value.Point, "USD", 1_250_000_000},
		{"1,25E+07", value.Comma, "EUR", 1_250_000_000},
		{"1.25E7", value.Comma, "EUR", 1_250_000_000}, {"9000000.0", value.Point, "USD", 900_000_000},
		{"1,250,000.00", value.Point, "USD", 125_000_000},
		{"1.234,50", value.Comma, "EUR", 1234_50}, {"1 234,50", value.Comma, "EUR", 1234_50},
		{"1\u202f234,50 €", value.Comma, "EUR", 1234_50},
		{"1'234.50", value.Point, "CHF", 1234_50}, {"CHF 1’234.50", value.Point, "CHF", 1234_50},
		{"12,34,567.00", value.Point, "INR", 1234567_00},
		{"$1,250", value.Point, "USD", 1250_00}, {"-$5", value.Point, "USD", -5_00}, {"$-5", value.Point, "USD", -5_00},
		{"($5.00)", value.Point, "USD", -5_00},
		{"(1,250.00)", value.Point, "USD", -1250_00}, {"1250-", value.Point, "USD", -1250_00},
		{"−7", value.Point, "USD", -7_00}, {"USD 10", value.Point, "USD", 10_00},
		{"10 usd", value.Point, "USD", 10_00}, {".5", value.Point, "USD", 50}, {"100.", value.Point, "USD", 100_00},
		{"1.2340", value.Point, "KWD", 1234}, {"100.000", value.Point, "USD", 100_00},
		{"1250", value.Point, "JPY", 1250}, {"0", value.Comma, "EUR", 0}, {"+7", value.Point, "USD", 7_00},
	} {
		if got, err := value.Money(x.text, x.mark, x.c); err != nil || got != x.want {
			t.Errorf("%q is %d, not %d: %v", x.text, got, x.want, err)
		}
	}
	for text, mark := range map[string]value.Mark{"24.5": value.Comma, "99999.00": value.Comma, "1.23": value.Comma,
		"1,50": value.Point, "1,2345": value.Point, "1,,000": value.Point, "12,34": value.Point, "1.234.5": value.Comma,
		"": value.Point, "a lot": value.Point, "1e": value.Point, "1e99": value.Point, "--5": value.Point,
		"€5": value.Point, "5 XYZ": value.Point, "100.005": value.Point, "1 2": value.Point, "0x10": value.Point,
		"99999999999999": value.Point, "(-5)": value.Point, "5 $ 5": value.Point} {
		if got, err := value.Money(text, mark, "USD"); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

// TestDigitsAreCountedBeforeTheyAreRead gives a number of a megabyte: reading it would make an integer of as many bits.
func TestDigitsAreCountedBeforeTheyAreRead(t *testing.T) {
	var before, after runtime.MemStats
	long := strings.Repeat("9", 1_000_000)
	runtime.ReadMemStats(&before)
	if _, err := value.Money(long, value.Point, "USD"); err == nil || len(err.Error()) > 400 {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if bytes := after.TotalAlloc - before.TotalAlloc; bytes > 1<<16 {
		t.Errorf("%d bytes were allocated to refuse a number", bytes)
	}
}

func TestANumberComesBackFromWhateverFormItIsWrittenIn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := decimal.New(rapid.Int64Range(-9e14, 9e14).Draw(t, "minor"), -2)
		plain := d.Abs().StringFixed(2)
		whole, cents, _ := strings.Cut(plain, ".")
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "_" + whole[i:]
		}
		form := rapid.SampledFrom([]struct {
			group, point string
			mark         value.Mark
		}{{"", ".", value.Point}, {",", ".", value.Point}, {".", ",", value.Comma}, {" ", ",", value.Comma},
			{"'", ".", value.Point}, {"\u00a0", ",", value.Comma}}).Draw(t, "form")
		text := strings.ReplaceAll(whole, "_", form.group) + form.point + cents
		if d.IsNegative() {
			text = rapid.SampledFrom([]string{"-" + text, "(" + text + ")", text + "-", "−" + text}).Draw(t, "sign")
		}
		if got, err := value.Number(text, form.mark); err != nil || !got.Equal(d) {
			t.Fatalf("%q is %s, not %s: %v", text, got, d, err)
		}
		if proved := value.MarkOf(text); proved != form.mark {
			t.Fatalf("%q proves %q", text, string(rune(proved)))
		}
	})
}

func TestWhatANumberProvesOfItsFile(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]value.Mark{"1.234": 0, "1,234": 0, "0.600": value.Point, "24.5": value.Point,
		"24,5": value.Comma, "1,250,000": value.Point, "1.250.000": value.Comma, "1250": 0,
		"1234,567": value.Comma, "€ 1.250,00": value.Comma, "12,5 %": value.Comma, "a.b": 0} {
		if got := value.MarkOf(text); got != want {
			t.Errorf("%q proves %q, not %q", text, string(rune(got)), string(rune(want)))
		}
	}
}

func TestAPercentageIsReadExactly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"20": 2000, "20.5": 2050, "0.01": 1, "62.50": 6250, "100": 10000, "0": 0,
		"33 %": 3300, "1e1": 1000} {
		if got, exact, err := value.Percent(text, value.Point, false); err != nil || got != want || !exact {
			t.Errorf("%q is %d, not %d: %v", text, got, want, err)
		}
	}
	for text, want := range map[string]int{"0.6": 6000, "1": 10000, "0.125": 1250, "60 %": 6000, "0": 0,
		"0.60000001": 6000} {
		if got, _, err := value.Percent(text, value.Point, true); err != nil || got != want {
			t.Errorf("%q is %d as a fraction, not %d: %v", text, got, want, err)
		}
	}
	for _, text := range []string{"", "-1", "100.01", "ten"} {
		if got, _, err := value.Percent(text, value.Point, false); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
	if got, exact, err := value.Percent("7.5", value.Comma, false); err == nil {
		t.Errorf("7.5 among decimal commas is %d %t", got, exact)
	}
	if got, exact, err := value.Percent("12.345", value.Point, false); err != nil || got != 1235 || exact {
		t.Errorf("12.345 is %d %t: %v", got, exact, err)
	}
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1.234,50", "1.25E7", "($5.00)", "USD 1 234,50", "12,34,567", "%", "-", "().", "E",
		"1E-30", "€"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, text string, comma bool) {
		mark := value.Point
		if comma {
			mark = value.Comma
		}
		d, err := value.Number(text, mark)
		if err == nil && len(d.String()) > 150 {
			t.Fatalf("%q became %d characters", text, len(d.String()))
		}
		if again, err2 := value.Number(strings.ReplaceAll(d.String(), ".", string(rune(mark))), mark); err == nil &&
			len(d.String()) < 60 && (err2 != nil || !again.Equal(d)) {
			t.Fatalf("%q is %s and then %s: %v", text, d, again, err2)
		}
		_, _ = value.Money(text, mark, "EUR")
		_, _, _ = value.Percent(text, mark, comma)
		value.MarkOf(text)
	})
}
