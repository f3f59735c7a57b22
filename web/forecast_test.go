package web

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/accuracy"
	"quarterdeck/internal/backtest"
	"quarterdeck/internal/member"
	"quarterdeck/internal/outlook"
	"quarterdeck/internal/period"
	"quarterdeck/internal/projection"
	"quarterdeck/internal/tenant"
)

// oracle forecasts an organisation for tests of pages: each member comes to what worth says, half of it closed.
type oracle struct {
	roster        *member.Roster
	calendar      period.Calendar
	today         period.Date
	worth         func(member.Member) int64
	opportunities map[uuid.UUID][]outlook.Chance
}

// publish keeps a training with its trials, and outlooks of the quarter: today's, and those of five weeks before.
func (o oracle) publish(ctx context.Context, tx *tenant.Tx) error {
	trials := o.trials()
	record := outlook.Record{ID: uuid.Must(uuid.NewV7()), AsOf: o.today, MadeAt: tx.Now(), Rows: backtest.Rows(trials), Known: 100, Won: 80, Seasonal: true, Strength: 0.6,
		Quarters: []projection.Season{{Place: 1, Index: 0.9, Years: 2}, {Place: 2, Index: 0.95, Years: 2}, {Place: 3, Index: 0.95, Years: 2}, {Place: 4, Index: 1.2, Years: 2}},
		Bins:     map[projection.Method][]accuracy.Bin{}, Brier: map[projection.Method]float64{projection.House: 0.1, projection.StageWeighted: 0.2}}
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
	best, _ := backtest.Best(r.Rows, period.Quarter)
	out := outlook.Outlook{Period: q.Key, Kind: q.Kind, AsOf: o.today - period.Date(back), Currency: tx.Base(), Published: projection.House, Error: best.WAPE, Proofs: best.N,
		Categories: map[string]int64{}, Yield: 0.25, YieldPeriods: 8, Model: q.Start - 1}
	shrunk := func(v int64) int64 { return v - v*int64(back)/100 }
	for _, m := range o.roster.Members {
		if v := o.worth(m); v != 0 {
			out.Members = append(out.Members, figure(m.ExternalID, &m.ID, shrunk(v)))
		}
		for _, c := range o.opportunities[m.ID] {
			c.Owner, c.P = &m.ID, c.P*(1-float64(back)/100)
			out.Opportunities = append(out.Opportunities, c)
		}
	}
	sum := func(in func(member.Member) bool) (total int64) {
		for _, m := range o.roster.Members {
			if in(m) {
				total += shrunk(o.worth(m))
			}
		}
		return total
	}
	for _, team := range o.roster.Teams() {
		out.Teams = append(out.Teams, figure(team, nil, sum(func(m member.Member) bool { return m.Team == team })))
	}
	for _, m := range o.roster.Members {
		if below := o.roster.Below(m.ID); len(below) > 1 {
			out.Managers = append(out.Managers, figure(m.ExternalID, &m.ID, sum(func(x member.Member) bool { return slices.Contains(below, x.ID) })))
		}
	}
	whole := figure(string(projection.House), nil, sum(func(member.Member) bool { return true }))
	out.Parts, out.Categories["closed"] = *whole.Parts, whole.Closed
	out.Methods = []outlook.Figure{whole}
	for _, m := range projection.Methods[1:] {
		out.Methods = append(out.Methods, outlook.Figure{Name: string(m), Value: whole.Value * 8 / 10})
	}
	return out
}

