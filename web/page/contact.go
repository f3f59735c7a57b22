package page

import (
	"cmp"
	"strings"

	"quarterdeck/internal/record/contact"
	"quarterdeck/web/ui"
)

// PersonName is what a contact is called.
func PersonName(c contact.Contact) string {
	return cmp.Or(strings.TrimSpace(c.FirstName+" "+c.LastName), c.Email, "Unnamed")
}

// RoleBadge is the part of a contact in an opportunity; empty: none that is known.
func RoleBadge(c contact.Contact) string {
	if c.Primary {
		return cmp.Or(c.Role, "Contact") + " · primary"
	}
	return c.Role
}

// Reaches are the links to how a person is reached.
func Reaches(email, phone string) []ui.Pair {
	var all []ui.Pair
	for _, r := range []ui.Pair{{Value: email, Href: ui.MailTo(email)}, {Value: phone, Href: ui.Tel(phone)}} {
		if r.Value != "" {
			all = append(all, r)
		}
	}
	return all
}

// ContactItems lists people with their title and part, and how they are reached.
func ContactItems(w Where, contacts []contact.Contact) []ui.Item {
	var items []ui.Item
	for _, c := range contacts {
		items = append(items, ui.Item{Title: PersonName(c), Sub: c.Title, Href: w.To("/contacts/" + c.ID.String()),
			Badge: RoleBadge(c), BadgeTone: ui.Neutral, Reach: Reaches(c.Email, c.Phone)})
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
