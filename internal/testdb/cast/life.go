package cast

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
)

// Rates are what a euro is worth in dollars from a day, known since a moment. Nobody knows what a pound is worth.
var Rates = []struct{ From, Known, Worth string }{
	{"2026-01-01", "2026-01-01T00:00:00Z", "1.1"}, {"2026-09-30", "2026-10-02T09:00:00Z", "1.2345"},
	{"2026-11-16", "2026-11-16T07:00:00Z", "1.05"},
}

// Live takes a number of opportunities whose lives of the autumn of 2026 are drawn by chance, the same in each test:
// new ones, moved ones, closed and reopened ones, given away, in three currencies. It answers with their keys.
func (c *Company) Live(ctx context.Context, tx *tenant.Tx, number int) ([]uuid.UUID, error) {
	for _, r := range Rates {
		if err := fx.Set(ctx, tx, fx.Rate{Currency: "EUR", Rate: decimal.RequireFromString(r.Worth),
			ValidFrom: Day(r.From), KnownAt: At(r.Known)}); err != nil {
			return nil, err
		}
	}
	draw := rapid.Custom(c.life)
	all := make([]opportunity.Imported, number)
	for i := range all {
		all[i] = draw.Example(i)
		all[i].ExternalID, all[i].Hash = fmt.Sprint("O", i), int64(i+1)
		all[i].State.Name = all[i].ExternalID
	}
	rules := Rules(tx.Now())
	taken, err := opportunity.Import(ctx, tx, rules, all)
	ids := make([]uuid.UUID, len(taken))
	for i, k := range taken {
		ids[i] = k.ID
	}
	return ids, err
}

// life draws an opportunity with the history that its source kept, from the first state on.
func (c *Company) life(t *rapid.T) opportunity.Imported {
	owners := append(c.Reps(), c.Nora)
	dates := []string{"2026-09-20", "2026-10-05", "2026-11-18", "2026-12-31", "2027-01-01", "2027-02-11"}
	stage := rapid.SampledFrom([]string{"Discovery", "Proposal", "Negotiation", "Negotiation", "Won", "Lost"})
	in := c.Opportunity("", rapid.SampledFrom(owners).Draw(t, "owner"), stage.Draw(t, "stage"),
		rapid.Int64Range(0, 99_999).Draw(t, "amount"), rapid.SampledFrom(dates).Draw(t, "close"))
	in.State.Currency = rapid.SampledFrom([]money.Currency{"USD", "USD", "EUR", "EUR", "GBP"}).Draw(t, "currency")
	at := At("2026-09-25T10:00:00Z").AddDate(0, 0, rapid.IntRange(0, 50).Draw(t, "day"))
	in.CreatedAt = at
	for i := range rapid.IntRange(0, 6).Draw(t, "rows") {
		if at = at.Add(time.Duration(rapid.IntRange(1, 400).Draw(t,
			"hours")) * time.Hour); at.After(At("2026-11-20T11:00:00Z")) {
			break
		}
		p := opportunity.Past{ExternalID: fmt.Sprint(uuid.NewString(), i), At: at,
			Field: rapid.SampledFrom([]string{"stage", "amount", "close_on", "owner"}).Draw(t, "field")}
		p.Old = in.State.Value(p.Field)
		next := map[string]string{"stage": stage.Draw(t, "to stage"),
			"amount":   strconv.Itoa(rapid.IntRange(0, 99_999).Draw(t, "to amount")),
			"close_on": rapid.SampledFrom(dates).Draw(t, "to close"),
			"owner":    rapid.SampledFrom(owners).Draw(t, "to owner").String()}[p.Field]
		p.New = &next
		in.History = append(in.History, p)
		c.set(&in.State, p.Field, next)
	}
	return in
}

func (c *Company) set(s *opportunity.State, field, to string) {
	switch field {
	case "stage":
		next := c.Opportunity("", uuid.Nil, to, 0, "").State
		s.Stage, s.Status, s.Category, s.ProbabilityBP = next.Stage, next.Status, next.Category, next.ProbabilityBP
	case "amount":
		n, _ := strconv.ParseInt(to, 10, 64)
		s.Amount = &n
	case "close_on":
		s.CloseOn = Day(to)
	case "owner":
		id := uuid.MustParse(to)
		s.OwnerID = &id
	}
}
