package opportunitypage

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rule"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/ui"
)

// askedView is what the organisation asks of an opportunity.
type askedView struct {
	Rules     []rule.Rule // none for who only reads
	Overrides bool        // the reader may pass over exit criteria
	Passed    []command.Command
}

// gate is what the organisation asks before the opportunity leaves its stage.
func (p opportunityView) gate() (rule.Rule, bool) {
	g, ok := rule.GateOf(p.Asked.Rules, p.Opportunity.Stage)
	return g, ok && p.Edits && !p.Locked && g.StartsOn <= p.Scope.Today && len(g.Terms) > 0
}

func (p opportunityView) ruled() rule.Facts { return p.Opportunity.State.Facts(len(p.Contacts)) }

// warnings are the validation rules that the opportunity breaks as it stands.
func (p opportunityView) warnings() []rule.Rule {
	if p.Locked || p.Opportunity.Status != opportunity.Open {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Asked.Rules), func(r rule.Rule) bool {
		return r.Kind != rule.Check || r.Retired || r.StartsOn > p.Scope.Today || !r.Holds(p.ruled(), p.Scope.Today)
	})
}

// held tells that a move was refused by exit criteria that the reader may override.
func (p opportunityView) held() bool {
	return p.Asked.Overrides && (p.Form.Field == "gate" || p.Form.Field == "override")
}

// fix is where a field that is missing is filled in.
func (p opportunityView) fix(field string) string {
	if field == rule.Contacts {
		return "#contacts"
	}
	if slices.ContainsFunc(p.cells(), func(c factsheet.Cell) bool { return c.Field == field }) {
		return "#edit-" + field
	}
	return ""
}

// passed are the moves whose author said why exit criteria were not met.
func (p opportunityView) passed() []factsheet.Entry {
	var all []factsheet.Entry
	for _, c := range p.Asked.Passed {
		all = append(all, factsheet.Entry{At: c.At, Event: ui.Event{
			When: ui.Stamp(c.At.In(p.Calendar.Location())) + " · " +
				p.Scope.Roster.Name(c.MemberID), At: c.At.Format(time.RFC3339), Title: "Exit criteria overridden",
			Detail: c.Reason, Tone: ui.Warn}})
	}
	return all
}

// unmoved says on another page why exit criteria refused a move.
func unmoved(ctx context.Context, tx *tenant.Tx, id uuid.UUID, held error) (string, error) {
	o, err := opportunity.Get(ctx, tx, id, time.Time{})
	if err != nil {
		return "", err
	}
	return "“" + o.Name + "” was not moved. " + fault.Message(held), nil
}

// isHeld tells that exit criteria refused a move.
func isHeld(err error) bool {
	_, held := errors.AsType[*opportunity.Held](err)
	return held
}
