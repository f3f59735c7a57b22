package outlook

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
)

// Standing is a member's status in a period: quota, closed, call and forecast. Amounts are minor units of the base
// currency.
type Standing struct {
	Quota  int64
	Asked  bool // there is a quota, which may be 0
	Closed int64
	Call   *int64 // nil: none submitted
	Final  int64  // adjusted, or else the deals
	Model  *int64 // nil: no forecast
}

// Standings lists the status of everybody in the sheet of a scope, as known at its moment; a manager's includes
// everybody below.
func Standings(ctx context.Context, tx *tenant.Tx, s scope.Scope) (map[uuid.UUID]Standing, error) {
	sheet, err := forecast.Load(ctx, tx, s)
	if err != nil {
		return nil, err
	}
	model, err := Figures(ctx, tx, s.Period, s.Today)
	if err != nil && !errors.Is(err, ErrNone) {
		return nil, err
	}
	all := map[uuid.UUID]Standing{}
	var visit func(*forecast.Node)
	visit = func(n *forecast.Node) {
		one := Standing{Quota: n.Quota, Asked: n.Asked, Closed: n.Gross.Closed.Amount, Final: n.Final(forecast.Call)}
		if call, ok := n.Called[forecast.Call]; ok {
			one.Call = &call.Amount
		}
		if f, ok := model.Of(sheet, n); ok {
			one.Model = &f.Value
		}
		all[n.Member.ID] = one
		for _, child := range n.Children {
			visit(child)
		}
	}
	visit(sheet.Root)
	return all, nil
}
