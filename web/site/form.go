package site

import (
	"errors"
	"net/http"

	"quarterdeck/internal/base/fault"
	"quarterdeck/web/page"
)

// Again shows a form again with the typed values and the reason for the rejection. Errors that are not about typed
// values go to Fail.
func Again(r *http.Request, err error, show func(status int, f page.Form) error) error {
	broken, ok := errors.AsType[*fault.Fault](err)
	if !ok || broken.Kind == fault.NotFound || broken.Kind == fault.Forbidden || broken.Kind == fault.Internal ||
		broken.Kind == fault.TooSlow {
		return err
	}
	return show(StatusOf(broken.Kind), page.Form{Typed: r.PostForm, Field: broken.Field, Problem: broken.Message})
}
