package scorecard_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

// book is what a small company has, for the figures to be worked out from row by row, the slow way.
type book struct {
	records  []opportunity.Imported
	quotas   []quota.Quota
	settings tenant.Settings
	rate     decimal.Decimal // of the foreign currency, from 1 January 2026 on
	foreign  money.Currency
	boss     map[uuid.UUID]uuid.UUID
	team     map[uuid.UUID]string
}

func draw(c *cast.Company, s tenant.Settings, seed int) book {
	b := book{settings: s, foreign: "EUR", rate: decimal.RequireFromString("1.1")}
	if s.BaseCurrency == "JPY" {
		b.foreign, b.rate = "USD", decimal.RequireFromString("150.505")
	}
	b.boss = map[uuid.UUID]uuid.UUID{c.Nora: c.Eve, c.Sol: c.Eve, c.Ann: c.Nora, c.Ben: c.Nora, c.Cat: c.Sol,
		c.Dan: c.Sol}
	b.team = map[uuid.UUID]string{c.Nora: "North", c.Ann: "North", c.Ben: "North", c.Sol: "South", c.Cat: "South",
		c.Dan: "South"}
	one := rapid.Custom(func(t *rapid.T) opportunity.Imported {
		in := c.Opportunity("", rapid.SampledFrom(append(c.Reps(), c.Nora, uuid.Nil)).Draw(t, "owner"),
			rapid.SampledFrom([]string{"Discovery", "Proposal", "Negotiation", "Won", "Won", "Lost"}).Draw(t, "stage"),
			rapid.Int64Range(0, 99_999).Draw(t, "amount"), "")
		in.CreatedAt = cast.At("2026-01-01T03:00:00Z").Add(time.Duration(rapid.IntRange(-4000, 7000).Draw(t,
			"created")) * time.Hour)
		o := &in.State
		o.CloseOn = cast.Day("2026-11-20") + period.Date(rapid.IntRange(-250, 120).Draw(t, "close"))
		if o.Currency = s.BaseCurrency; rapid.IntRange(0, 4).Draw(t, "foreign") == 0 {
			o.Currency = b.foreign
		}
		switch rapid.IntRange(0, 11).Draw(t, "odd") {
		case 0:
			o.Amount = nil
		case 1:
			o.Currency = "GBP" // has no rate
		case 2:
			if o.Status == opportunity.Open {
				o.CloseOn = 0
			}
		}
		if o.Status == opportunity.Open && rapid.Bool().Draw(t, "by hand") {
			o.ProbabilityBP, o.ProbabilityManual = rapid.IntRange(0, 10000).Draw(t, "probability"), true
		}
		o.Type = rapid.SampledFrom([]string{"", "New Business", "Existing Business"}).Draw(t, "type")
		return in
	})
	for i := range 60 {
		in := one.Example(seed*1000 + i)
		in.ExternalID = fmt.Sprint("O", i)
		in.State.Name = in.ExternalID
		b.records = append(b.records, in)
	}
	longer := c.Opportunity("on the 31st, before a month of 30 days", c.Ann, "Won", 1234, "2026-08-31")
	longer.State.Currency = s.BaseCurrency
	b.records = append(b.records, longer)
	for i, id := range []uuid.UUID{c.Eve, c.Nora, c.Ann, c.Ben, c.Sol, c.Cat, c.Dan} {
		if (seed>>(i%3)+i)%2 == 0 { // now the manager has one, now the reps, now both
			b.quotas = append(b.quotas, quota.Quota{MemberID: id, StartsOn: cast.Day("2026-04-01"),
				EndsOn: cast.Day("2027-04-01"), ValidFrom: cast.Day("2026-04-01"), ValidTo: cast.Day("2027-04-01"),
				Amount: int64(1_000_001 * (i + 1)), Currency: s.BaseCurrency})
		}
	}
	return b
}

func (b book) base(o opportunity.State, today period.Date) *int64 {
	on := o.CloseOn
	if o.Status == opportunity.Open {
		on = today
	}
	switch {
	case o.Amount == nil:
		return nil
	case o.Currency == b.settings.BaseCurrency:
		return o.Amount
	case o.Currency != b.foreign || on < cast.Day("2026-01-01"):
		return nil
	}
	minor := decimal.NewFromInt(*o.Amount).Mul(b.rate).Shift(b.settings.BaseCurrency.Exponent() - b.foreign.Exponent()).Round(0).IntPart()
	return &minor
}

func covers(s scope.Scope, id *uuid.UUID) bool {
	return s.Owners == nil || id != nil && slices.Contains(s.Owners, *id)
}

