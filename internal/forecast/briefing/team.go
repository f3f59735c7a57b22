package briefing

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/movement"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
)

// Team is the people whom a manager should talk to, and this week's changes.
type Team struct {
	People  []Person // sorted by gap to quota, the largest shortfall first
	Slipped []Deal   // this week, the largest first
	Week    movement.Movement
}

// Missing lists the members whose due call is missing.
func (t Team) Missing() []Person {
	var missing []Person
	for _, p := range t.People {
		if p.Due.Late {
			missing = append(missing, p)
		}
	}
	return missing
}

// OfTeam makes the briefing on the members of a card: their lines, calls, forecasts and changes of this week.
func OfTeam(ctx context.Context, tx *tenant.Tx, card scorecard.Card, published outlook.Published) (t Team, err error) {
	s := card.Scope
	sheet, err := forecast.Load(ctx, tx, s)
	if err != nil {
		return t, err
	}
	from, err := movement.Since(ctx, tx, s, review.WeekOf(s.Today).Start-1)
	if err != nil {
		return t, err
	}
	if t.Week, err = movement.Between(ctx, tx, from, s, ""); err != nil {
		return t, err
	}
	t.Slipped = slippedIn(t.Week)
	open, err := pipeline.Load(ctx, tx, s, pipeline.Filter{InPeriod: true, Sort: pipeline.ByAmount, Limit: reach})
	if err != nil {
		return t, err
	}
	due := sheet.Settings.Dues(s.Period, tx.Calendar().Location())
	for _, l := range card.Lines {
		if m, ok := s.Roster.Find(l.MemberID); !ok || !m.Active && !l.Asked {
			continue
		}
		p := Person{Line: l, Model: published.Outlook.Share([]uuid.UUID{l.MemberID}),
			Pace: paceOf(l, s.Period, s.Today), Slipped: ownedBy(t.Slipped, l.MemberID),
			Unplanned: unplanned(open, l.MemberID)}
		if n, ok := sheet.Root.Find(l.MemberID); ok {
			p.Due = forecast.Standing(due, n.LastCall(), s.Known)
			if call, ok := n.Called[forecast.Call]; ok {
				p.Call = &call
			}
		}
		p.Reason = Why(p)
		t.People = append(t.People, p)
	}
	byNeed(t.People)
	return t, nil
}

// reach is how many of the largest opportunities are looked through for a next step.
const reach = 300

func slippedIn(m movement.Movement) []Deal {
	var deals []Deal
	for _, c := range m.Changes {
		for _, part := range c.Net {
			if part.Kind == movement.PushedOut {
				deals = append(deals, Deal{ID: c.ID, OwnerID: c.After.OwnerID, Name: c.After.Name, Amount: -part.Amount,
					CloseOn: c.After.CloseOn})
			}
		}
	}
	slices.SortStableFunc(deals, func(a, b Deal) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Name, b.Name))
	})
	return deals
}

func ownedBy(deals []Deal, id uuid.UUID) []Deal {
	var own []Deal
	for _, d := range deals {
		if d.OwnerID != nil && *d.OwnerID == id {
			own = append(own, d)
		}
	}
	return own
}

func unplanned(open pipeline.Board, id uuid.UUID) *Deal {
	for _, r := range open.Rows {
		if r.OwnerID != nil && *r.OwnerID == id && r.NextStep == "" && r.Base != nil {
			return &Deal{ID: r.ID, OwnerID: r.OwnerID, Name: r.Name, Amount: *r.Base, CloseOn: r.CloseOn}
		}
	}
	return nil
}

// within are the members of a team that a scope has.
func within(s scope.Scope, team string) []uuid.UUID {
	return slices.DeleteFunc(s.Roster.InTeam(team), func(id uuid.UUID) bool { return !s.Covers(id) })
}
