package forecast

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/rollup"
	"quarterdeck/internal/record/scope"
)

// Group is the total of the opportunities of one territory, segment, product family, kind of business or team.
type Group struct {
	Name string // empty: the source does not say
	Sums
}

type groupCell struct {
	Name string
	cell
}

// GroupBy divides the opportunities of a scope by a dimension. Each is in exactly one group, so the groups add up to
// the sheet. Teams are those of the day; the other dimensions have no history and are read as they are now.
func GroupBy(ctx context.Context, tx *tenant.Tx, s scope.Scope, by rollup.Dimension) ([]Group, error) {
	var found []groupCell
	if by == rollup.ByTeam {
		own, err := cells(ctx, tx, s)
		if err != nil {
			return nil, err
		}
		for _, c := range own {
			found = append(found, groupCell{teamOf(s, c.OwnerID), c})
		}
		return groups(found), nil
	}
	expression, ok := by.SQL()
	if !ok {
		return nil, nil
	}
	found, err := tenant.List[groupCell](ctx, tx, `SELECT p.name, NULL::uuid AS owner_id, p.category, p.overdue,
		`+summed+`
		FROM (`+inPeriod(s, expression+" AS name")+`) p GROUP BY p.name, p.category, p.overdue`, periodArgs(tx, s))
	if err != nil {
		return nil, fmt.Errorf("forecast: group: %w", err)
	}
	return groups(found), nil
}

func teamOf(s scope.Scope, owner *uuid.UUID) string {
	if owner == nil {
		return ""
	}
	m, _ := s.Roster.Find(*owner)
	return m.Team
}

// groups adds the cells up, the largest commit forecast first, what the source does not say last.
func groups(found []groupCell) []Group {
	at := map[string]int{}
	var list []Group
	for _, c := range found {
		i, ok := at[c.Name]
		if !ok {
			i = len(list)
			at[c.Name] = i
			list = append(list, Group{Name: c.Name})
		}
		list[i].Sums = c.into(list[i].Sums)
	}
	slices.SortFunc(list, func(a, b Group) int {
		if (a.Name == "") != (b.Name == "") {
			return cmp.Compare(len(b.Name), len(a.Name))
		}
		return cmp.Or(cmp.Compare(b.Gross(BestCase), a.Gross(BestCase)), strings.Compare(a.Name, b.Name))
	})
	return list
}
