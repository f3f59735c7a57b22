package form

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/figure"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// A form shows a document as people write it. Rates, thresholds and shares are percentages, 12.5 for 0.125. The last
// day is included. A fixed quota has a field of its own, quota_amount, beside the choice of the kind. A component has
// a name, "New business" for new-business. Figures have the organisation's separators.

// Reading is what a form says.
type Reading struct {
	Document plan.Document
	Problems plan.Problems // in the order of the form; the document is empty while there are any
	Fields   url.Values    // to show again: what cannot be read stands there as it was typed
}

// Shown are the fields of a form that shows the document to people; Read makes the same document of them.
func Shown(d plan.Document, f money.Format) url.Values { return shown(Values(d), f) }

// Read reads what people typed into a form. Each problem is at its field.
func Read(typed url.Values, f money.Format) Reading {
	tidy := Tidy(typed)
	values, unread := read(tidy, f)
	d, problems := Build(values)
	r := Reading{Document: d, Problems: unread, Fields: shown(values, f)}
	told := map[string]bool{}
	for _, p := range unread {
		told[p.Path] = true
	}
	for key, all := range tidy {
		if told[key] || all[0] == FixedQuota && kindOf(key, tidy) == aQuota {
			r.Fields[key] = all
		}
	}
	for _, p := range problems {
		if p = atQuota(p, tidy); !told[p.Key()] {
			r.Problems = append(r.Problems, p)
		}
	}
	if len(r.Problems) > 0 {
		r.Document = plan.Document{}
	}
	slices.SortStableFunc(r.Problems, func(a, b plan.Problem) int { return place(a.Key()) - place(b.Key()) })
	return r
}

// shown are the values of a document as people write them.
func shown(values url.Values, f money.Format) url.Values {
	fields := maps.Clone(values)
	for key, all := range values {
		if len(all) != 1 {
			continue
		}
		text := all[0]
		switch kindOf(key, values) {
		case aPercentage:
			text = figured(text, 2, f)
		case aNumber:
			text = figured(text, 0, f)
		case anAmount:
			text = grouped(text, f)
		case aLastDay:
			if d, err := period.ParseDate(text); err == nil {
				text = (d - 1).String()
			}
		case aName:
			if title := plan.Title(text); strings.Contains(title, " ") && named(title) == text {
				text = title
			}
		case aQuota:
			if digits.MatchString(text) {
				fields[key+"_amount"], text = []string{quota(key, text, values, f)}, FixedQuota
			}
		}
		fields[key] = []string{text}
	}
	return fields
}

func quota(key, text string, values url.Values, f money.Format) string {
	if kindOf(key+"_amount", values) == aNumber {
		return figured(text, 0, f)
	}
	return grouped(text, f)
}

// FixedQuota is the choice of a quota that is an amount.
const FixedQuota = "fixed"

// digits are a decimal as a document has it.
var digits = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// figured writes a decimal of a document with the organisation's sign, moved by so many places.
func figured(text string, places int32, f money.Format) string {
	if !digits.MatchString(text) {
		return text
	}
	return f.Write(decimal.RequireFromString(text).Shift(places).String())
}

// grouped writes an amount with its thousands apart, as far as amounts of a page go, and no or two decimals at least.
func grouped(text string, f money.Format) string {
	if !digits.MatchString(text) {
		return text
	}
	whole, rest, _ := strings.Cut(decimal.RequireFromString(text).String(), ".")
	long := len(whole) <= mostGrouped
	for at := len(whole) - 3; long && at > 0 && whole[at-1] != '-'; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if rest != "" {
		whole += "." + rest + strings.Repeat("0", max(0, 2-len(rest)))
	}
	return f.Write(whole)
}

// mostGrouped is how long an amount may get whose thousands stand apart: beyond, it is not read so.
const mostGrouped = 12

// read are a document's values of what was typed, and what cannot be read.
func read(typed url.Values, f money.Format) (url.Values, plan.Problems) {
	values := maps.Clone(typed)
	var unread plan.Problems
	for key, all := range typed {
		if quota, ok := strings.CutSuffix(key, "_amount"); len(all) != 1 ||
			ok && kindOf(quota, typed) == aQuota && typed.Get(quota) != FixedQuota {
			continue // an amount that is still there although another kind of quota is chosen
		}
		text, err := one(key, all[0], typed, f)
		if err != nil {
			unread = append(unread, plan.Problem{Path: key, Message: fault.Message(err)})
			continue
		}
		values[key] = []string{text}
	}
	for key := range typed {
		if kindOf(key, typed) == aQuota && typed.Get(key) == FixedQuota {
			if values[key] = values[key+"_amount"]; len(values[key]) == 0 {
				unread = append(unread, plan.Problem{Path: key + "_amount",
					Message: "Enter the quota, or choose another kind of quota."})
			}
		}
	}
	slices.SortFunc(unread, func(a, b plan.Problem) int { return strings.Compare(a.Path, b.Path) })
	maps.DeleteFunc(values, func(key string, _ []string) bool { return strings.HasSuffix(key, ".quota_amount") })
	return values, unread
}

