package figure_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/figure"
	"quarterdeck/internal/base/money"
)

// read says what is read, or the sentence that refuses it.
func read(text string, f money.Format, c money.Currency) string {
	minor, err := figure.Amount(text, f, c)
	if err != nil {
		return "! " + fault.Message(err)
	}
	return money.Of(minor, c).String()
}

func TestAnAmountIsReadAsTheOrganisationWritesIt(t *testing.T) {
	for _, c := range []struct {
		format   money.Format
		currency money.Currency
		amounts  map[string]string
	}{
		{money.Point, "USD", map[string]string{
			"250000": "250000.00", "250,000": "250000.00", "$1.2M": "1200000.00", "80k": "80000.00",
			"1.5bn": "1500000000.00", " 1 234.50 ": "1234.50", "1'234'567.8": "1234567.80",
			"$-500": "-500.00", "-$500": "-500.00", "- 500": "-500.00", "−500": "-500.00", "–500.00": "-500.00",
			"(500)": "-500.00", "($1,234.50)": "-1234.50", "$(500)": "-500.00", "500-": "-500.00", "+500": "500.00",
			"USD 500": "500.00", "500 usd": "500.00", "US$500": "500.00", "500.5": "500.50", ".5": "0.50",
			"0.500": "0.50", "1234.50K": "1234500.00", "1,234,567": "1234567.00", "-0": "0.00",
			"−$1.24M": "-1240000.00", "1.234,567": "!", "1,50": "!", "250.000": "!", "1.234,56": "!",
			"1 234,56": "!", "1,2345": "!", "12,34,567": "!", "1,,234": "!", ",500": "!", "5.": "!", "1.2.3": "!",
			"1e5": "!", "ten": "!", "": "!", "$": "!", "--5": "!", "-(5)": "!", "(5": "!",
			"€500": "!", "500 EUR": "!", "1.005": "!", "0,500": "!", "5%": "!", "1k k": "!",
			"9,000,000,000,000.01": "!", "9,000,000,000,000": "9000000000000.00", "92233720368547758.07": "!",
			strings.Repeat("9", 1<<20): "!", "١٢٣": "!", "NaN": "!", "0x10": "!",
		}},
		{money.Comma, "EUR", map[string]string{
			"1.234,56": "1234.56", "250.000": "250000.00", "1,50": "1.50", "1,5": "1.50", "€1,24M": "1240000.00",
			"−€500,00": "-500.00", "(1.234)": "-1234.00", "1 234,56": "1234.56", "1'234,56": "1234.56",
			"0,500": "0.50", "1,234.56": "!", "1.50": "!", "1,234": "!", "1.2M": "!", "$5": "!", "1.23.456": "!",
		}},
		{money.Space, "EUR",
			map[string]string{"1 234,56": "1234.56", "1\u00a0234,56": "1234.56", "1\u202f234 567": "1234567.00",
				"1234,5": "1234.50", "1.234,56": "1234.56", "1.234.567": "1234567.00", "1.234": "!", "1,234": "!",
				"1.50": "!"}},
		{money.Apostrophe, "CHF",
			map[string]string{"1’234.50": "1234.50", "1'234'567": "1234567.00", "CHF 500": "500.00",
				"1 234.50": "1234.50", "1,234.50": "1234.50", "1,234": "!", "1.234": "!", "1,50": "!"}},
		{money.Point, "JPY", map[string]string{"¥1,200": "1200", "1200.00": "1200", "1200.5": "!", "1.200": "!",
			"¥1.2M": "1200000"}},
		{money.Point, "KWD", map[string]string{"250.000": "250.000", "1.2345": "!", "KWD 1,250.125": "1250.125"}},
		{money.Point, "CAD", map[string]string{"$5": "5.00", "CA$5": "5.00", "US$5": "!"}},
	} {
		for text, want := range c.amounts {
			got := read(text, c.format, c.currency)
			if want == "!" && !strings.HasPrefix(got, "! ") || want != "!" && got != want {
				t.Errorf("%s, %s: %.40q is %s, want %s", c.format, c.currency, text, got, want)
			}
		}
	}
}

