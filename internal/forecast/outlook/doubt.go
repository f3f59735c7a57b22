package outlook

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
)

// Of is the published forecast of a node of a sheet, if there is one.
func (o *Outlook) Of(s forecast.Sheet, n *forecast.Node) (Figure, bool) {
	f := o.At(s, n)
	return f.Figure, f.Is()
}

// At is the published figure of a node of a sheet: of the whole scope, of a leader with everybody below, or of a
// member. Parts of a leader's people have none.
func (o *Outlook) At(s forecast.Sheet, n *forecast.Node) Published {
	switch {
	case n.Member.ID == uuid.Nil && n == s.Root:
		return o.Within(s.Scope)
	case n.Member.ID == uuid.Nil, n.Partial:
		return Published{Outlook: *o, Missing: "Made of whole teams and members only"}
	case len(n.Children) == 0:
		return o.Share([]uuid.UUID{n.Member.ID})
	}
	return o.Share(slices.DeleteFunc(s.Scope.Roster.Below(n.Member.ID),
		func(id uuid.UUID) bool { return !s.Scope.Covers(id) }))
}

// Doubt is a call outside the model's range, with the accuracy of its author's past calls.
type Doubt struct {
	Range  Range
	Missed *float64 // average miss of their past calls, 0.14 is 14 %; nil: none is known
	Past   int      // periods that it was read from
}

// caller is how trials name whoever made a call.
type caller struct {
	Level  string
	Method string
	Name   string
}

// callerOf names a member by their role: a rep is held against their own result, who leads a team against the team's.
func callerOf(n *forecast.Node) caller {
	switch {
	case n.Member.Role == tenant.Executive:
		return caller{string(backtest.Organisation), string(projection.ExecutiveCall), ""}
	case len(n.Children) > 0:
		return caller{string(backtest.Team), string(projection.ManagerCall), n.Member.Team}
	default:
		return caller{string(backtest.Member), string(projection.RepCall), key(n.Member)}
	}
}

// Doubts lists the calls of a sheet outside the model's range, by member.
func Doubts(ctx context.Context, tx *tenant.Tx, o *Outlook, s forecast.Sheet) (map[uuid.UUID]Doubt, error) {
	doubts, callers := map[uuid.UUID]Doubt{}, map[uuid.UUID]caller{}
	var visit func(*forecast.Node)
	visit = func(n *forecast.Node) {
		f, ok := o.Of(s, n)
		call, called := n.Called[forecast.Call]
		if ok && called && f.Range != nil && (call.Amount < f.Range.P10 || call.Amount > f.Range.P90) {
			doubts[n.Member.ID], callers[n.Member.ID] = Doubt{Range: *f.Range}, callerOf(n)
		}
		for _, child := range n.Children {
			visit(child)
		}
	}
	visit(s.Root)
	if len(doubts) == 0 {
		return doubts, nil
	}
	past, err := misses(ctx, tx, s.Scope.Period, s.Scope.Today, callers)
	for id, c := range callers {
		if m, ok := past[c]; ok {
			d := doubts[id]
			d.Missed, d.Past = m.Share, int(m.Periods)
			doubts[id] = d
		}
	}
	return doubts, err
}

// miss is how far the past calls of a caller were off.
type miss struct {
	caller
	Share   *float64
	Periods int64
}

// misses reads how good the calls of some people have been, over all cut-offs of the periods of a kind that were over
// by a day.
func misses(ctx context.Context, tx *tenant.Tx, p period.Period, day period.Date,
	of map[uuid.UUID]caller) (map[caller]miss, error) {
	kind := p.Kind
	if kind != period.Month {
		kind = period.Quarter
	}
	var names, unfinished []string
	for _, c := range of {
		names = append(names, c.Name)
	}
	now := tx.Calendar().Containing(kind, day+1)
	for _, q := range tx.Calendar().Between(kind, now.Start, max(tx.Today(), day)+1) {
		unfinished = append(unfinished, q.Key)
	}
	rows, err := tenant.List[miss](ctx, tx, `SELECT t.level, t.method, t.name,
			(sum(abs(t.forecast - t.actual)) / nullif(sum(abs(t.actual)), 0))::float8 AS share,
			count(DISTINCT t.period) AS periods
		FROM app.forecast_trials t WHERE t.tenant_id = @tenant AND t.level = ANY(@levels) AND t.kind = @kind
		AND t.name = ANY(@names) AND t.method = ANY(@methods) AND t.period <> ALL(@unfinished)
		GROUP BY t.level, t.method, t.name`, tenant.Args{"levels": backtest.Levels, "kind": string(kind),
		"names": names, "methods": projection.Callers, "unfinished": unfinished})
	if err != nil {
		return nil, fmt.Errorf("outlook: misses: %w", err)
	}
	past := map[caller]miss{}
	for _, r := range rows {
		past[r.caller] = r
	}
	return past, nil
}
