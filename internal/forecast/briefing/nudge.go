package briefing

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/notification"
	"quarterdeck/internal/record/scope"
)

// Nudge asks everybody in a scope whose due call is missing for it, in the actor's name, and counts them. Whoever is
// asked again within ten minutes is not told twice.
func Nudge(ctx context.Context, tx *tenant.Tx, s scope.Scope) (asked int, err error) {
	if err := tx.Require(tenant.AdjustForecast); err != nil {
		return 0, err
	}
	card, err := scorecard.Load(ctx, tx, s)
	if err != nil {
		return 0, err
	}
	team, err := OfTeam(ctx, tx, card, outlook.Published{})
	if err != nil {
		return 0, err
	}
	var late []uuid.UUID
	for _, p := range team.Missing() {
		if !tx.Is(p.MemberID) {
			late = append(late, p.MemberID)
		}
	}
	_, err = notification.Tell(ctx, tx, late, notification.Told{Kind: notification.Nudge,
		Words: "your forecast for " + s.Period.Label, Path: "/forecast/mine?period=" + s.Period.Key})
	return len(late), err
}
