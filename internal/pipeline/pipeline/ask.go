package pipeline

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
)

// Ask is what a list asks of a custom field.
type Ask struct {
	Column   Column
	Any      []string // one of these values, of a choice or of yes or no
	From, To string   // a number or a day; empty: without an end. Amounts are in the base currency
	Has      string   // a part of the text
	Empty    bool     // what has no value is listed, too
	Filled   bool     // it has a value
}

// Asks is what a list asks of custom fields, each once, in the order of their columns.
type Asks []Ask

// The most fields and values that a list asks of.
const (
	mostAsks   = 10
	mostValues = 200
	longestAsk = 500 // bytes
)

// The parts of an ask in an address, each behind the column's name.
const (
	AskAny   = ".any"
	AskFrom  = ".from"
	AskTo    = ".to"
	AskHas   = ".has"
	AskState = ".is" // empty or filled

	IsEmpty  = "empty"
	IsFilled = "filled"
)

// ParseAsks reads what Encode writes, and the fields of a form that are called so. What cannot be read asks nothing.
func ParseAsks(q url.Values) (all Asks) {
	names := map[Column]bool{}
	for name := range q {
		i := strings.LastIndex(name, ".")
		if c := Column(name[:max(i, 0)]); !names[c] {
			if _, _, ok := c.Custom(); ok {
				names[c] = true
			}
		}
	}
	for c := range names {
		if a := parseAsk(c, q); a.asks() {
			all = append(all, a)
		}
	}
	slices.SortFunc(all, func(a, b Ask) int { return strings.Compare(string(a.Column), string(b.Column)) })
	return all[:min(len(all), mostAsks)]
}

func parseAsk(c Column, q url.Values) Ask {
	of := func(part string) string { return strings.TrimSpace(q.Get(string(c) + part)) }
	a, kind := Ask{Column: c, Empty: of(AskState) == IsEmpty, Filled: of(AskState) == IsFilled}, c.of()
	switch kind {
	case customfield.Choice, customfield.Flag:
		for _, v := range q[string(c)+AskAny] {
			if v != "" && isText(v) && !slices.Contains(a.Any, v) && len(a.Any) < mostValues {
				a.Any = append(a.Any, v)
			}
		}
		slices.Sort(a.Any)
	case customfield.Text:
		if a.Has = of(AskHas); !isText(a.Has) {
			a.Has = ""
		}
	default:
		a.From, a.To = end(kind, of(AskFrom)), end(kind, of(AskTo))
	}
	return a
}

// isText tells that Postgres can compare a value, which an address may have escaped twice.
func isText(v string) bool {
	return len(v) <= longestAsk && utf8.ValidString(v) && !strings.ContainsRune(v, 0)
}

// of is the kind of the column's custom field.
func (c Column) of() customfield.Kind {
	kind, _, _ := c.Custom()
	return kind
}

// end is the end of a range as it is compared; empty where it cannot be read.
func end(kind customfield.Kind, typed string) string {
	if kind == customfield.Date {
		if day, err := period.ParseDate(typed); err == nil {
			return day.String()
		}
		return ""
	}
	n, err := decimal.NewFromString(typed)
	if err != nil || len(typed) > 40 || n.Exponent() > 20 || n.Exponent() < -20 {
		return ""
	}
	return n.String()
}

// narrows tells that the value itself is asked for.
func (a Ask) narrows() bool { return len(a.Any) > 0 || a.From != "" || a.To != "" || a.Has != "" }

func (a Ask) asks() bool { return a.narrows() || a.Empty || a.Filled }

// Encode writes what is asked for an address.
func (all Asks) Encode() string {
	q := url.Values{}
	for _, a := range all {
		for part, v := range map[string]string{AskFrom: a.From, AskTo: a.To, AskHas: a.Has} {
			if v != "" {
				q.Set(string(a.Column)+part, v)
			}
		}
		if len(a.Any) > 0 {
			q[string(a.Column)+AskAny] = a.Any
		}
		if a.Empty {
			q.Set(string(a.Column)+AskState, IsEmpty)
		} else if a.Filled {
			q.Set(string(a.Column)+AskState, IsFilled)
		}
	}
	return q.Encode()
}

// Of is what is asked of a column; the zero Ask: nothing.
func (all Asks) Of(c Column) Ask {
	i := slices.IndexFunc(all, func(a Ask) bool { return a.Column == c })
	if i < 0 {
		return Ask{Column: c}
	}
	return all[i]
}

// Without is what is asked of the other columns.
func (all Asks) Without(c Column) Asks {
	return slices.DeleteFunc(slices.Clone(all), func(a Ask) bool { return a.Column == c })
}

// asked is the condition of the asks on the opportunity o, with its arguments.
func (all Asks) asked() (sql string, args tenant.Args) {
	args = tenant.Args{}
	for i, a := range all {
		sql += ` AND ` + a.condition(i, args)
	}
	return sql, args
}

// condition is that of one ask, which is the i-th; it adds its arguments to the others.
func (a Ask) condition(i int, args tenant.Args) string {
	kind, id, _ := a.Column.Custom()
	sql := stored(id) + ` IS NOT NULL`
	put := func(part, condition string, value any) {
		name := fmt.Sprintf("%s_%d", part, i)
		args[name] = value
		sql += fmt.Sprintf(` AND `+condition, measured(kind, id), "@"+name)
	}
	if len(a.Any) > 0 {
		put("any", `%s = ANY(%s::text[])`, a.Any)
	}
	if a.Has != "" {
		put("has", `position(lower(%[2]s::text) IN lower(%[1]s)) > 0`, a.Has)
	}
	as := map[bool]string{true: "text", false: "numeric"}[kind == customfield.Date]
	if a.From != "" {
		put("from", `%s >= %s::`+as, a.From)
	}
	if a.To != "" {
		put("to", `%s <= %s::`+as, a.To)
	}
	switch {
	case a.Empty && a.narrows():
		return `(` + stored(id) + ` IS NULL OR ` + sql + `)`
	case a.Empty:
		return stored(id) + ` IS NULL`
	}
	return `(` + sql + `)`
}
