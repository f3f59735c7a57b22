// Package page is the screens: each a pure function of its arguments, built from the parts of web/ui.
package page

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/internal/scope"
	"quarterdeck/internal/tenant"
	"quarterdeck/web/ui"
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
		return "Too many attempts"
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

// Navigation is what a role finds in the sidebar.
func Navigation(base string, role tenant.Role, path string) []ui.NavItem {
	items := []ui.NavItem{
		{Label: "Home", Href: base + "/home", Icon: "house", Key: "h"},
		{Label: forecastLabel(role), Href: base + forecastPath(role), Icon: "gauge", Key: "f"},
		{Label: "Pipeline", Href: base + "/pipeline", Icon: "columns-3", Key: "p"},
		{Label: "Review", Href: base + "/review", Icon: "notebook-pen", Key: "r"},
		{Label: "Accounts", Href: base + "/accounts", Icon: "building-2", Key: "a"},
		{Label: "Quotas", Href: base + "/quotas", Icon: "target", Key: "q"},
		{Label: "Commissions", Href: base + "/commissions", Icon: "hand-coins", Key: "c"},
		{Label: "Bookings", Href: base + "/reports/bookings", Icon: "chart-column", Key: "b"},
		{Label: "Weighted forecast", Href: base + "/reports/forecast", Icon: "scale", Key: "w"},
	}
	if role.May(tenant.RunImports) {
		items = append(items, ui.NavItem{Label: "Imports", Href: base + "/imports", Icon: "upload", Key: "i"})
	}
	if role.May(tenant.ManageMembers) {
		items = append(items, ui.NavItem{Label: "Members", Href: base + "/settings/members", Icon: "users", Key: "m"})
	}
	if role.May(tenant.ManageForecast) {
		items = append(items, ui.NavItem{Label: "Forecast rules", Href: base + "/settings/forecast", Icon: "lock", Key: "l"})
	}
	if role.May(tenant.ManageSettings) {
		items = append(items, ui.NavItem{Label: "Settings", Href: base + "/settings", Icon: "settings", Key: "s"})
	}
	if role.May(tenant.ReadAudit) {
		items = append(items, ui.NavItem{Label: "Audit", Href: base + "/audit", Icon: "scroll-text", Key: "u"})
	}
	return mark(items, path)
}

// PhoneNavigation is the bar at the bottom of a phone.
func PhoneNavigation(base string, role tenant.Role, path string) []ui.NavItem {
	if role == tenant.Rep {
		return mark([]ui.NavItem{
			{Label: "Today", Href: base + "/home", Icon: "house"},
			{Label: "Pipeline", Href: base + "/pipeline", Icon: "columns-3"},
			{Label: "Earnings", Href: base + "/commissions", Icon: "hand-coins"},
			{Label: forecastLabel(role), Href: base + forecastPath(role), Icon: "gauge"},
			{Label: "More", Href: base + "/more", Icon: "menu"},
		}, path)
	}
	last := ui.NavItem{Label: "Quotas", Href: base + "/quotas", Icon: "target"}
	if role == tenant.Manager {
		last = ui.NavItem{Label: "Review", Href: base + "/review", Icon: "notebook-pen"}
	}
	return mark([]ui.NavItem{
		{Label: "Home", Href: base + "/home", Icon: "house"},
		{Label: "Pipeline", Href: base + "/pipeline", Icon: "columns-3"},
		{Label: forecastLabel(role), Href: base + forecastPath(role), Icon: "gauge"},
		last,
		{Label: "More", Href: base + "/more", Icon: "menu"},
	}, path)
}

// forecastPath is where the forecast begins: the sheet for those who lead or look over others, one's own page for a rep.
func forecastPath(role tenant.Role) string {
	if role == tenant.Rep {
		return "/forecast/mine"
	}
	return "/forecast"
}

func forecastLabel(role tenant.Role) string {
	if role == tenant.Rep {
		return "My forecast"
	}
	return "Forecast"
}

// mark sets the item whose address is the longest that the path begins with. Plans belong to commissions.
func mark(items []ui.NavItem, path string) []ui.NavItem {
	best := -1
	if base, rest, found := strings.Cut(path, "/plans"); found && (rest == "" || rest[0] == '/') {
		path = base + "/commissions"
	}
	for i, item := range items {
		if (path == item.Href || strings.HasPrefix(path, item.Href+"/")) && (best < 0 || len(item.Href) > len(items[best].Href)) {
			best = i
		}
	}
	if best >= 0 {
		items[best].Active = true
	}
	return items
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

// cash writes amounts of one currency.
type cash money.Currency

func (c cash) short(minor int64) string {
	return ui.Compact(minor, string(c), int(money.Currency(c).Exponent()))
}

func (c cash) exact(minor int64) string {
	return ui.Exact(minor, string(c), int(money.Currency(c).Exponent()))
}

func (c cash) whole(minor int64) string {
	return ui.Whole(minor, string(c), int(money.Currency(c).Exponent()))
}

func (c cash) axis() func(float64) string {
	return ui.CompactAxis(string(c), int(money.Currency(c).Exponent()))
}

// day writes a date, or a dash where none is set.
func day(d period.Date) string {
	if d.IsZero() {
		return "—"
	}
	return ui.Date(d.Time())
}

// shortDay writes a date without its year where that is the year of today.
func shortDay(d, today period.Date) string {
	if d.IsZero() {
		return "—"
	}
	if d.Time().Year() == today.Time().Year() {
		return ui.Day(d.Time())
	}
	return ui.Date(d.Time())
}

// AsOf says the moment of a page: "as of Nov 21, 14:05 CET".
func AsOf(known time.Time, zone *time.Location) string { return "as of " + ui.Stamp(known.In(zone)) }
