package money

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

// Format is how an organisation writes figures, named by an example of it. The empty Format is Point.
type Format string

// The formats that are in use.
const (
	Point      Format = "1,234.56"
	Comma      Format = "1.234,56"
	Space      Format = "1 234,56"
	Apostrophe Format = "1’234.56"
)

// Formats lists them.
var Formats = []Format{Point, Comma, Space, Apostrophe}

// Valid tells whether it is one of the formats.
func (f Format) Valid() bool { return f == Point || f == Comma || f == Space || f == Apostrophe }

// Group stands between thousands.
func (f Format) Group() string {
	switch f {
	case Comma:
		return "."
	case Space:
		return "\u00a0"
	case Apostrophe:
		return "’"
	}
	return ","
}

// Decimal stands before the decimals.
func (f Format) Decimal() string {
	if f == Comma || f == Space {
		return ","
	}
	return "."
}

// Mark is an invisible sign (a word joiner) that stands before each figure of a page until the page is sent: what
// follows it are digits as Point has them, and Figures writes them in an organisation's own format. So the parts of a
// page write figures without knowing whose they are.
const Mark = "\u2060"

// Figures writes the figures of a text that carry a mark, and takes the marks away.
func (f Format) Figures(text []byte) []byte {
	mark := []byte(Mark)
	if !bytes.Contains(text, mark) {
		return text
	}
	out := make([]byte, 0, len(text)+len(text)/16)
	for {
		at := bytes.Index(text, mark)
		if at < 0 {
			return append(out, text...)
		}
		out, text = append(out, text[:at]...), text[at+len(mark):]
		end := figureEnd(text)
		out, text = append(out, f.Write(string(text[:end]))...), text[end:]
	}
}

// Say is Figures of a string.
func (f Format) Say(text string) string { return string(f.Figures([]byte(text))) }

// figureEnd is how long the figure at the beginning of a text is: digits, with separators only between them.
func figureEnd(text []byte) int {
	end := 0
	for end < len(text) {
		c := text[end]
		inside := (c == ',' || c == '.') && end > 0 && end+1 < len(text) && '0' <= text[end+1] && text[end+1] <= '9'
		if ('0' > c || c > '9') && !inside {
			break
		}
		end++
	}
	return end
}

// Write puts digits as Point has them, "1,234.56" or "1234.56", into the format; thousands that stand apart do so in it
// as well.
func (f Format) Write(digits string) string {
	if f == Point || f == "" {
		return digits
	}
	return strings.NewReplacer(",", f.Group(), ".", f.Decimal()).Replace(digits)
}

// Whole writes a whole number with its thousands apart: 20,000.
func (f Format) Whole(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return f.Write(digits)
}

// sentence finds the figures in a sentence of the house, such as the reason of a line: with thousands apart, or with
// decimals.
var sentence = regexp.MustCompile(`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+`)

// Marked puts a mark before the figures of a sentence that is kept as it is and shown in the organisation's format.
func Marked(text string) string { return sentence.ReplaceAllString(text, Mark+"$0") }

// symbols are how currencies are written before a figure; others by their code.
var symbols = map[Currency]string{
	"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "INR": "₹", "KRW": "₩", "BRL": "R$", "CAD": "CA$",
	"AUD": "A$", "NZD": "NZ$", "MXN": "MX$", "HKD": "HK$", "SGD": "S$", "ILS": "₪", "VND": "₫", "PHP": "₱", "NGN": "₦",
	"UAH": "₴",
}

// Symbol is what stands for the currency before a figure; false: its code does.
func (c Currency) Symbol() (string, bool) {
	s, ok := symbols[c]
	return s, ok
}
