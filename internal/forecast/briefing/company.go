package briefing

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/platform/tenant"
)

// Company is the forecast by team, and its changes since a week before.
type Company struct {
	Teams  []Group
	Change *outlook.Change // nil: no forecast of a week before
}

// Group is a team: its line, its leader's call and its published forecast.
type Group struct {
	scorecard.Line
	Call  *forecast.Submission // of whoever leads the team; nil: none
	Model outlook.Published
}

// Gap is the published forecast less target, or closed less target without a forecast: negative is a shortfall.
func (g Group) Gap() (minor int64, ok bool) { return Person{Line: g.Line, Model: g.Model}.Gap() }

// OfCompany makes the briefing on the teams of a card and on the change of the forecast since a week before.
func OfCompany(ctx context.Context, tx *tenant.Tx, card scorecard.Card, published outlook.Published) (c Company,
	err error) {
	s := card.Scope
	sheet, err := forecast.Load(ctx, tx, s)
	if err != nil {
		return c, err
	}
	for _, l := range card.Teams() {
		g := Group{Line: l, Model: published.Outlook.Share(within(s, l.Team))}
		if lead := leader(sheet.Root, l.Team); lead != nil && l.Team != "" {
			if call, ok := lead.Called[forecast.Call]; ok {
				g.Call = &call
			}
		}
		c.Teams = append(c.Teams, g)
	}
	if !published.Is() {
		return c, nil
	}
	c.Change, err = changeOf(ctx, tx, card, published)
	return c, err
}

// changeOf explains the forecast of a scope against that of a week before; nil where there was none.
func changeOf(ctx context.Context, tx *tenant.Tx, card scorecard.Card, published outlook.Published) (*outlook.Change,
	error) {
	day := published.Outlook.AsOf
	now, err := outlook.Load(ctx, tx, card.Scope.Period, day)
	if err != nil {
		return nil, err
	}
	before, err := outlook.Load(ctx, tx, card.Scope.Period, day-7)
	if errors.Is(err, outlook.ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	was, is := before.Within(card.Scope), now.Within(card.Scope)
	if !was.Is() || !was.Outlook.HasParts() || !is.Outlook.HasParts() {
		return nil, nil
	}
	change := outlook.Explain(was.Outlook, is.Outlook)
	return &change, nil
}

// leader is whoever leads a team: the highest of its members in the sheet that has somebody below.
func leader(n *forecast.Node, team string) *forecast.Node {
	if n.Member.ID != uuid.Nil && n.Member.Team == team && len(n.Children) > 0 {
		return n
	}
	for _, child := range n.Children {
		if lead := leader(child, team); lead != nil {
			return lead
		}
	}
	return nil
}
