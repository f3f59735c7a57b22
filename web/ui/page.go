package ui

import (
	"quarterdeck/web/assets"

	"github.com/a-h/templ"
)

// App is the product's name, as it stands in titles.
const App = "Quarterdeck"

// PageProps is the frame around a page of an organisation. Everything is optional but Title.
type PageProps struct {
	Title    string          // the only h1
	Subtitle string          // one line under it: period, scope, "as of"
	Actions  templ.Component // the header's right side: a period select, one primary button
	Inbox    string          // the address of what the person is told of; empty: none
	Unread   int             // of that
	Exports  templ.Component // the page as a spreadsheet: in the header, and at the page's end on a phone
	Flash    *Flash
	Wide     bool // the content may use the whole width, for grids

	Org    string    // the organisation's name
	Orgs   []NavItem // others to change to; without any the name is a plain link home
	Base   string    // "/o/northwind": where search and home are
	Path   string    // the present address, so that a change of theme comes back to it
	Nav    []NavItem // the sidebar
	Phone  []NavItem // the bar at the bottom; only five are shown
	User   User
	Menu   []NavItem // the person's own pages, above "Sign out"
	Theme  string    // "light", "dark" or "" for the system's
	NoKeys bool      // the person turned single-key shortcuts off
	Live   string    // the keys of the records that the page is about, "*" for a list, so that it reads itself again
}

// live are the attributes of a page that follows its records.
func (p PageProps) live() templ.Attributes {
	if p.Live == "" {
		return nil
	}
	return templ.Attributes{"data-live": p.Live, "data-live-base": p.Base}
}

// NavItem is a link of a navigation. Key is the letter that opens it after "g".
type NavItem struct {
	Label, Href, Icon, Key string
	Active                 bool
}

// User is who is signed in.
type User struct{ Name, Initials, Role string }

// Flash is the one message that a redirect brought along.
type Flash struct {
	Tone Tone
	Text string
	Undo string // a POST address that takes the action back; none without it
}

// AuthProps is a page for someone who is not signed in, or not in an organisation yet.
type AuthProps struct {
	Title, Subtitle, Theme string
	Flash                  *Flash
	Foot                   templ.Component // a quiet line under the card
}

// home is where the name leads: to choose an organisation, before there is one.
func (p PageProps) home() string {
	if p.Base == "" {
		return "/o"
	}
	return p.Base + "/home"
}

// inboxLabel is what the bell says to those who do not see it.
func (p PageProps) inboxLabel() string {
	if p.Unread == 0 {
		return "Inbox"
	}
	return "Inbox: " + Count(p.Unread) + " unread"
}

func (p PageProps) search() templ.SafeURL { return templ.SafeURL(p.Base + "/search") }

func (p PageProps) phone() []NavItem { return p.Phone[:min(len(p.Phone), 5)] }

func (u User) initials() string {
	if u.Initials != "" {
		return u.Initials
	}
	return Initials(u.Name)
}

func (p PageProps) document() string {
	if p.Org == "" {
		return p.Title + " · " + App
	}
	return p.Title + " · " + p.Org + " · " + App
}

// root are the attributes of the root element: none of them where the default holds.
func root(theme string, noKeys bool) templ.Attributes {
	attributes := templ.Attributes{"lang": "en"}
	if theme == "light" || theme == "dark" {
		attributes["data-theme"] = theme
	}
	if noKeys {
		attributes["data-keys"] = "off"
	}
	return attributes
}

func current(active bool) templ.Attributes {
	if !active {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

func icon(name string) string { return assets.URL("icons.svg") + "#" + name }
