package sitetest

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/accuracy"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// oracle forecasts an organisation for tests of pages: each member comes to what worth says, and has closed what closed
// says, or half of it.
type oracle struct {
	roster        *member.Roster
	calendar      period.Calendar
	today         period.Date
	worth, closed func(member.Member) int64
	opportunities map[uuid.UUID][]outlook.Chance
}

// publish keeps a training with its trials, and outlooks of the quarter: today's, and those of five weeks before.
func (o oracle) publish(ctx context.Context, tx *tenant.Tx) error {
	trials := o.trials()
	record := outlook.Record{ID: uuid.Must(uuid.NewV7()), AsOf: o.today, MadeAt: tx.Now(), Rows: backtest.Rows(trials),
		Known: 100, Won: 80, Seasonal: true, Strength: 0.6,
		Quarters: []projection.Season{{Place: 1, Index: 0.9, Years: 2}, {Place: 2, Index: 0.95, Years: 2},
			{Place: 3, Index: 0.95, Years: 2}, {Place: 4, Index: 1.2, Years: 2}},
		Bins:  map[projection.Method][]accuracy.Bin{},
		Brier: map[projection.Method]float64{projection.House: 0.1, projection.StageWeighted: 0.2}}
	for m := range record.Brier {
		var stated []accuracy.Outcome
		for i := range 200 {
			stated = append(stated, accuracy.Outcome{P: float64(i) / 200, Happened: i%7 > 3})
		}
		record.Bins[m], _ = accuracy.Reliability(stated)
	}
	if err := outlook.Keep(ctx, tx, record, trials); err != nil {
		return err
	}
	for back := 0; back <= 35; back += 7 {
		if err := outlook.Publish(ctx, tx, record, o.outlook(tx, record, back)); err != nil {
			return err
		}
	}
	return nil
}

func (o oracle) outlook(tx *tenant.Tx, r outlook.Record, back int) outlook.Outlook {
	q := o.calendar.Containing(period.Quarter, o.today)
	best, _ := backtest.Best(r.Rows, period.Quarter, r.Won)
	out := outlook.Outlook{Period: q.Key, Kind: q.Kind, AsOf: o.today - period.Date(back), Currency: tx.Base(),
		Published: projection.House, Error: best.WAPE, Proofs: best.N, Categories: map[string]int64{}, Yield: 0.25,
		YieldPeriods: 8, Model: q.Start - 1}
	shrunk := func(v int64) int64 { return v - v*int64(back)/100 }
	for _, m := range o.roster.Members {
		if v := o.worth(m); v != 0 {
			out.Members = append(out.Members, figureOf(m.ExternalID, &m.ID, shrunk(v), shrunk(o.won(m))))
		}
		for _, c := range o.opportunities[m.ID] {
			c.Owner, c.P = &m.ID, c.P*(1-float64(back)/100)
			out.Opportunities = append(out.Opportunities, c)
		}
	}
	sum := func(name string, id *uuid.UUID, in func(member.Member) bool) outlook.Figure {
		var worth, won int64
		for _, m := range o.roster.Members {
			if in(m) {
				worth, won = worth+shrunk(o.worth(m)), won+shrunk(o.won(m))
			}
		}
		return figureOf(name, id, worth, won)
	}
	for _, team := range o.roster.Teams() {
		out.Teams = append(out.Teams, sum(team, nil, func(m member.Member) bool { return m.Team == team }))
	}
	for _, m := range o.roster.Members {
		if below := o.roster.Below(m.ID); len(below) > 1 {
			out.Managers = append(out.Managers,
				sum(m.ExternalID, &m.ID, func(x member.Member) bool { return slices.Contains(below, x.ID) }))
		}
	}
	whole := sum(string(projection.House), nil, func(member.Member) bool { return true })
	out.Parts, out.Categories["closed"] = *whole.Parts, whole.Closed
	out.Methods = []outlook.Figure{whole}
	for _, m := range projection.Methods[1:] {
		out.Methods = append(out.Methods, outlook.Figure{Name: string(m), Value: whole.Value * 8 / 10})
	}
	return out
}

// won is what a member has closed.
func (o oracle) won(m member.Member) int64 {
	if o.closed == nil {
		return o.worth(m) / 2
	}
	return o.closed(m)
}

func figureOf(name string, id *uuid.UUID, v, closed int64) outlook.Figure {
	fresh := min(v/10, v-closed)
	return outlook.Figure{Name: name, ID: id, Value: v, Closed: closed,
		Parts: &outlook.Parts{Closed: closed, Open: v - closed - fresh, New: fresh},
		Range: &outlook.Range{P10: v - v/5, P50: v, P90: v + v/4}}
}

