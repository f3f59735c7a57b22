package page

import (
	"github.com/a-h/templ"

	"quarterdeck/web/ui"
)

// Pressed marks the chosen button of a group for screen readers.
func Pressed(chosen bool) templ.Attributes {
	if chosen {
		return templ.Attributes{"aria-pressed": "true"}
	}
	return templ.Attributes{"aria-pressed": "false"}
}

// iconOf is the drawing beside a link; organisations come without one.
func iconOf(item ui.NavItem) string {
	if item.Icon == "" {
		return "building-2"
	}
	return item.Icon
}

// forecastPages are those of the forecast that has been proven.
func forecastPages(base string) []ui.NavItem {
	return []ui.NavItem{{Label: "Outlook", Href: base + "/forecast/outlook", Icon: "sparkles"},
		{Label: "Accuracy", Href: base + "/forecast/accuracy", Icon: "target"}}
}