// closed is what closed in [from, to), of the owners that pass.
func (b book) closed(s scope.Scope, from, to period.Date,
	of func(*uuid.UUID) bool) (c scorecard.Closed, deals, cycles []int64) {
	zone, _ := time.LoadLocation(b.settings.TimeZone)
	for _, in := range b.records {
		o := in.State
		if o.Status == opportunity.Open || o.CloseOn < from || o.CloseOn >= to || !covers(s, o.OwnerID) ||
			!of(o.OwnerID) {
			continue
		}
		sum := &c.Lost
		if o.Status == opportunity.Won {
			sum = &c.Won
			if days := int64(o.CloseOn - period.DateOf(in.CreatedAt.In(zone))); days >= 0 {
				cycles = append(cycles, days)
				c.CycleDays += days
			} else {
				c.Undated++
			}
		}
		sum.Count++
		if base := b.base(o, s.Today); base == nil {
			if o.Status == opportunity.Won {
				c.Unknown++
			}
		} else {
			if sum.Amount += *base; o.Status == opportunity.Won {
				deals = append(deals, *base)
			}
		}
	}
	return c, deals, cycles
}

// pipeline is what is open and counts for the scope's period, of the owners that pass.
func (b book) pipeline(s scope.Scope, of func(*uuid.UUID) bool) (p scorecard.Pipeline) {
	for _, in := range b.records {
		o := in.State
		overdue := o.Overdue(s.Today)
		if o.Status != opportunity.Open || o.Category == opportunity.Omitted || !covers(s, o.OwnerID) ||
			!of(o.OwnerID) {
			continue
		}
		if counted := s.Period.Contains(o.CloseOn); overdue && !s.Current() || !overdue && !counted {
			continue
		}
		sum := &p.Due
		if overdue {
			sum = &p.Overdue
		}
		sum.Count++
		base := b.base(o, s.Today)
		switch {
		case base == nil:
			p.Unconverted++
		case overdue:
			sum.Amount += *base
			likely := decimal.NewFromInt(*base).Mul(decimal.NewFromInt(int64(o.ProbabilityBP))).Shift(-4)
			p.WeightedOverdue += likely.Mul(decimal.RequireFromString("0.5")).Round(0).IntPart()
		default:
			sum.Amount += *base
			p.Weighted += decimal.NewFromInt(*base).Mul(decimal.NewFromInt(int64(o.ProbabilityBP))).Shift(-4).Round(0).IntPart()
		}
	}
	return p
}

// target adds the quotas of a group, but for those of members who have somebody above them in it with a quota.
func (b book) target(p period.Period, in func(uuid.UUID) bool) (sum int64) {
	own := map[uuid.UUID]bool{}
	for _, q := range b.quotas {
		own[q.MemberID] = q.StartsOn < p.End && q.EndsOn > p.Start
	}
	for _, q := range b.quotas {
		if !in(q.MemberID) || !own[q.MemberID] {
			continue
		}
		covered := false
		for above, ok := b.boss[q.MemberID]; ok && in(above); above, ok = b.boss[above] {
			covered = covered || own[above]
		}
		if days := min(q.EndsOn, p.End) - max(q.StartsOn, p.Start); !covered && days > 0 {
			of := decimal.NewFromInt(int64(q.EndsOn - q.StartsOn))
			sum += decimal.NewFromInt(q.Amount).Mul(decimal.NewFromInt(int64(days))).DivRound(of, 12).Round(0).IntPart()
		}
	}
	return sum
}

func median(values []int64) int64 {
	if len(values) == 0 {
		return 0
	}
	slices.SortFunc(values, cmp.Compare[int64])
	return values[(len(values)-1)/2]
}

func everybody(*uuid.UUID) bool { return true }

