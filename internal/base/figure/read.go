package figure

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
)

// parts are a figure taken apart: 1,234.50M is the groups 1 and 234, the decimals 50 and six more digits.
type parts struct {
	text     string // as it was typed
	format   money.Format
	currency money.Currency
	negative bool
	whole    string   // before the decimals, as it was typed
	groups   []string // of it
	foreign  bool     // the groups stand apart by the other formats' decimal sign
	rest     string   // decimals
	dotted   bool     // there is a decimal sign
	shift    int32    // digits that a letter after it stands for
}

// alike are signs that people take for each other.
var alike = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2007", " ", "\u2060", "", "\u200e", "",
	"\u200f", "", "\ufeff", "", "−", "-", "–", "-", "‒", "-", "’", "'", "‘", "'", "ʼ", "'")

// take finds sign, currency, letter and digits.
func take(text string, f money.Format, c money.Currency) (parts, error) {
	p := parts{text: strings.TrimSpace(text), format: f, currency: c}
	if len(text) > longest {
		return p, invalid("The number is too long.")
	}
	core, err := p.bare(alike.Replace(p.text))
	if err != nil {
		return p, err
	}
	return p, p.divide(core)
}

// signs counts what says that a figure is below zero, or above: one of it is understood.
type signs struct{ minus, plus, brackets int }

// bare takes sign, brackets, currency and letter from both ends.
func (p *parts) bare(s string) (string, error) {
	var seen signs
	lettered := false
	for {
		s = strings.Trim(s, " ")
		before := s
		switch {
		case len(s) > 1 && s[0] == '(' && s[len(s)-1] == ')':
			s, seen.brackets = s[1:len(s)-1], seen.brackets+1
		case strings.HasPrefix(s, "-"):
			s, seen.minus = s[1:], seen.minus+1
		case strings.HasSuffix(s, "-"):
			s, seen.minus = s[:len(s)-1], seen.minus+1
		case strings.HasPrefix(s, "+"):
			s, seen.plus = s[1:], seen.plus+1
		default:
			if s = p.withoutCurrency(s); s == before && !lettered {
				s, lettered = p.withoutLetter(s)
			}
		}
		if s == before {
			break
		}
	}
	if seen.minus+seen.plus+seen.brackets > 1 || s == "" {
		return s, p.unreadable()
	}
	p.negative = seen.minus+seen.brackets == 1
	if other := foreign(s); p.currency != "" && other != "" {
		return s, invalid("This amount is in %s. Enter it without %s.", p.currency, other)
	}
	return s, nil
}

// withoutCurrency takes the currency's code or sign from either end. A dollar is any currency's that is called so.
func (p *parts) withoutCurrency(s string) string {
	if p.currency == "" {
		return s
	}
	names := []string{string(p.currency)}
	if sign, ok := p.currency.Symbol(); ok {
		names = append(names, sign)
	}
	if slices.Contains([]money.Currency{"USD", "CAD", "AUD", "NZD", "MXN", "HKD", "SGD"}, p.currency) {
		names = append(names, "US$", "$")
		if p.currency != "USD" {
			names = slices.Delete(names, len(names)-2, len(names)-1)
		}
	}
	if p.currency == "CNY" {
		names = append(names, "¥")
	}
	for _, name := range names {
		if len(s) > len(name) && strings.EqualFold(s[:len(name)], name) {
			return s[len(name):]
		}
		if len(s) > len(name) && strings.EqualFold(s[len(s)-len(name):], name) {
			return s[:len(s)-len(name)]
		}
	}
	return s
}

// foreign is the currency that a figure is still in once its own is taken away.
func foreign(s string) string {
	if !strings.ContainsAny(s, "0123456789") {
		return "" // a word is no figure in another currency
	}
	s = strings.TrimRight(strings.TrimLeft(s, "0123456789.,' "), "0123456789.,' ")
	for _, c := range []money.Currency{"USD", "EUR", "GBP", "JPY", "INR", "KRW", "BRL", "ILS", "VND", "PHP", "NGN",
		"UAH"} {
		if sign, _ := c.Symbol(); s == sign {
			return s
		}
	}
	if c, err := money.ParseCurrency(s); err == nil {
		return string(c)
	}
	return ""
}

// letters stand for thousands and more.
var letters = map[string]int32{"k": 3, "m": 6, "b": 9, "bn": 9, "t": 12}

func (p *parts) withoutLetter(s string) (string, bool) {
	digits := strings.TrimRight(s, "kKmMbBnNtT")
	shift, ok := letters[strings.ToLower(s[len(digits):])]
	if !ok || digits == "" {
		return s, false
	}
	p.shift = shift
	return digits, true
}

// divide cuts the digits at the decimal sign and between the thousands.
func (p *parts) divide(s string) error {
	if strings.Trim(s, "0123456789.,' ") != "" || strings.Trim(s, ".,' ") == "" {
		return p.unreadable()
	}
	p.whole, p.rest, p.dotted = strings.Cut(s, p.format.Decimal())
	if p.dotted && (p.rest == "" || strings.Trim(p.rest, "0123456789") != "") {
		return p.unreadable()
	}
	between := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, p.whole)
	if between == "" {
		p.groups = []string{p.whole}
		return nil
	}
	sign := between[:1]
	if strings.Trim(between, sign) != "" {
		return p.unreadable()
	}
	p.groups = strings.Split(p.whole, sign)
	p.foreign = (sign == "." || sign == ",") && sign != p.format.Group()
	for i, g := range p.groups {
		if i > 0 && len(g) != 3 || i == 0 && (g == "" || len(g) > 3 || g == "0" || g[0] == '0') {
			return p.unreadable()
		}
	}
	if p.foreign && !p.dotted && len(p.groups) == 2 {
		p.whole, p.rest = p.groups[0], p.groups[1]
		return p.twice(p.whole+p.rest, p.cents())
	}
	return nil
}

// cents is the figure with its three decimals cut to two where nothing is lost; else empty.
func (p *parts) cents() string {
	if p.rest[2] != '0' {
		return ""
	}
	return p.whole + p.format.Decimal() + p.rest[:2]
}

// number puts the digits together. Three decimals after few digits are thousands somewhere else: they are refused,
// unless they are meant to be many.
func (p *parts) number(many bool) (decimal.Decimal, error) {
	if !many && len(p.rest) == 3 && len(p.groups) == 1 && len(p.whole) <= 3 && p.whole != "" && p.whole[0] != '0' {
		return decimal.Zero, p.twice(p.whole+p.rest, p.cents())
	}
	digits := "0" + strings.Join(p.groups, "")
	if p.rest != "" {
		digits += "." + p.rest
	}
	d, err := decimal.NewFromString(digits)
	if err != nil {
		return d, p.unreadable()
	}
	d = d.Shift(p.shift)
	if p.negative {
		d = d.Neg()
	}
	return d, nil
}

// twice refuses a figure that can be read in two ways, and says both.
func (p *parts) twice(large, small string) error {
	if small == "" {
		return invalid("“%s” is ambiguous. Enter %s if you mean thousands.", p.text, large)
	}
	return invalid("“%s” is ambiguous. Enter %s or %s.", p.text, large, small)
}

// unreadable refuses what is no figure in the organisation's format.
func (p *parts) unreadable() error {
	if p.currency == "" {
		return invalid("“%.40s” is not a number such as %s.", p.text, p.format.Write("1.5"))
	}
	return invalid("“%.40s” is not a clear amount. Enter an amount such as %s or 250K.", p.text,
		Example(p.format, p.currency))
}
