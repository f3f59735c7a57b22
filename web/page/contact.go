package page

import (
	"cmp"
	"strings"

	"quarterdeck/internal/record/contact"
	"quarterdeck/web/ui"
)

// ContactItems lists people with their title and part.
func ContactItems(contacts []contact.Contact) []ui.Item {
	var items []ui.Item
	for _, c := range contacts {
		item := ui.Item{Title: strings.TrimSpace(c.FirstName + " " + c.LastName), Badge: c.Role, BadgeTone: ui.Neutral}
		var parts []string
		for _, part := range []string{c.Title, c.Email, c.Phone} {
			if part != "" {
				parts = append(parts, part)
			}
		}
		item.Sub = strings.Join(parts, " · ")
		if item.Title == "" {
			item.Title = cmp.Or(c.Email, "Unnamed")
		}
		if c.Primary {
			item.Badge = cmp.Or(item.Badge, "Contact") + " · primary"
		}
		items = append(items, item)
	}
	return items
}
