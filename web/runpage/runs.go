// Package runpage is the runs that make statements of pay, and how statements are approved, locked and paid.
package runpage

import (
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// runs are the payout periods in which statements are made.
type runs struct {
	Where    page.Where
	Role     tenant.Role
	Calendar period.Calendar
	Today    period.Date
	List     []payrun.Run
	Last     map[uuid.UUID]payrun.Attempt
	Progress map[uuid.UUID]payrun.Progress
	Totals   map[uuid.UUID][]payrun.Total
	Lines    int             // reporting lines that wait to be confirmed
	Skipped  []period.Period // without a run, the last first
	Waivers  []payrun.Waiver
	Waiving  page.Form
}

// waived says which periods have no statements on purpose, and why.
func (p runs) waived() []ui.Pair {
	var all []ui.Pair
	for _, w := range p.Waivers {
		all = append(all, ui.Pair{Key: pay.Label(p.Calendar, w.Period) + ", skipped", Value: w.Reason})
	}
	return all
}

func (p runs) skippedOptions() []ui.Option {
	var all []ui.Option
	for _, one := range p.Skipped {
		all = append(all, ui.Option{Value: one.Key, Label: one.Label})
	}
	return all
}

func (p runs) skippedLabels() string {
	var all []string
	for _, one := range p.Skipped {
		all = append(all, one.Label)
	}
	return strings.Join(all, ", ")
}

// payable is what a run pays, in each currency.
func (p runs) payable(r payrun.Run) string {
	var all []string
	for _, t := range p.Totals[r.ID] {
		all = append(all, page.Cash(t.Currency).Exact(t.Payable))
	}
	if len(all) == 0 {
		return ui.None
	}
	return strings.Join(all, " + ")
}

// periods are the months and quarters that a run may be opened for, the newest first.
func (p runs) periods() []ui.Option {
	var all []ui.Option
	for _, kind := range []period.Kind{period.Month, period.Quarter} {
		group := "Months"
		if kind == period.Quarter {
			group = "Quarters"
		}
		one := p.Calendar.Containing(kind, p.Today)
		for range 12 {
			all = append(all, ui.Option{Value: one.Key, Label: one.Label, Group: group})
			one = p.Calendar.Shift(one, -1)
		}
	}
	return all
}

func (p runs) lastMonth() string {
	return p.Calendar.Shift(p.Calendar.Containing(period.Month, p.Today), -1).Key
}

func (p runs) href(r payrun.Run) string {
	return p.Where.Base + "/commissions/runs/" + r.ID.String()
}

// attemptState says how far the last calculation of a run is.
func attemptState(a payrun.Attempt) (ui.Tone, string) {
	switch {
	case a.ID == uuid.Nil:
		return ui.Neutral, statement.Draft.Label()
	case a.FinishedAt == nil:
		return ui.Info, "Calculating"
	case a.Problem != "":
		return ui.Bad, "Stopped"
	}
	return ui.Good, statement.Calculated.Label()
}

// state says how far the statements of a run are, or its calculation where that is not over.
func (p runs) state(r payrun.Run) (ui.Tone, string) {
	of := p.Progress[r.ID]
	tone, word := attemptState(p.Last[r.ID])
	switch {
	case tone != ui.Good || of.Statements == 0:
		return tone, word
	case of.Problems > 0 && of.Locked == 0:
		return ui.Warn, ui.Plural(of.Problems, "problem", "problems")
	case of.Paid == of.Statements:
		return ui.Good, statement.Paid.Label()
	case of.Locked == of.Statements:
		return ui.Good, statement.Locked.Label()
	case of.Locked > 0:
		return ui.Info, strconv.Itoa(of.Locked) + " of " + strconv.Itoa(of.Statements) + " locked"
	case of.Approved > 0:
		return ui.Info, strconv.Itoa(of.Approved) + " of " + strconv.Itoa(of.Statements) + " approved"
	}
	return ui.Neutral, statement.Calculated.Label()
}

func (p runs) when(r payrun.Run) string {
	a := p.Last[r.ID]
	if a.ID == uuid.Nil {
		return ui.None
	}
	return ui.Stamp(a.StartedAt.In(p.Calendar.Location()))
}
