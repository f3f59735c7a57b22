package page

import (
	"slices"
	"strings"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/ui"
)

// Navigation is the sidebar's entries for a role.
func Navigation(base string, role tenant.Role, path string) []ui.NavItem {
	items := []ui.NavItem{
		{Label: "Home", Href: base + "/home", Icon: "house", Key: "h"},
		{Label: forecastLabel(role), Href: base + forecastPath(role), Icon: "gauge", Key: "f"},
		{Label: "Pipeline", Href: base + "/pipeline", Icon: "columns-3", Key: "p"},
		{Label: "Accounts", Href: base + "/accounts", Icon: "building-2", Key: "a"},
		{Label: "Contacts", Href: base + "/contacts", Icon: "user", Key: "o"},
		{Label: "Tasks", Href: base + "/tasks", Icon: "circle-check", Key: "t"},
		{Label: "Inbox", Href: base + "/inbox", Icon: "bell", Key: "n"},
		{Label: "Quotas", Href: base + "/quotas", Icon: "target", Key: "q"},
	}
	if role != tenant.Admin { // who sees nobody's pay
		items = append(items, ui.NavItem{Label: "Commissions", Href: base + "/commissions", Icon: "hand-coins",
			Key: "c"})
	}
	items = append(items, ui.NavItem{Label: "Bookings", Href: base + "/reports/bookings", Icon: "chart-column",
		Key: "b"})
	if role.May(tenant.RunImports) {
		items = append(items, ui.NavItem{Label: "Imports", Href: base + "/imports", Icon: "upload", Key: "i"})
	}
	if role.May(tenant.ManageRecords) {
		items = append(items, ui.NavItem{Label: "Data quality", Href: base + "/quality", Icon: "shield-check",
			Key: "d"})
	}
	if role.May(tenant.ManageMembers) {
		items = append(items, ui.NavItem{Label: "Members", Href: base + "/settings/members", Icon: "users", Key: "m"})
	}
	if role.May(tenant.ManageForecast) {
		items = append(items, ui.NavItem{Label: "Forecast rules", Href: base + "/settings/forecast", Icon: "lock",
			Key: "l"})
	}
	if role.May(tenant.ShapePipeline) {
		items = append(items, ui.NavItem{Label: "Sales process", Href: base + "/settings/stages", Icon: "funnel"})
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
	switch role {
	case tenant.Manager:
		last = ui.NavItem{Label: "Review", Href: base + "/review", Icon: "notebook-pen"}
	case tenant.Ops:
		last = ui.NavItem{Label: "Imports", Href: base + "/imports", Icon: "upload"}
	case tenant.Finance:
		last = ui.NavItem{Label: "Commissions", Href: base + "/commissions", Icon: "hand-coins"}
	case tenant.Admin:
		last = ui.NavItem{Label: "Members", Href: base + "/settings/members", Icon: "users"}
	}
	return mark([]ui.NavItem{
		{Label: "Home", Href: base + "/home", Icon: "house"},
		{Label: "Pipeline", Href: base + "/pipeline", Icon: "columns-3"},
		{Label: forecastLabel(role), Href: base + forecastPath(role), Icon: "gauge"},
		last,
		{Label: "More", Href: base + "/more", Icon: "menu"},
	}, path)
}

// forecastPath is where the forecast begins: the sheet for those who lead or look over others, one's own page for a
// rep.
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

// mark sets the item whose address is the longest that the path begins with. Plans belong to commissions,
// and validation rules to the sales process.
func mark(items []ui.NavItem, path string) []ui.NavItem {
	best := -1
	for _, part := range []string{"/review", "/reports/forecast", "/forecast"} { // the tabs of the forecast
		base, rest, found := strings.Cut(path, part)
		i := slices.IndexFunc(items, func(n ui.NavItem) bool { return n.Key == "f" })
		if found && i >= 0 && strings.Count(base, "/") == 2 && (rest == "" || strings.ContainsAny(rest[:1], "/?#")) {
			items[i].Active = true
			return items
		}
	}
	if base, rest, found := strings.Cut(path, "/plans"); found && (rest == "" || rest[0] == '/') {
		path = base + "/commissions"
	}
	for _, part := range []string{"/settings/rules", "/settings/lists", "/settings/fields", "/settings/hours"} {
		if base, rest, found := strings.Cut(path, part); found && (rest == "" || rest[0] == '/') {
			path = base + "/settings/stages"
		}
	}
	for i, item := range items {
		if (path == item.Href || strings.HasPrefix(path, item.Href+"/")) &&
			(best < 0 || len(item.Href) > len(items[best].Href)) {
			best = i
		}
	}
	if best >= 0 {
		items[best].Active = true
	}
	return items
}
