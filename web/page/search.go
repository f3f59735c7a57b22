package page

import (
	"strings"

	"quarterdeck/internal/base/definition"
	"quarterdeck/internal/pipeline/search"
	"quarterdeck/web/ui"
)

// Search is the results of a search: records, and pages with a matching name.
type Search struct {
	Where Where
	Text  string
	Hits  []search.Hit
	Pages []ui.NavItem
}

func (p Search) of(kind string) []search.Hit {
	var hits []search.Hit
	for _, h := range p.Hits {
		if h.Kind == kind {
			hits = append(hits, h)
		}
	}
	return hits
}

func (p Search) pages() []ui.NavItem {
	var items []ui.NavItem
	for _, item := range p.Pages {
		if strings.Contains(strings.ToLower(item.Label), strings.ToLower(strings.TrimSpace(p.Text))) {
			items = append(items, item)
		}
	}
	return items
}

func (p Search) href(h search.Hit) string {
	if h.Kind == "account" {
		return p.Where.Base + "/accounts/" + h.ID.String()
	}
	return p.Where.Base + "/opportunities/" + h.ID.String()
}

func (p Search) detail(h search.Hit) string {
	parts := []string{h.Detail, h.Status}
	if h.Amount != nil {
		parts = append(parts, Cash(h.Currency).Short(*h.Amount))
	}
	text := ""
	for _, part := range parts {
		if part != "" {
			text += " · " + part
		}
	}
	return text
}

// definitions are all of them.
func definitions() []definition.Definition { return definition.All }
