package pipeline

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// Around is where an opportunity stands in a list.
type Around struct {
	Prev, Next *uuid.UUID // nil at an end
	Place, Of  int64      // from 1; zero: it is not in the list
}

// Neighbours is where an opportunity stands in the whole list of a filter, whatever page is shown.
func Neighbours(ctx context.Context, tx *tenant.Tx, s scope.Scope, f Filter, id uuid.UUID) (Around, error) {
	by, args := f.Sort.order(Cursor{}), arguments(tx, s, f)
	args["id"] = id
	if !strings.Contains(by.by, "@decay") {
		delete(args, "decay") // nothing is summed
	}
	if err := ranked(ctx, tx, s, f.Sort, args); err != nil {
		return Around{}, err
	}
	a, err := tenant.One[Around](ctx, tx, `SELECT prev, next, place, of FROM (
		SELECT o.id, lag(o.id) OVER w AS prev, lead(o.id) OVER w AS next, row_number() OVER w AS place,
			count(*) OVER () AS of
		FROM `+opportunity.From(s.AsOf)+by.join+` WHERE o.tenant_id = @tenant AND `+chosen(f)+`
		WINDOW w AS (ORDER BY `+by.by+`)) listed WHERE id = @id`, args)
	if fault.KindOf(err) == fault.NotFound {
		return Around{}, nil
	}
	if err != nil {
		return a, fmt.Errorf("pipeline: neighbours: %w", err)
	}
	return a, nil
}
