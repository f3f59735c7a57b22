package site

import (
	"errors"
	"net/http"

	"quarterdeck/internal/base/fault"
	"quarterdeck/web/page"
)

// Again shows a form once more with what was typed and why it was refused. An error that is not about what was typed
// goes on to Fail.
func Again(r *http.Request, err error, show func(status int, f page.Form) error) error {
	broken, ok := errors.AsType[*fault.Fault](err)
	if !ok || broken.Kind == fault.NotFound || broken.Kind == fault.Forbidden || broken.Kind == fault.Internal ||
		broken.Kind == fault.TooSlow {
		return err
	}
	return show(StatusOf(broken.Kind), page.Form{Typed: r.PostForm, Field: broken.Field, Problem: broken.Message})
}