func TestWhatCanBeReadInTwoWaysIsRefusedWithAnExample(t *testing.T) {
	for _, c := range []struct {
		text   string
		format money.Format
		want   string
	}{
		{"1,50", money.Point,
			"! “1,50” is not a clear amount. Enter an amount such as 1,250.50 or 250K."},
		{"250.000", money.Point, "! “250.000” is ambiguous. Enter 250000 or 250.00."},
		{"1,234", money.Comma, "! “1,234” is ambiguous. Enter 1234 if you mean thousands."},
		{"1.50", money.Comma,
			"! “1.50” is not a clear amount. Enter an amount such as 1.250,50 or 250K."},
		{"€5", money.Point, "! This amount is in USD. Enter it without €."},
	} {
		if got := read(c.text, c.format, "USD"); got != c.want {
			t.Errorf("%s: %s", c.text, got)
		}
	}
}

func TestANumberIsReadAsTheOrganisationWritesIt(t *testing.T) {
	for _, c := range []struct {
		text   string
		format money.Format
		want   string
	}{{"1.0842", money.Point, "1.0842"}, {"1,0842", money.Comma, "1.0842"}, {"16250", money.Point, "16250"},
		{"7.65%", money.Point, "7.65"}, {"7,65 %", money.Comma, "7.65"}, {"1.084", money.Point, "1.084"},
		{"1,084", money.Comma, "1.084"},
		{"1,084", money.Point, ""}, {"1.084", money.Comma, ""}, {"1,0842", money.Point, ""}, {"5k", money.Point, ""},
		{"1.0000000000001", money.Point, ""}, {"$5", money.Point, ""}, {"-5", money.Point, "-5"},
		{"1e9", money.Point, ""}} {
		d, err := figure.Number(c.text, c.format, 12)
		if got := d.String(); c.want == "" && err == nil || c.want != "" && (err != nil || got != c.want) {
			t.Errorf("%s in %s is %s, %v", c.text, c.format, got, err)
		}
	}
}

func TestWhatStandsInAFieldIsReadAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64Range(-money.Most, money.Most).Draw(t, "minor")
		f := rapid.SampledFrom(money.Formats).Draw(t, "format")
		c := rapid.SampledFrom([]money.Currency{"USD", "EUR", "JPY", "KWD", "CHF", "CLF", "IDR"}).Draw(t, "currency")
		text := figure.Plain(minor, f, c)
		if got, err := figure.Amount(text, f, c); err != nil || got != minor {
			t.Fatalf("%d %s in %s is written %s and read %d, %v", minor, c, f, text, got, err)
		}
	})
}

// FuzzAmount looks for a text that panics, is read beyond the bound, or is read otherwise once it is written again.
func FuzzAmount(f *testing.F) {
	for _, text := range []string{"1,234.50", "$-500", "(500)", "1,50", "250.000", "1.234,56", "1 234,56", "1.2M", "-",
		"()", "K", "€", "9e99", "1’234", "\u2060", "( 5 )-", "$$5", "5$"} {
		for i := range money.Formats {
			f.Add(text, uint8(i), uint8(i))
		}
	}
	f.Fuzz(func(t *testing.T, text string, format, currency uint8) {
		form := money.Formats[int(format)%len(money.Formats)]
		c := []money.Currency{"USD", "EUR", "JPY", "KWD", "CHF"}[int(currency)%5]
		minor, err := figure.Amount(text, form, c)
		if _, err := figure.Number(text, form, 6); err != nil && fault.Message(err) == "" {
			t.Fatalf("%q is refused without a sentence: %v", text, err)
		}
		if err != nil {
			if fault.KindOf(err) != fault.Invalid || fault.Message(err) == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if !money.Fits(minor) {
			t.Fatalf("%q is %d", text, minor)
		}
		if strings.ContainsAny(text, "-−–‒(") != (minor < 0) && minor != 0 {
			t.Fatalf("%q is %d: its sign is lost", text, minor)
		}
		if again, err := figure.Amount(figure.Plain(minor, form, c), form, c); err != nil || again != minor {
			t.Fatalf("%q is %d, and then %d, %v", text, minor, again, err)
		}
	})
}

// TestAWordIsNoFigureInAnotherCurrency: it is answered with an example, not with a currency.
func TestAWordIsNoFigureInAnotherCurrency(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"abc", "usd", "EUR", "€", "lots"} {
		if _, err := figure.Amount(word, money.Point, "USD"); err == nil ||
			!strings.Contains(err.Error(), "Enter an amount such as") {
			t.Errorf("%q is answered with %v", word, err)
		}
	}
}
