package web

import (
	"errors"
	"net/http"
	"strings"

	"quarterdeck/internal/auth"
	"quarterdeck/internal/fault"
	"quarterdeck/web/page"
)

// again shows a form once more with what was typed and why it was refused. An error that is not about what was typed
// goes on to fail.
func again(r *http.Request, err error, show func(status int, f page.Form) error) error {
	broken, ok := errors.AsType[*fault.Fault](err)
	if !ok || broken.Kind != fault.Invalid && broken.Kind != fault.Conflict {
		return err
	}
	status := statuses[broken.Kind]
	if auth.Throttled(err) {
		status = http.StatusTooManyRequests
	}
	return show(status, page.Form{Typed: r.PostForm, Field: broken.Field, Problem: broken.Message})
}

// typed is a line that somebody typed, without the spaces around it.
func typed(r *http.Request, name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
