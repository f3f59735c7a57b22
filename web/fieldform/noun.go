package fieldform

import (
	"slices"

	"quarterdeck/internal/record/customfield"
)

// noun is what the records of an object are called, and where their custom fields are shown.
type noun struct{ Plural, One, Many, Shown string }

// Nouns are those of the objects that have custom fields.
var Nouns = map[string]noun{
	customfield.Opportunity: {"Opportunities", "deal", "deals",
		"Shown on the page of each deal, in the form for a new one, and as columns and filters of the pipeline."},
	customfield.Account: {"Accounts", "account", "accounts",
		"Shown on the page of each account, in the form for a new one and in exports."},
	customfield.Contact: {"Contacts", "contact", "contacts",
		"Shown on the page of each contact, in the form for a new one and in exports."},
}

// ObjectOf reads an object of an address; anything else is opportunities.
func ObjectOf(text string) string {
	if slices.Contains(customfield.Objects, text) {
		return text
	}
	return customfield.Opportunity
}
