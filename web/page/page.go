// Package page is what the screens share: the addresses that keep a scope, forms and their refusals, spreadsheets, the words and
// colours of figures, and the pages that belong to no room. A screen is a pure function of its arguments, built from the parts of web/ui.
package page

import (
	"net/http"
	"net/url"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
)

// Problem is why a request could not be answered, for the person who made it.
type Problem struct {
	Status    int
	Message   string
	Reference string // of the log, where the message is not for people
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
		return "That cannot be done"
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

// Where makes addresses that keep the scope of the page: its period, team, owner and moment.
type Where struct {
	Base  string // /o/northwind
	Scope scope.Request
}

// To is the address of a page of the organisation in the same scope, with more parameters in pairs; an empty value takes
// a parameter away.
func (w Where) To(path string, pairs ...string) string {
	q := url.Values{}
	pairs = append([]string{"period", w.Scope.Period, "team", w.Scope.Team, "owner", w.Scope.Owner, "as_of", w.Scope.AsOf}, pairs...)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return w.Base + path
	}
	return w.Base + path + "?" + q.Encode()
}

// Define is the address of a definition.
func (w Where) Define(id string) string { return w.Base + "/definitions#" + id }
