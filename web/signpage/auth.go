// Package signpage is the pages of signing in and of one's own account: passwords, invitations, sessions, the choice of
// an organisation.
package signpage

import (
	"strings"

	"github.com/a-h/templ"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/web/ui"
)

// promise is what the product is, for somebody who meets it on the sign-in page.
const promise = "Pipeline, forecast and quotas of your sales organisation, with the history behind every figure."

// titled gives a plain page its heading.
func titled(f ui.AuthProps, title, subtitle string) ui.AuthProps {
	f.Title, f.Subtitle = title, subtitle
	return f
}

// organisations are the places to go to.
func organisations(orgs []auth.Membership) []ui.NavItem {
	var items []ui.NavItem
	for _, m := range orgs {
		items = append(items, ui.NavItem{Label: m.Name, Href: "/o/" + m.Slug + "/home", Icon: "building-2"})
	}
	return items
}

// joining says what somebody who was invited has to do.
func joining(organisation string, inv auth.Invitation) string {
	if inv.HasAccount {
		return "You have an account for " + inv.Email + ". Enter its password to join " + organisation + " too."
	}
	return "Choose a password for " + inv.Email + " to join " + organisation + "."
}

// paragraph is a part of a letter; one that is an address becomes a link.
type paragraph struct {
	Text string
	Link bool
}

func paragraphs(l mail.Letter) []paragraph {
	var all []paragraph
	for _, part := range strings.Split(l.Body, "\n\n") {
		if text := strings.Join(strings.Fields(part), " "); text != "" {
			all = append(all,
				paragraph{text, strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")})
		}
	}
	return all
}

// withFoot puts a quiet line under the card of a plain page.
func withFoot(f ui.AuthProps, foot templ.Component) ui.AuthProps {
	f.Foot = foot
	return f
}
