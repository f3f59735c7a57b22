package page

import (
	"cmp"
	"strings"

	"quarterdeck/internal/record/contact"
	"quarterdeck/web/ui"
)

// ContactItems lists people with their title and part, and how they are reached.
func ContactItems(contacts []contact.Contact) []ui.Item {
	var items []ui.Item
	for _, c := range contacts {
		item := ui.Item{Title: strings.TrimSpace(c.FirstName + " " + c.LastName), Sub: c.Title, Badge: c.Role,
			BadgeTone: ui.Neutral}
		for _, r := range []ui.Pair{{Value: c.Email, Href: ui.MailTo(c.Email)},
			{Value: c.Phone, Href: ui.Tel(c.Phone)}} {
			if r.Value != "" {
				item.Reach = append(item.Reach, r)
			}
		}
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

// Reach is the link of another column of the CRM that holds an e-mail address, or by its name a number.
func Reach(column, value string) string {
	if strings.Contains(strings.ToLower(column), "phone") {
		return ui.Tel(value)
	}
	return ui.MailTo(value)
}
