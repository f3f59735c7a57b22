package page

import (
	"strings"

	"quarterdeck/internal/pipeline/search"
	"quarterdeck/web/ui"
)

// Search is what a search found: pages, actions and records. Near is true where nothing has the text in its name and
// what is like it is shown.
type Search struct {
	Where   Where
	Text    string
	Pages   []ui.NavItem
	Actions []ui.NavItem
	Hits    []search.Hit
	Near    bool
}

// Found tells whether there is anything to open.
func (p Search) Found() bool { return len(p.Pages)+len(p.Actions)+len(p.Hits) > 0 }

// group is records of a kind under their heading.
type group struct {
	heading string
	hits    []search.Hit
}

func (p Search) groups() (all []group) {
	for _, g := range []struct {
		kind    search.Kind
		heading string
	}{{search.Account, "Accounts"}, {search.Opportunity, "Opportunities"}, {search.Member, "People"},
		{search.Contact, "Contacts"}} {
		of := group{heading: g.heading}
		for _, h := range p.Hits {
			if h.Kind == g.kind {
				of.hits = append(of.hits, h)
			}
		}
		if len(of.hits) > 0 {
			all = append(all, of)
		}
	}
	return all
}

func (p Search) href(h search.Hit) string {
	switch h.Kind {
	case search.Opportunity:
		return p.Where.Base + "/opportunities/" + h.ID.String()
	case search.Member:
		return p.Where.Base + "/members/" + h.ID.String()
	case search.Contact:
		return p.Where.Base + "/accounts/" + h.ID.String() + "#contacts"
	}
	return p.Where.Base + "/accounts/" + h.ID.String()
}

// statusWords are the words for an opportunity's status.
var statusWords = map[string]string{"open": "Open", "won": "Won", "lost": "Lost"}

// detail says what a record is. The account of an opportunity that is named after it is not said twice.
func (p Search) detail(h search.Hit) string {
	var parts []string
	if h.Detail != "" && !strings.HasPrefix(h.Name, h.Detail) {
		parts = append(parts, h.Detail)
	}
	if h.Status != "" {
		parts = append(parts, statusWords[h.Status])
	}
	if h.Amount != nil {
		parts = append(parts, Cash(h.Currency).Short(*h.Amount))
	}
	return strings.Join(parts, " · ")
}
