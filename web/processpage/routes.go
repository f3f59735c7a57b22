// Package processpage is the settings that shape the pipeline: stages with their exit criteria,
// validation rules, and the lists of values.
package processpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// area answers for the sales process.
type area struct{ *site.Site }

// Routes are the settings of the sales process, for those who shape it.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/settings/rules", a.Handle(a.showRules))
		r.Get("/settings/rules.csv", a.Handle(a.exportRules))
		r.Get("/settings/rules.xlsx", a.Handle(a.exportRules))
		r.Get("/settings/rules/new", a.Handle(a.showNewRule))
		r.Get("/settings/rules/{id}", a.Handle(a.showRule))
		r.Get("/settings/rules/{id}.csv", a.Handle(a.exportViolators))
		r.Post("/settings/rules", a.Handle(a.saveRule))
		r.Post("/settings/rules/{id}/undo", a.Handle(a.undoRule))
		r.Get("/settings/fields", a.Handle(a.showFields))
		r.Get("/settings/fields.csv", a.Handle(a.exportFields))
		r.Get("/settings/fields.xlsx", a.Handle(a.exportFields))
		r.Post("/settings/fields", a.Handle(a.saveField))
		r.Get("/settings/lists", a.Handle(a.showLists))
		r.Get("/settings/lists.csv", a.Handle(a.exportLists))
		r.Get("/settings/lists.xlsx", a.Handle(a.exportLists))
		r.Post("/settings/lists", a.Handle(a.changeList))
		r.Get("/settings/stages", a.Handle(a.showStages))
		r.Get("/settings/stages.csv", a.Handle(a.exportStages))
		r.Get("/settings/stages.xlsx", a.Handle(a.exportStages))
		r.Post("/settings/stages", a.Handle(a.saveStage))
		r.Post("/settings/stages/retire", a.Handle(a.retireStage))
		r.Post("/settings/stages/restore", a.Handle(a.restoreStage))
		r.Get("/settings/stages/{id}/criteria", a.Handle(a.showGate))
		r.Post("/settings/stages/{id}/criteria", a.Handle(a.saveGate))
	}
}

// Tabs lead from one of the settings to the others.
func Tabs(w page.Where, at string) []ui.Tab {
	var all []ui.Tab
	for _, t := range []ui.Option{{Value: "/settings/stages", Label: "Stages"},
		{Value: "/settings/rules", Label: "Validation rules"}, {Value: "/settings/lists", Label: "Lists"},
		{Value: "/settings/fields", Label: "Custom fields"}, {Value: "/settings/hours", Label: "Business hours"}} {
		all = append(all, ui.Tab{Label: t.Label, Href: w.Base + t.Value, Active: t.Value == at})
	}
	return all
}
