package site

import (
	"errors"
	"net/http"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/figure"
	"quarterdeck/internal/base/money"
	"quarterdeck/web/page"
)

// Again shows a form once more with what was typed and why it was refused. An error that is not about what was typed
// goes on to Fail.
func Again(r *http.Request, err error, show func(status int, f page.Form) error) error {
	broken, ok := errors.AsType[*fault.Fault](err)
	if !ok || broken.Kind == fault.NotFound || broken.Kind == fault.Forbidden || broken.Kind == fault.Internal || broken.Kind == fault.TooSlow {
		return err
	}
	return show(StatusOf(broken.Kind), page.Form{Typed: r.PostForm, Field: broken.Field, Problem: broken.Message})
}

// Typed is a line that somebody typed, without the spaces around it.
func Typed(r *http.Request, name string) string { return strings.TrimSpace(r.PostFormValue(name)) }

// TypedPercent is a whole number of per cent, with a sign of either kind; nothing typed is zero.
func TypedPercent(r *http.Request, name string) (int, error) {
	n, err := readPercent(Typed(r, name))
	return int(n), onField(name, err)
}

// TypedAmount reads an amount of a form in minor units of the currency, as the organisation writes it: "250,000", "$1.2M", "(500)".
func TypedAmount(r *http.Request, name string, c money.Currency) (int64, error) {
	minor, err := figure.Amount(Typed(r, name), VisitOf(r).Seat.Numbers, c)
	return minor, onField(name, err)
}

// TypedNumber reads a rate or a percentage of a form, as the organisation writes it.
func TypedNumber(r *http.Request, name string, decimals int32) (decimal.Decimal, error) {
	d, err := figure.Number(Typed(r, name), VisitOf(r).Seat.Numbers, decimals)
	return d, onField(name, err)
}
