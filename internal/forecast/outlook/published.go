package outlook

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// Published is the published forecast of a scope's members for its period. Every page that shows a forecast uses it, so
// that two pages of one scope show the same figure.
type Published struct {
	Figure
	Outlook Outlook // the members' part of it; without opportunities where Of has read it
	Missing string  // why nothing is published, in a few words; empty: Figure is
}

// Of is the newest published forecast of a scope by its day. A scope without one has the reason instead, which is not
// an error.
func Of(ctx context.Context, tx *tenant.Tx, sc scope.Scope) (Published, error) {
	whole, err := Figures(ctx, tx, sc.Period, sc.Today)
	if errors.Is(err, ErrNone) {
		return Unpublished(sc), nil
	}
	if err != nil {
		return Published{}, err
	}
	return whole.Within(sc), nil
}

// Unpublished is a scope without a published forecast, with the reason.
func Unpublished(sc scope.Scope) Published {
	switch p := sc.Period; {
	case p.Kind == period.Half:
		return Published{Missing: "Half-years have none; their quarters do"}
	case p.Start > sc.Today:
		return Published{Missing: "Made once " + p.Label + " is the next period"}
	default:
		return Published{Missing: "No forecast of " + p.Label + " was made by " + sc.Today.Time().Format("Jan 2, 2006")}
	}
}

// Within is the part of an outlook for the members of a scope. For everybody it is the published method's figure. For
// fewer members it is the sum of their figures, with the range of the team, manager or member that they are.
func (o Outlook) Within(sc scope.Scope) Published {
	p := o.Share(sc.Owners)
	if sc.Team == "" || sc.Owner != "" || p.Missing != "" {
		return p
	}
	for _, team := range o.Teams {
		if team.Name == sc.Team && team.Range != nil && abs(team.Value-p.Value) <= int64(len(sc.Owners)) {
			p.Range = team.Range.holding(p.Value)
		}
	}
	return p
}

// Share is the published forecast of some members; nil means everybody. A member without open, won or expected amounts
// has none.
func (o Outlook) Share(members []uuid.UUID) Published {
	part, figure := o.For(members)
	switch {
	case members == nil && len(o.Methods) == 0, members != nil && len(part.Members) == 0:
		return Published{Outlook: part, Missing: "Nothing was open, won or expected"}
	case members == nil:
		figure.Closed = o.Categories[string(opportunity.Closed)]
	}
	return Published{Figure: figure, Outlook: part}
}

// Is reports whether there is a published forecast.
func (p Published) Is() bool { return p.Missing == "" }

// Needed is the coverage that past periods needed on this day of the period: open pipeline ÷ amount still to close.
// Zero: not known.
func (p Published) Needed() float64 {
	if p.Outlook.Yield <= 0 {
		return 0
	}
	return 1 / p.Outlook.Yield
}