func figure(name string, id *uuid.UUID, v int64) outlook.Figure {
	closed := v / 2
	return outlook.Figure{Name: name, ID: id, Value: v, Closed: closed, Parts: &outlook.Parts{Closed: closed, Open: v - closed - v/10, New: v / 10},
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
					trials = append(trials, o.group(backtest.Trial{Period: p, Cutoff: c, Day: c.Day(p), Method: m}, off)...)
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

// forecast publishes an outlook of a firm in which each seller comes to what their opportunities are worth.
func (f *firm) forecast() *firm {
	f.site.t.Helper()
	err := f.site.db.Update(f.site.t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		roster, err := member.Load(f.site.t.Context(), tx, tx.Today(), time.Time{})
		if err != nil {
			return err
		}
		o := oracle{roster: roster, calendar: tx.Calendar(), today: tx.Today(), opportunities: map[uuid.UUID][]outlook.Chance{}}
		amounts := map[uuid.UUID]int64{}
		for _, p := range staff {
			if p.seller {
				amounts[f.people[p.key]] = p.amount
				o.opportunities[f.people[p.key]] = []outlook.Chance{{ID: f.opportunities[p.key], P: 0.5, Amount: p.amount, CloseOn: tx.Today()}}
			}
		}
		o.worth = func(m member.Member) int64 { return amounts[m.ID] }
		return o.publish(f.site.t.Context(), tx)
	})
	if err != nil {
		f.site.t.Fatal(err)
	}
	return f
}

// foretell publishes an outlook of the demo company.
func (c *company) foretell(ctx context.Context, tx *tenant.Tx, roster *member.Roster) error {
	o := oracle{roster: roster, calendar: tx.Calendar(), today: tx.Today(), opportunities: map[uuid.UUID][]outlook.Chance{}}
	for _, row := range c.told("Opportunity.csv") {
		closes, err := period.ParseDate(row["CloseDate"])
		if err != nil || !o.calendar.Containing(period.Quarter, o.today).Contains(closes) || row["IsClosed"] == "true" && row["IsWon"] == "false" {
			continue
		}
		for _, m := range roster.Members {
			if m.ExternalID == row["OwnerId"] {
				chance := outlook.Chance{ID: c.opportunities[row["Id"]], P: 0.4, Amount: minor(row["Amount"]), CloseOn: closes, Won: row["IsWon"] == "true"}
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
	return o.publish(ctx, tx)
}

func TestWithoutAForecastThePageSaysWhenThereIsOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	for role, offered := range map[string]bool{"admin": true, "ops": true, "executive": false, "manager": false, "rep": false} {
		a := f.as(role).get(f.path("/forecast/outlook")).is(t, 200)
		if !strings.Contains(a.Body, "No forecast of Q4 2026 yet") || strings.Contains(a.Body, `action="`+f.path("/forecast/outlook/refresh")+`"`) != offered {
			t.Errorf("%s is offered to make one, or not told", role)
		}
		if a := f.as(role).get(f.path("/forecast/accuracy")).is(t, 200); !strings.Contains(a.Body, "Nothing is proven yet") {
			t.Errorf("%s is not told that nothing is proven", role)
		}
		for _, path := range []string{"/forecast/outlook.csv", "/forecast/accuracy.csv", "/forecast/accuracy/trials.csv"} {
			if a := f.as(role).get(f.path(path)).is(t, 200); strings.Count(a.Body, "\n") != 1 {
				t.Errorf("%s of nothing: %s", path, a.Body)
			}
		}
	}
}

func TestEachSeesTheirOwnPartOfTheForecast(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f, twin := s.firm("west").forecast(), s.firm("twin").forecast()
	of := map[string]int64{}
	for _, p := range staff {
		of[p.key] = p.amount
	}
	for visitor, want := range map[string]int64{"executive": of["manager"] + of["rep"] + of["mate"] + of["east"] + of["far"], "manager": of["manager"] + of["rep"] + of["mate"],
		"rep": of["rep"], "far": 0} {
		if visitor == "far" {
			f.as("rep").get(f.path("/forecast/outlook?owner="+f.people["far"].String())).is(t, 404)
			f.as("manager").get(f.path("/forecast/outlook.csv?owner="+f.people["far"].String())).is(t, 404)
			f.as("manager").get(f.path("/forecast/accuracy?owner="+f.people["far"].String())).is(t, 404)
			continue
		}
		page := f.as(visitor).get(f.path("/forecast/outlook")).is(t, 200).Body
		if !strings.Contains(page, `title="`+dollars(want)+`"`) {
			t.Errorf("the %s does not see %s", visitor, dollars(want))
		}
		sheet := f.as(visitor).get(f.path("/forecast/outlook.csv")).is(t, 200).Body
		if !strings.Contains(sheet, cents(want)) || visitor != "executive" && strings.Contains(sheet, cents(of["far"])) {
			t.Errorf("the sheet of the %s:\n%s", visitor, sheet)
		}
		if has := strings.Contains(page, "What each method says"); has != (visitor == "executive") {
			t.Errorf("the %s sees the methods of the organisation: %t", visitor, has)
		}
	}
	whole := cents(of["manager"] + of["rep"] + of["mate"] + of["east"] + of["far"])
	for _, path := range []string{"/forecast/outlook.csv", "/forecast/accuracy.csv", "/forecast/accuracy/trials.csv", "/forecast/accuracy/trials.csv?of=teams", "/forecast/accuracy/trials.csv?of=members", "/forecast/outlook", "/forecast/outlook?since=2026-10-20"} {
		for _, visitor := range []string{"manager", "rep"} {
			body := f.as(visitor).get(f.path(path)).is(t, 200).Body
			for what, secret := range map[string]string{"the total": whole, "another team": cents(of["east"] + of["far"]), "another's": cents(of["far"])} {
				if strings.Contains(body, secret) || strings.Contains(body, dollarsOf(secret)) {
					t.Errorf("%s tells the %s %s: %s", path, visitor, what, secret)
				}
			}
			if strings.Contains(body, "East") && strings.HasSuffix(path, ".csv") {
				t.Errorf("%s tells the %s of the team East", path, visitor)
			}
		}
		twin.as("admin").get(f.path(path)).is(t, 404)
	}
}

// dollarsOf writes a plain amount as pages do.
func dollarsOf(plain string) string { return dollars(minor(plain)) }

func TestTheProofIsOfWhomItsReaderSees(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west").forecast()
	for _, c := range []struct{ who, path, has, not string }{
		{"executive", "/forecast/accuracy", "The organisation", "nothing"}, {"executive", "/forecast/accuracy", "The house model&#39;s chances", "nothing"},
		{"executive", "/forecast/accuracy?team=East", "By member", "The organisation"}, {"manager", "/forecast/accuracy", "West", "The house model&#39;s chances"},
		{"manager", "/forecast/accuracy", "By member", "zzfarwest"}, {"rep", "/forecast/accuracy", "zzrepwest", "zzmatewest"},
		{"executive", "/forecast/accuracy", "Happy ears", "Sandbagging"}, {"executive", "/forecast/accuracy?method=house", "Too high", "Happy ears"},
		{"executive", "/forecast/accuracy/trials?of=members&method=house", "zzfarwest", "nothing"}, {"manager", "/forecast/accuracy/trials?of=members", "zzmatewest", "zzfarwest"},
		{"executive", "/forecast/accuracy?as_of=2026-11-10", "Nothing is proven yet", "By member"},
	} {
		body := f.as(c.who).get(f.path(c.path)).is(t, 200).Body
		if i := strings.Index(body, "<main"); i > 0 {
			body = body[i:]
		}
		if !strings.Contains(body, c.has) || strings.Contains(body, c.not) && c.not != "nothing" {
			t.Errorf("%s for the %s: has %q: %t, has %q: %t", c.path, c.who, c.has, strings.Contains(body, c.has), c.not, strings.Contains(body, c.not))
		}
	}
}

func TestAScenarioStandsBesideTheForecast(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west").forecast()
	b := f.as("manager")
	save := f.path("/forecast/outlook/scenarios")
	b.post(save, "of", "2026-Q4", "name", "Rainy day", "win_rate", "−20", "slip", "10%", "hiring", "+5", "out", f.opportunities["mate"].String()).is(t, 303)
	before := b.get(f.path("/forecast/outlook.csv")).Body
	page := b.get(f.path("/forecast/outlook")).Body
	if !strings.Contains(page, "Rainy day") || !strings.Contains(page, "win rate −20%, 10% slips, new business +5%, 1 opportunity out") {
		t.Error("the scenario is not on the page")
	}
	if strings.Contains(before, "Rainy day") {
		t.Error("the scenario is mixed into the figures")
	}
	for who, sees := range map[string]bool{"executive": true, "ops": true, "rep": false, "east": false, "mate": false} {
		if has := strings.Contains(f.as(who).get(f.path("/forecast/outlook")).Body, "Rainy day"); has != sees {
			t.Errorf("%s sees it: %t", who, has)
		}
	}
	for _, wrong := range [][]string{{"name", ""}, {"name", "X", "slip", "101"}, {"name", "X", "win_rate", "much"}, {"name", "X", "hiring", "1000"}} {
		a := b.post(save, append([]string{"of", "2026-Q4"}, wrong...)...).is(t, 422)
		if !strings.Contains(a.Body, `aria-invalid="true"`) {
			t.Errorf("%v is refused without a word", wrong)
		}
	}
	b.post(save, "of", "2026-Q4", "name", "Another's", "in", f.opportunities["far"].String()).is(t, 404)
	b.post(save, "of", "soon", "name", "X").is(t, 404)
	f.as("rep").post(save, "of", "2026-Q4", "name", "X").is(t, 404)
	id := between(page, `scenario=`, `#scenario-form`)
	f.as("executive").post(save, "of", "2026-Q4", "scenario", id, "name", "Mine now").is(t, 404)
	f.as("executive").post(save, "of", "2026-Q4", "scenario", id, "do", "withdraw").is(t, 404)
	b.post(save, "of", "2026-Q4", "scenario", id, "name", "Careful").is(t, 303)
	if page := b.get(f.path("/forecast/outlook")).Body; !strings.Contains(page, "Careful") || strings.Contains(page, "win rate −20%") {
		t.Error("the newer form does not take the place of the older")
	}
	b.post(save, "of", "2026-Q4", "scenario", id, "name", "Careful", "do", "withdraw").is(t, 303)
	b.get(f.path("/forecast/outlook")) // the notice
	if strings.Contains(b.get(f.path("/forecast/outlook")).Body, "Careful") {
		t.Error("a withdrawn scenario stays")
	}
}

func between(s, from, to string) string {
	_, rest, _ := strings.Cut(s, from)
	got, _, _ := strings.Cut(rest, to)
	return got
}

func TestAForecastIsMadeOfASmallHistory(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.firm("west")
	if err := outlook.Refresh(t.Context(), s.db, f.TenantID); err != nil {
		t.Fatal(err)
	}
	page := f.as("executive").get(f.path("/forecast/outlook")).is(t, 200).Body
	if !strings.Contains(page, "No method has been proven on enough past periods") {
		t.Error("a forecast without proof does not say so")
	}
	for _, p := range []string{"2026-11", "2027-Q1", "2026"} {
		f.as("manager").get(f.path("/forecast/outlook?period="+p)).is(t, 200)
	}
}