// trials are ten quarters and as many months at every cut-off, in which what people say runs too high.
func (o oracle) trials() []backtest.Trial {
	var trials []backtest.Trial
	for _, kind := range []period.Kind{period.Quarter, period.Month} {
		for n := 1; n <= 10; n++ {
			p := o.calendar.Shift(o.calendar.Containing(kind, o.today), -n)
			for i, c := range backtest.Cutoffs {
				for k, m := range projection.Methods {
					off := 1.02 + 0.03*float64(k) + 0.01*float64(n%3) - 0.004*float64(i)
					trials = append(trials,
						o.group(backtest.Trial{Period: p, Cutoff: c, Day: c.Day(p), Method: m}, off)...)
				}
			}
		}
	}
	return trials
}

func (o oracle) group(base backtest.Trial, off float64) []backtest.Trial {
	sums := map[backtest.Level]map[string]float64{backtest.Organisation: {}, backtest.Team: {}, backtest.Member: {}}
	for _, m := range o.roster.Members {
		if v := float64(o.worth(m)); v != 0 {
			sums[backtest.Organisation][""] += v
			sums[backtest.Member][m.ExternalID] += v
			if m.Team != "" {
				sums[backtest.Team][m.Team] += v
			}
		}
	}
	var all []backtest.Trial
	for level, byName := range sums {
		for name, actual := range byName {
			t := base
			t.Level, t.Name, t.Actual, t.Forecast = level, name, actual, math.Round(actual*off)
			if t.Method == projection.House {
				t.Low, t.High, t.Closed = math.Round(actual*0.9), math.Round(actual*1.1), math.Round(actual/2)
			}
			all = append(all, t)
		}
	}
	return all
}

// Forecast publishes an outlook of a firm in which each seller comes to what their opportunities are worth.
func (f *Firm) Forecast() *Firm {
	f.Site.T.Helper()
	err := f.Site.DB.Update(f.Site.T.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		roster, err := member.Load(f.Site.T.Context(), tx, tx.Today(), time.Time{})
		if err != nil {
			return err
		}
		o := oracle{roster: roster, calendar: tx.Calendar(), today: tx.Today(),
			opportunities: map[uuid.UUID][]outlook.Chance{}}
		amounts := map[uuid.UUID]int64{}
		for _, p := range Staff {
			if p.Seller {
				amounts[f.People[p.Key]] = p.Amount
				o.opportunities[f.People[p.Key]] = []outlook.Chance{{ID: f.Opportunities[p.Key], P: 0.5,
					Amount: p.Amount, CloseOn: tx.Today()}}
			}
		}
		o.worth = func(m member.Member) int64 { return amounts[m.ID] }
		return o.publish(f.Site.T.Context(), tx)
	})
	if err != nil {
		f.Site.T.Fatal(err)
	}
	return f
}

// foretell publishes an outlook of the demo company.
func (c *company) foretell(ctx context.Context, tx *tenant.Tx, roster *member.Roster) error {
	o := oracle{roster: roster, calendar: tx.Calendar(), today: tx.Today(),
		opportunities: map[uuid.UUID][]outlook.Chance{}}
	for _, row := range c.told("Opportunity.csv") {
		closes, err := period.ParseDate(row["CloseDate"])
		if err != nil || !o.calendar.Containing(period.Quarter, o.today).Contains(closes) ||
			row["IsClosed"] == "true" && row["IsWon"] == "false" {
			continue
		}
		for _, m := range roster.Members {
			if m.ExternalID == row["OwnerId"] {
				chance := outlook.Chance{ID: c.opportunities[row["Id"]], P: 0.4, Amount: Minor(row["Amount"]),
					CloseOn: closes, Won: row["IsWon"] == "true"}
				if chance.Won {
					chance.P = 1
				}
				o.opportunities[m.ID] = append(o.opportunities[m.ID], chance)
			}
		}
	}
	o.worth = func(m member.Member) int64 {
		total := int64(0)
		for _, c := range o.opportunities[m.ID] {
			total += c.Adds()
		}
		return total
	}
	o.closed = func(m member.Member) int64 {
		total := int64(0)
		for _, c := range o.opportunities[m.ID] {
			if c.Won {
				total += c.Adds()
			}
		}
		return total
	}
	return o.publish(ctx, tx)
}
