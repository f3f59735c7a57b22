package opportunity

import (
	"context"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/picklist"
)

// listed is a state whose words are values of the organisation's lists. A word that a list does not allow is refused,
// and so is a loss that lacks what the lists ask of one.
func (s State) listed(ctx context.Context, tx *tenant.Tx, was State) (State, error) {
	ends := s.Status == Lost && (was.Status != Lost || s.Stage != was.Stage)
	if !ends && s.Source == was.Source && s.Competitor == was.Competitor && s.LossReason == was.LossReason {
		return s, nil
	}
	lists, err := picklist.At(ctx, tx, tx.Now())
	if err != nil {
		return s, err
	}
	for _, w := range []struct {
		field    string
		now, was *string
	}{{picklist.LossReason, &s.LossReason, &was.LossReason}, {picklist.Competitor, &s.Competitor, &was.Competitor},
		{picklist.Source, &s.Source, &was.Source}} {
		l := lists.Of(w.field)
		if *w.now, err = l.Choose(*w.now, *w.was); err != nil {
			return s, err
		}
		if l.Required && s.Status == Lost && *w.now == "" && (ends || *w.was != "") {
			return s, fault.On(w.field, l.Missing())
		}
	}
	return s, nil
}