// one is a value of a document of what was typed into its field.
func one(key, text string, all url.Values, f money.Format) (string, error) {
	switch kindOf(key, all) {
	case aPercentage:
		d, err := figure.Number(text, f, 10)
		if err != nil {
			return "", fault.New(fault.Invalid, fmt.Sprintf("“%.40s” is not a percentage such as 10 or %s.", text,
				f.Write("12.5")))
		}
		return d.Shift(-2).String(), nil
	case aNumber:
		d, err := figure.Number(text, f, 12)
		return d.String(), err
	case anAmount:
		return amount(text, f, money.Currency(all.Get("currency")))
	case aLastDay:
		d, err := period.ParseDate(text)
		if err != nil {
			return text, nil // the rules of the document refuse it
		}
		return (d + 1).String(), nil
	case aName:
		return named(text), nil
	}
	return text, nil
}

// amount reads a plain number first, because a document may have more digits than an amount of a page.
func amount(text string, f money.Format, c money.Currency) (string, error) {
	d, err := figure.Number(text, f, 12)
	if err == nil {
		return d.String(), nil
	}
	if _, unknown := money.ParseCurrency(string(c)); unknown != nil {
		c = "USD" // the currency has a problem of its own
	}
	minor, err := figure.Amount(text, f, c)
	return decimal.New(minor, -c.Exponent()).String(), err
}

// ids are what a component may be called in a document.
var ids = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// named is the id of a component that somebody gave a name: new-business for "New business". What is an id already
// stays as it is, and so does what no id can be made of.
func named(text string) string {
	if ids.MatchString(text) || strings.ContainsFunc(text, func(r rune) bool { return r > 127 }) {
		return text
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789._-", r)
	})
	if id := strings.Join(words, "-"); ids.MatchString(id) {
		return id
	}
	return text
}

// atQuota moves the problem of a fixed quota to the field of its amount.
func atQuota(p plan.Problem, typed url.Values) plan.Problem {
	if key := p.Key(); kindOf(key, typed) == aQuota && typed.Get(key) == FixedQuota {
		p.Path += "_amount"
	}
	return p
}

// place orders problems as a form has its fields: the terms, the components, the draw.
func place(key string) int {
	steps := strings.Split(key, ".")
	switch steps[0] {
	case "components":
		if len(steps) > 1 {
			if i, err := strconv.Atoi(steps[1]); err == nil {
				return i + 1
			}
		}
		return 1
	case "draw":
		return mostPlaces
	}
	return 0
}

// mostPlaces is beyond every component of a document that can be read.
const mostPlaces = 1 << 20

// kind is how people type a value.
type kind int

const (
	aWord kind = iota
	aPercentage
	aNumber
	anAmount
	aLastDay
	aName
	aQuota
)

// kinds are those of the fields of a component whose kind depends on nothing else.
var kinds = map[string]kind{"id": aName, "gate": aPercentage, "eligible.share": aPercentage, "window.to": aLastDay,
	"amount": anAmount, "budget": anAmount, "cap.per_opportunity": anAmount, "cap.per_period": anAmount,
	"qualifies.min_amount": anAmount, "qualifies.max_amount": anAmount, "multipliers.factor": aNumber,
	"quota": aQuota, "quota_amount": anAmount}

var numbered = regexp.MustCompile(`^components\.[0-9]+`)

// rows are the numbers between the steps of a key.
var rows = regexp.MustCompile(`\.[0-9]+(\.|$)`)

// kindOf is how people type the value of a key; what a component measures decides on its rates and thresholds.
func kindOf(key string, values url.Values) kind {
	switch key {
	case "effective.to":
		return aLastDay
	case "draw.amount":
		return anAmount
	}
	part := numbered.FindString(key)
	if len(part)+1 >= len(key) || part == "" {
		return aWord
	}
	return fieldKind(rows.ReplaceAllString(key[len(part)+1:], "$1"), part, values)
}

func fieldKind(field, part string, values url.Values) kind {
	counts := values.Get(part+".measure") == string(plan.Count)
	switch {
	case field == "rate" || field == "tiers.rate":
		return either(counts, aNumber, aPercentage)
	case field == "tiers.from" && values.Get(part+".boundary") != "measure":
		return aPercentage
	case field == "tiers.from":
		return either(counts, aNumber, anAmount)
	case field == "quota_amount" && counts:
		return aNumber
	}
	return kinds[field]
}

func either(which bool, yes, no kind) kind {
	if which {
		return yes
	}
	return no
}

// Percent reports whether people type the value of a key as a percentage.
func Percent(key string, values url.Values) bool { return kindOf(key, values) == aPercentage }
