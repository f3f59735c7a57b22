// Package report makes reports on the whole organisation, in the structure in which they are exported.
package report

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// Bookings is the amounts won by fiscal quarter and member, and the open amounts. Amounts are decimal strings in major
// units of Currency. Won amounts are converted at the booking rate, open ones at the current rate.
type Bookings struct {
	Currency       money.Currency  `json:"currency"`
	AsOf           period.Date     `json:"as_of"`
	Quarters       []Quarter       `json:"quarters"`
	Members        []MemberQuarter `json:"members"`
	OpenByStage    []StageSum      `json:"open_by_stage"`
	OpenByCategory []CategorySum   `json:"open_by_category"`
	Unconverted    int64           `json:"unconverted"` // won or open, without an amount or a rate, so in no sum
}

// Quarter is the amount won in a fiscal quarter.
type Quarter struct {
	Period    string `json:"period"`
	WonCount  int64  `json:"won_count"`
	WonAmount string `json:"won_amount"`
}

// MemberQuarter is the amount that one member won in a fiscal quarter.
type MemberQuarter struct {
	ExternalID string `json:"external_id"`
	Name       string `json:"name"`
	Period     string `json:"period"`
	WonCount   int64  `json:"won_count"`
	WonAmount  string `json:"won_amount"`
}

// StageSum is the open amount in a stage.
type StageSum struct {
	Stage  string `json:"stage"`
	Count  int64  `json:"count"`
	Amount string `json:"amount"`
}

// CategorySum is the open amount in a forecast category.
type CategorySum struct {
	Category string `json:"category"`
	Count    int64  `json:"count"`
	Amount   string `json:"amount"`
}

// wonCell is what one owner won in one month.
type wonCell struct {
	OwnerID *uuid.UUID
	Month   period.Date
	Count   int64
	Amount  int64
	Missing int64
}

// openCell is what is open in a stage and category.
type openCell struct {
	Stage    string
	Category opportunity.Category
	Count    int64
	Amount   int64
	Missing  int64
}

// Load makes the report for the scope's owners at its moment; the scope's period is ignored.
func Load(ctx context.Context, tx *tenant.Tx, s scope.Scope) (Bookings, error) {
	b := Bookings{Currency: tx.Base(), AsOf: s.Today, Quarters: []Quarter{}, Members: []MemberQuarter{},
		OpenByStage: []StageSum{}, OpenByCategory: []CategorySum{}}
	won, err := tenant.List[wonCell](ctx, tx, `SELECT p.owner_id, p.month, count(*) AS count,
		coalesce(sum(p.base), 0)::bigint AS amount,
			count(*) FILTER (WHERE p.base IS NULL) AS missing
		FROM (SELECT o.owner_id, o.close_on - (extract(day FROM o.close_on)::int - 1) AS month, `+fx.Base+` AS base
			FROM `+opportunity.From(s.AsOf)+` WHERE o.tenant_id = @tenant AND o.status = 'won'
			AND o.close_on IS NOT NULL AND `+scope.Owned+`) p
		GROUP BY p.owner_id, p.month ORDER BY p.month`, s.Args(tx))
	if err != nil {
		return b, fmt.Errorf("report: won: %w", err)
	}
	open, err := tenant.List[openCell](ctx, tx, `SELECT p.stage, p.category, count(*) AS count,
		coalesce(sum(p.base), 0)::bigint AS amount,
			count(*) FILTER (WHERE p.base IS NULL) AS missing
		FROM (SELECT o.stage, o.category, `+fx.Base+` AS base
			FROM `+opportunity.From(s.AsOf)+` WHERE o.tenant_id = @tenant AND o.status = 'open' AND `+scope.Owned+`) p
		LEFT JOIN app.stages st ON st.tenant_id = @tenant AND st.name = p.stage AND st.valid_from <= @known
		AND st.valid_to > @known
		GROUP BY p.stage, p.category, st.position ORDER BY st.position, p.stage`, s.Args(tx))
	if err != nil {
		return b, fmt.Errorf("report: open: %w", err)
	}
	b.addWon(won, s, tx.Calendar())
	b.addOpen(open)
	return b, nil
}

func (b *Bookings) text(minor int64) string { return money.Of(minor, b.Currency).String() }

// addWon sums months into quarters; the cells come in the order of their months.
func (b *Bookings) addWon(cells []wonCell, s scope.Scope, c period.Calendar) {
	type sum struct{ count, amount int64 }
	quarters, members := map[string]*sum{}, map[string]map[uuid.UUID]*sum{}
	var order []string
	for _, cell := range cells {
		key := c.Containing(period.Quarter, cell.Month).Key
		if quarters[key] == nil {
			quarters[key], members[key] = &sum{}, map[uuid.UUID]*sum{}
			order = append(order, key)
		}
		owner := uuid.Nil
		if cell.OwnerID != nil {
			owner = *cell.OwnerID
		}
		if members[key][owner] == nil {
			members[key][owner] = &sum{}
		}
		for _, to := range []*sum{quarters[key], members[key][owner]} {
			to.count += cell.Count
			to.amount += cell.Amount
		}
		b.Unconverted += cell.Missing
	}
	for _, key := range order {
		b.Quarters = append(b.Quarters, Quarter{key, quarters[key].count, b.text(quarters[key].amount)})
		for _, m := range s.Roster.Members {
			if got := members[key][m.ID]; got != nil {
				b.Members = append(b.Members, MemberQuarter{m.ExternalID, m.Name, key, got.count, b.text(got.amount)})
			}
		}
		if got := members[key][uuid.Nil]; got != nil {
			b.Members = append(b.Members, MemberQuarter{"", "Nobody", key, got.count, b.text(got.amount)})
		}
	}
}

// addOpen sums cells by stage, in the order of the stages, and by category, surest first.
func (b *Bookings) addOpen(cells []openCell) {
	amounts := map[string]int64{}
	for _, cell := range cells {
		n := len(b.OpenByStage)
		if n == 0 || b.OpenByStage[n-1].Stage != cell.Stage {
			b.OpenByStage = append(b.OpenByStage, StageSum{Stage: cell.Stage})
			n++
		}
		b.OpenByStage[n-1].Count += cell.Count
		amounts[cell.Stage] += cell.Amount
		b.Unconverted += cell.Missing
	}
	for i := range b.OpenByStage {
		b.OpenByStage[i].Amount = b.text(amounts[b.OpenByStage[i].Stage])
	}
	for _, c := range opportunity.Categories {
		var count, amount int64
		for _, cell := range cells {
			if cell.Category == c {
				count, amount = count+cell.Count, amount+cell.Amount
			}
		}
		if count > 0 {
			b.OpenByCategory = append(b.OpenByCategory, CategorySum{c.Label(), count, b.text(amount)})
		}
	}
}
