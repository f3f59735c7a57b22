package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"quarterdeck/internal/base/fault"
	"quarterdeck/web/page"
)

// again shows a form once more with what was typed and why it was refused. An error that is not about what was typed
// goes on to fail.
func again(r *http.Request, err error, show func(status int, f page.Form) error) error {
	broken, ok := errors.AsType[*fault.Fault](err)
	if !ok || broken.Kind == fault.NotFound || broken.Kind == fault.Forbidden || broken.Kind == fault.Internal || broken.Kind == fault.TooSlow {
		return err
	}
	return show(statuses[broken.Kind], page.Form{Typed: r.PostForm, Field: broken.Field, Problem: broken.Message})
}

// typed is a line that somebody typed, without the spaces around it.
func typed(r *http.Request, name string) string { return strings.TrimSpace(r.PostFormValue(name)) }

// typedPercent is a whole number of per cent, with a sign of either kind; nothing typed is zero.
func typedPercent(r *http.Request, name string) (int, error) {
	text := strings.TrimSuffix(strings.ReplaceAll(typed(r, name), "−", "-"), "%")
	text = strings.TrimPrefix(strings.TrimSpace(text), "+")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, fault.On(name, "Type a whole number of per cent, such as 10 or −5.")
	}
	return n, nil
}
