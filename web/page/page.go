// Package page is what the screens share: the addresses that keep a scope, forms and their refusals, spreadsheets, the
// words and colours of figures, and the pages that belong to no room. A screen is a pure function of its arguments,
// built from the parts of web/ui.
package page

import (
	"net/http"

	"quarterdeck/internal/platform/tenant"
)

// Problem is the reason why a request could not be answered, for the person who made it.
type Problem struct {
	Status    int
	Message   string
	Reference string // of the log, where the message is not for people
	Back      string // the page that the action was asked on; empty: the home
}

// Title names the problem in a few words.
func (p Problem) Title() string {
	switch p.Status {
	case http.StatusNotFound:
		return "Not found"
	case http.StatusForbidden:
		return "Not allowed"
	case http.StatusConflict:
		return "Changed meanwhile"
	case http.StatusUnprocessableEntity:
		return "Nothing was changed"
	case http.StatusTooManyRequests:
		return "Too much at once"
	case http.StatusRequestEntityTooLarge:
		return "Too large"
	case http.StatusRequestTimeout, http.StatusServiceUnavailable:
		return "That took too long"
	case http.StatusMethodNotAllowed:
		return "Not a page"
	default:
		return "Something went wrong"
	}
}

// RoleLabel is a role's name for people.
func RoleLabel(r tenant.Role) string {
	switch r {
	case tenant.Admin:
		return "Administrator"
	case tenant.Ops:
		return "Sales operations"
	case tenant.Finance:
		return "Finance"
	case tenant.Executive:
		return "Executive"
	case tenant.Manager:
		return "Manager"
	default:
		return "Rep"
	}
}
