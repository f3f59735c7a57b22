package report_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/report"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

// dated is an opportunity with a history of close dates: pairs of an instant and the date from then on.
func dated(c *cast.Company, key string, owner uuid.UUID, amount int64, first string,
	moves ...string) opportunity.Imported {
	now := first
	var past []opportunity.Past
	for i := 0; i < len(moves); i += 2 {
		from, to := now, moves[i+1]
		past = append(past, opportunity.Past{ExternalID: key + moves[i], Field: "close_on", Old: &from, New: &to,
			At: cast.At(moves[i])})
		now = to
	}
	o := c.Opportunity(key, owner, "Proposal", amount, now)
	o.History = past
	return o
}

func slipped(t *testing.T, c *cast.Company, who uuid.UUID, r scope.Request) string {
	t.Helper()
	var lines []string
	c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
		s, err := scope.Resolve(ctx, tx, r)
		if err != nil {
			return err
		}
		all, err := report.LoadSlippage(ctx, tx, s)
		for _, o := range all.Rows {
			lines = append(lines, fmt.Sprintf("%s %d %s→%s %d", strings.Fields(o.Name)[len(strings.Fields(o.Name))-1],
				o.Pushes, o.First, o.CloseOn, o.Days()))
		}
		lines = append(lines, fmt.Sprint(all.Amount, " ", all.Unconverted))
		return err
	})
	return strings.Join(lines, "; ")
}

func TestPushedCloseDatesAreThoseOfThePeriodTheScopeAndTheMoment(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		foreign := dated(&c, "F", c.Cat, 900, "2026-10-10", "2026-10-05T12:00:00Z", "2026-10-20")
		foreign.State.Currency = "GBP" // without a rate
		_, err := cast.Take(ctx, tx,
			dated(&c, "A", c.Ann, 100_00, "2026-10-10", "2026-10-09T12:00:00Z", "2026-11-10", "2026-11-09T12:00:00Z",
				"2026-12-10"),
			dated(&c, "B", c.Ann, 500_00, "2026-10-10", "2026-10-09T12:00:00Z", "2026-12-10", "2026-11-09T12:00:00Z",
				"2026-10-05"),
			dated(&c, "C", c.Cat, 200_00, "2026-12-20", "2026-11-01T12:00:00Z", "2026-12-01"), // pulled in
			dated(&c, "D", c.Cat, 300_00, "2026-08-10", "2026-08-09T12:00:00Z", "2026-12-01"), // a quarter before
			dated(&c, "E", c.Cat, 400_00, "2026-12-10"), foreign)
		return err
	})
	for _, want := range []struct {
		name string
		who  uuid.UUID
		r    scope.Request
		rows string
	}{
		{"the quarter", c.Eve, scope.Request{}, "B 1 2026-10-10→2026-10-05 -5; A 2 2026-10-10→2026-12-10 61; " +
			"F 1 2026-10-10→2026-10-20 10; 60000 1"},
		{"a rep", c.Ann, scope.Request{}, "B 1 2026-10-10→2026-10-05 -5; A 2 2026-10-10→2026-12-10 61; 60000 0"},
		{"another team", c.Sol, scope.Request{}, "F 1 2026-10-10→2026-10-20 10; 0 1"},
		{"the quarter before", c.Eve, scope.Request{Period: "2026-Q3"}, "D 1 2026-08-10→2026-12-01 113; 30000 0"},
		{"as of October", c.Ann, scope.Request{AsOf: "2026-10-31"}, "B 1 2026-10-10→2026-12-10 61; " +
			"A 1 2026-10-10→2026-11-10 31; 60000 0"},
		{"before it began", c.Ann, scope.Request{Period: "2026-Q4", AsOf: "2026-09-30"}, "0 0"},
	} {
		if got := slipped(t, &c, want.who, want.r); got != want.rows {
			t.Errorf("%s: %s, want %s", want.name, got, want.rows)
		}
	}
}