// check holds a card against the book.
func (b book) check(t *testing.T, name string, card scorecard.Card, calendar period.Calendar) {
	t.Helper()
	s := card.Scope
	equal := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s, %s: %s is %+v, want %+v", name, s.Period.Key, what, got, want)
		}
	}
	closed, deals, cycles := b.closed(s, s.Period.Start, s.Period.End, everybody)
	equal("what closed", card.Closed, closed)
	equal("the medians", card.Medians, scorecard.Medians{Deal: median(deals), Cycle: median(cycles)})
	equal("the pipeline", card.Pipeline, b.pipeline(s, everybody))
	equal("the target", card.Target, b.target(s.Period, func(id uuid.UUID) bool { return covers(s, &id) }))
	for i, p := range card.Past {
		want := calendar.Shift(s.Period, i-len(card.Past))
		to := want.End
		if e := s.Period.Elapsed(s.Today); e < s.Period.Days() {
			to = min(to, want.Start+period.Date(e))
		}
		closed, _, _ := b.closed(s, want.Start, to, everybody)
		equal("an earlier period up to the same day", p, scorecard.SameDay{Period: want, Closed: closed})
	}
	equal("the length of the trend", len(card.Trend), 8)
	for i, p := range card.Trend {
		want := calendar.Shift(s.Period, i-7)
		closed, _, _ := b.closed(s, want.Start, want.End, everybody)
		equal("a point of the trend", p, scorecard.Point{Period: want, Closed: closed,
			Target: b.target(want, func(id uuid.UUID) bool { return covers(s, &id) })})
	}
	for _, l := range card.Lines {
		its := func(id *uuid.UUID) bool {
			if l.MemberID == uuid.Nil {
				return id == nil || !known(s, *id)
			}
			return id != nil && *id == l.MemberID
		}
		closed, _, _ := b.closed(s, s.Period.Start, s.Period.End, its)
		equal("what "+l.Name+" closed", l.Closed, closed)
		equal("what "+l.Name+" has open", l.Pipeline, b.pipeline(s, its))
		equal("what "+l.Name+" is asked", l.Target,
			b.target(s.Period, func(id uuid.UUID) bool { return id == l.MemberID && covers(s, &id) }))
	}
	for _, l := range card.Teams() {
		closed, _, _ := b.closed(s, s.Period.Start, s.Period.End, func(id *uuid.UUID) bool {
			if id == nil {
				return l.Team == ""
			}
			return b.team[*id] == l.Team
		})
		equal("what "+l.Team+" closed", l.Closed, closed)
		equal("what "+l.Team+" is asked", l.Target,
			b.target(s.Period, func(id uuid.UUID) bool { return b.team[id] == l.Team && covers(s, &id) }))
	}
	for _, row := range card.HeatByTeam() {
		for i, got := range row.Periods {
			p := card.Trend[i].Period
			want := scorecard.Attained{Target: b.target(p,
				func(id uuid.UUID) bool { return b.team[id] == row.Team && covers(s, &id) })}
			if want.Target > 0 {
				closed, _, _ := b.closed(s, p.Start, p.End,
					func(id *uuid.UUID) bool { return id != nil && b.team[*id] == row.Team })
				want.Won = closed.Won.Amount
			}
			equal("what "+row.Team+" attained", got, want)
		}
	}
	b.sums(equal, card)
}

// sums asks that whatever the figures are divided by, the parts are the whole.
func (b book) sums(equal func(string, any, any), card scorecard.Card) {
	s, open := card.Scope, card.Pipeline.Open()
	var won, weighted, amount, lines int64
	for _, m := range card.Months {
		won, weighted = won+m.Won, weighted+m.Weighted
		for _, v := range m.Categories {
			amount += v
		}
	}
	equal("the months won", won, card.Closed.Won.Amount)
	equal("the months weighted", weighted, card.Pipeline.WeightedOpen())
	equal("the months open", amount, open.Amount)
	won, weighted, amount = 0, 0, 0
	for _, c := range card.Cells {
		won, weighted, amount = won+c.Won, weighted+c.Weighted, amount+c.Open
	}
	equal("the cells", [3]int64{won, weighted, amount},
		[3]int64{card.Closed.Won.Amount, card.Pipeline.WeightedOpen(), open.Amount})
	equal("the forecast", won+weighted, card.WeightedForecast())
	amount = 0
	for _, g := range card.Types {
		amount += g.Amount
	}
	equal("the types", amount, card.Closed.Won.Amount)
	if n := len(card.Days); n > 0 {
		equal("the last day", card.Days[n-1].Won, card.Closed.Won.Amount)
	}
	stages, categories := scorecard.Sum{}, scorecard.Sum{}
	for _, g := range card.Stages {
		stages.Count, stages.Amount = stages.Count+g.Count, stages.Amount+g.Amount
	}
	for _, g := range card.Categories {
		categories.Count, categories.Amount = categories.Count+g.Count, categories.Amount+g.Amount
	}
	all := scorecard.Sum{}
	for _, in := range b.records {
		if in.State.Status == opportunity.Open && covers(s, in.State.OwnerID) {
			all.Count++
			if base := b.base(in.State, s.Today); base != nil {
				all.Amount += *base
			}
		}
	}
	equal("the stages", stages, all)
	equal("the categories", categories, all)
	for _, l := range card.Lines {
		lines += l.Pipeline.WeightedOpen()
	}
	equal("the lines, nobody's among them", lines, card.Pipeline.WeightedOpen())
}

func known(s scope.Scope, id uuid.UUID) bool {
	_, ok := s.Roster.Find(id)
	return ok
}
