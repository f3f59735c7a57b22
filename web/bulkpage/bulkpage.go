package bulkpage

import (
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/bulk"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// choice is a change that is being chosen, with what it would do.
type choice struct {
	asked
	Where     page.Where
	Form      page.Form
	Scope     scope.Scope
	Preview   bulk.Preview
	Stages    stage.Set
	Lists     picklist.Lists
	Names     forecast.Settings
	Base      money.Currency
	Transfers bool // the reader gives records to others
}

func (c choice) subtitle() string {
	return ui.Plural(c.Preview.Count, "opportunity", "opportunities") + " selected"
}

// kept is what the form carries along: the filter and the ticked rows.
func (c choice) kept() []ui.Pair {
	q := page.ScopeQuery(c.Where.Scope)
	if c.Form.Sent() {
		q = page.ScopeQuery(page.ParseScope(c.query))
	}
	q.Del("as_of")
	maps.Copy(q, c.list.Query())
	var pairs []ui.Pair
	for _, name := range slices.Sorted(maps.Keys(q)) {
		pairs = append(pairs, ui.Pair{Key: name, Value: q.Get(name)})
	}
	for _, id := range c.ticked {
		pairs = append(pairs, ui.Pair{Key: "id", Value: id.String()})
	}
	return pairs
}

// kinds lead to the form of each kind of change.
func (c choice) kinds() []ui.Tab {
	var all []ui.Tab
	for _, k := range bulk.Kinds {
		if k == bulk.Owner && !c.Transfers {
			continue
		}
		q := page.ScopeQuery(page.ParseScope(c.query))
		q.Del("as_of")
		maps.Copy(q, c.list.Query())
		for _, id := range c.ticked {
			q.Add("id", id.String())
		}
		q.Set("kind", string(k))
		all = append(all, ui.Tab{Label: k.Label(), Active: k == c.change.Kind,
			Href: c.Where.Base + "/pipeline/bulk?" + q.Encode()})
	}
	return all
}

// field is the name of the value in the form.
func (c choice) field() string { return "to_" + string(c.change.Kind) }

// problem is what was wrong with the value.
func (c choice) problem() string { return c.Form.Error(string(c.change.Kind)) }

func (c choice) options() []ui.Option {
	var all []ui.Option
	switch c.change.Kind {
	case bulk.Owner:
		for _, m := range c.Scope.Choices {
			if m.Active && (m.Role == tenant.Rep || m.Role == tenant.Manager) {
				all = append(all, ui.Option{Value: m.ID.String(), Label: m.Name})
			}
		}
	case bulk.Category:
		for _, k := range opportunity.Categories[1:] {
			if k != opportunity.MostLikely || c.Names.MostLikely {
				all = append(all, ui.Option{Value: string(k), Label: c.Names.Name(k)})
			}
		}
	case bulk.Stage:
		for _, st := range c.Stages {
			all = append(all, ui.Option{Value: st.Name, Label: st.Name})
		}
	}
	return all
}

// reasoned tells that a change has a reason.
func (c choice) reasoned() bool { return c.change.Kind == bulk.Category || c.change.Kind == bulk.Stage }

// previewed tells that the change is chosen, so that it can be confirmed.
func (c choice) previewed() bool {
	return c.query.Get("preview") != "" && !c.Form.Sent() && c.Preview.Count > 0 &&
		(c.change.Value != "" || c.change.Kind == bulk.NextStep || c.change.Kind == bulk.Archive)
}

func (c choice) effects() []ui.Pair {
	cash := page.Cash(c.Base)
	return []ui.Pair{{Key: "Selected", Value: ui.Count(c.Preview.Count)},
		{Key: "Would change", Value: ui.Count(c.Preview.Changes)},
		{Key: "Unchanged", Value: ui.Count(c.Preview.Count - c.Preview.Changes)},
		{Key: "Open pipeline now", Value: cash.Whole(c.Preview.Before)},
		{Key: "Open pipeline after", Value: cash.Whole(c.Preview.After)}}
}

// confirm is what the button says.
func (c choice) confirm() string {
	of := ui.Plural(c.Preview.Changes, "opportunity", "opportunities")
	if c.change.Kind == bulk.Archive {
		return "Archive " + of
	}
	return "Change " + of
}

// says is a change in words.
func says(k bulk.Change, names forecast.Settings, roster *member.Roster) string {
	switch k.Kind {
	case bulk.Archive:
		return "Archive"
	case bulk.Undo:
		return "Undo an earlier bulk edit"
	case bulk.Category:
		return k.Kind.Label() + ": " + names.Name(opportunity.Category(k.Value))
	case bulk.Owner:
		if id, err := uuid.Parse(k.Value); err == nil {
			return k.Kind.Label() + ": " + roster.Name(&id)
		}
	case bulk.CloseDate:
		if day, err := period.ParseDate(k.Value); err == nil {
			return k.Kind.Label() + ": " + page.Day(day)
		}
	}
	return k.Kind.Label() + ": " + k.Value
}

// job is a change under way or done.
type job struct {
	bulk.Job
	Where    page.Where
	Problems []bulk.Result
	Roster   *member.Roster
	Names    forecast.Settings
	Zone     *time.Location
	Today    period.Date
}

func (j job) what() string { return says(j.Change, j.Names, j.Roster) }

func (j job) path() string { return j.Where.Base + "/pipeline/bulk/" + j.ID.String() }

func (j job) over() bool { return j.FinishedAt != nil }

func (j job) headline() string {
	if !j.over() {
		return ui.Count(int(j.Done())) + " of " + ui.Count(int(j.All)) +
			" done. You can leave this page; the change continues."
	}
	return "Done: " + ui.Plural(int(j.Changed), "opportunity", "opportunities") + " changed."
}

func (j job) counts() []ui.Pair {
	return []ui.Pair{{Key: "Changed", Value: ui.Count(int(j.Changed))},
		{Key: "Unchanged", Value: ui.Count(int(j.Unchanged))}, {Key: "Refused", Value: ui.Count(int(j.Refused))},
		{Key: "Changed by others", Value: ui.Count(int(j.Conflicts))},
		{Key: "With a warning", Value: ui.Count(int(j.Warned))}}
}

func (j job) undoable() bool {
	return j.over() && j.Kind != bulk.Undo && j.Changed > 0 && j.UndoneBy == nil
}

func (j job) bar() ui.Bar {
	return ui.Bar{Value: float64(j.Done()), Max: float64(j.All), Label: "Opportunities done"}
}

func result(r bulk.Result) string {
	switch {
	case r.Result != nil && *r.Result == "conflict":
		return "Changed by others"
	case r.Result != nil && *r.Result == "changed":
		return "Changed, with a warning"
	}
	return "Refused"
}

// sheet is the opportunities that were not changed, or that somebody should look at.
func (j job) sheet() page.Sheet {
	s := page.Sheet{File: "bulk-edit", Head: []string{"Opportunity", "Result", "Reason"}}
	for _, r := range j.Problems {
		s.Rows = append(s.Rows, []page.Cell{page.Text(r.Name), page.Text(result(r)), page.Text(r.Message)})
	}
	return s
}
