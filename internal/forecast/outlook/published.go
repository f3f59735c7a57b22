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

// Published is the forecast that is published of the members of a scope for its period. Every page that shows a
// forecast takes it from here, so that two pages of one scope show one figure.
type Published struct {
	Figure
	Outlook Outlook // the members' part of it; without opportunities where Of has read it
	Missing string  // why nothing is published, in a few words; empty: Figure is
}

// Of is what was last published on a scope by its day. A scope without a published forecast has the reason instead; it
// is not an error.
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

// Unpublished is a scope of whose period no forecast has been made, with the reason.
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

// Within is the part of an outlook on the members of a scope. The figure of everybody is the published method's; that
// of fewer is the sum of theirs, with the range of the team, manager or member whom they are.
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

// Share is what is published of some members, nil being everybody. Somebody of whom nothing is open, won or expected
// has no forecast.
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

// Is tells that there is a published forecast.
func (p Published) Is() bool { return p.Missing == "" }

// Needed is the coverage that past periods needed at this day of theirs: the open pipeline per unit still to close.
// Zero: no past period tells.
func (p Published) Needed() float64 {
	if p.Outlook.Yield <= 0 {
		return 0
	}
	return 1 / p.Outlook.Yield
}
