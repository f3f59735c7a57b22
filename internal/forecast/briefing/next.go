package briefing

import (
	"context"
	"slices"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// Action is the next thing that a rep should do. An opportunity has at most one, the most urgent.
type Action struct {
	Do   Do
	Due  time.Time    // of the call
	Deal pipeline.Row // of all others
	Days int          // since the close date passed, until it comes, or without an activity
}

// Do is the kind of an action.
type Do string

// What there is to do, the most pressing first.
const (
	Submit Do = "submit" // the forecast
	Redate Do = "redate" // the close date has passed
	Plan   Do = "plan"   // no next step, and it closes soon
	Reach  Do = "reach"  // no activity for the organisation's number of days
)

// soon is how many days before its close date an opportunity needs a next step.
const soon = 30

// Next lists the most urgent actions, up to a maximum: the call that is due, then opportunities by kind of action, each
// kind in the order of the rows.
func Next(due forecast.Due, rows []pipeline.Row, today period.Date, quiet, most int) []Action {
	var all []Action
	if !due.At.IsZero() && !due.Done {
		all = append(all, Action{Do: Submit, Due: due.At})
	}
	for _, do := range []Do{Redate, Plan, Reach} {
		for _, r := range rows {
			if a, ok := actionOn(r, today, quiet); ok && a.Do == do {
				all = append(all, a)
			}
		}
	}
	return all[:min(len(all), most)]
}

func actionOn(r pipeline.Row, today period.Date, quiet int) (Action, bool) {
	switch idle := int(today - r.LastOn); {
	case r.Overdue(today):
		return Action{Do: Redate, Deal: r, Days: int(today - r.CloseOn)}, true
	case r.NextStep == "" && !r.CloseOn.IsZero() && r.CloseOn-today <= soon:
		return Action{Do: Plan, Deal: r, Days: int(r.CloseOn - today)}, true
	case !r.LastOn.IsZero() && idle >= quiet:
		return Action{Do: Reach, Deal: r, Days: idle}, true
	}
	return Action{}, false
}

// OfRep makes a rep's briefing: what to do next with their own opportunities and their call for the scope's period.
func OfRep(ctx context.Context, tx *tenant.Tx, s scope.Scope, most int) ([]Action, error) {
	open, err := pipeline.Load(ctx, tx, s, pipeline.Filter{Sort: pipeline.ByAmount, Limit: reach})
	if err != nil {
		return nil, err
	}
	sheet, err := forecast.Load(ctx, tx, s)
	if err != nil {
		return nil, err
	}
	var due forecast.Due
	if n, ok := sheet.Root.Find(s.Standing(tx.Actor().MemberID)); ok && s.Current() && sheet.Lock == nil {
		due = forecast.Standing(sheet.Settings.Dues(s.Period, tx.Calendar().Location()), n.LastCall(), s.Known)
	}
	rows := slices.DeleteFunc(open.Rows, func(r pipeline.Row) bool { return r.Category == opportunity.Omitted })
	return Next(due, rows, s.Today, tx.Settings().UntouchedDays, most), nil
}
