// Package viewpage is the saved views of lists: their tabs and menu above a list, and the page that manages them.
package viewpage

import (
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/view"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// views is the page of all views that the reader sees.
type views struct {
	Where  page.Where
	Views  []view.View
	May    map[string]bool // the views that the reader may change, by key
	Roster *member.Roster
	Team   string
	Role   tenant.Role
}

// edited is the form of one view: a new one where it has no key.
type edited struct {
	Where page.Where
	View  view.View
	Team  string
	Role  tenant.Role
	Form  page.Form
}

func (p edited) fresh() bool { return p.View.ID == uuid.Nil }

func (p edited) seen() string { return strconv.Itoa(p.View.Version) }

func (p edited) action() string {
	if p.fresh() {
		return p.Where.Base + "/views"
	}
	return p.Where.Base + "/views/" + p.View.ID.String()
}

func (p views) shared(v view.View) string {
	switch v.Sharing {
	case view.Team:
		return "Team " + v.Team
	case view.Everybody:
		return "Everybody"
	}
	return "Only me"
}

func list(v view.View) string {
	if v.Path == "/pipeline/board" {
		return "Pipeline board"
	}
	return "Pipeline"
}

// starts says whose list begins with a view.
func starts(v view.View) string {
	if v.ForRole == "" {
		return ui.None
	}
	return page.RoleLabel(v.ForRole)
}

func roles() []ui.Option {
	options := []ui.Option{{Label: "Nobody"}}
	for _, r := range tenant.Roles {
		options = append(options, ui.Option{Value: string(r), Label: page.RoleLabel(r)})
	}
	return options
}

// sharings are the choices of the form, with the present one among them.
func (p edited) sharings() []ui.Option {
	options := sharings(p.Team, p.Role)
	for _, o := range options {
		if o.Value == string(p.View.Sharing) || p.View.Sharing == "" {
			return options
		}
	}
	label := "Everybody"
	if p.View.Sharing == view.Team {
		label = "Team " + p.View.Team
	}
	return append(options, ui.Option{Value: string(p.View.Sharing), Label: label})
}
