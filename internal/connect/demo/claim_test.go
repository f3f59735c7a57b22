package demo_test

import (
	"strings"
	"testing"

	"quarterdeck/internal/base/period"
)

func TestTheWestHasSixRepsForTheDemandOfTen(t *testing.T) {
	everywhere(t, func(t *testing.T, c crm) {
		reps := map[string]float64{}
		u := c.sheets["User"]
		for _, r := range u.rows {
			if strings.HasSuffix(u.get(r, "Title"), "Account Executive") && u.get(r, "IsActive") == "true" {
				reps[u.get(r, "Division")]++
			}
		}
		within(t, "reps", reps["West"]+reps["East"]+reps["Central"], 25, 25)
		var count, value, open, openValue [2]float64 // elsewhere, and in the West
		for _, o := range c.opportunities(t) {
			i := 0
			if o.division == "West" {
				i = 1
			}
			if o.created >= c.today-365 {
				count[i]++
				value[i] += float64(o.amount)
			}
			if o.open {
				open[i]++
				openValue[i] += float64(o.amount)
			}
		}
		short := func(demand [2]float64) float64 {
			needed := demand[1] / (demand[0] / (reps["East"] + reps["Central"]))
			return 1 - reps["West"]/needed
		}
		within(t, "shortage by opportunities created", short(count), .35, .45)
		within(t, "shortage by value created", short(value), .35, .45)
		within(t, "shortage by open opportunities", short(open), .35, .45)
		within(t, "shortage by open value", short(openValue), .35, .45)
	})
}

func TestTheWestFollowsUpLessAndWinsLess(t *testing.T) {
	everywhere(t, func(t *testing.T, c crm) {
		type tally struct{ all, closed, won, open, overdue, quiet, activities float64 }
		by := map[string]*tally{"West": {}, "East": {}, "Central": {}}
		for _, o := range c.opportunities(t) {
			a := by[o.division]
			a.all++
			a.activities += float64(o.activities)
			switch {
			case o.open:
				a.open++
				if o.close < c.today {
					a.overdue++
				}
				if o.touched < c.today-14 {
					a.quiet++
				}
			case o.won:
				a.won++
				a.closed++
			default:
				a.closed++
			}
		}
		west := by["West"]
		for name, a := range by {
			within(t, name+" win rate", a.won/a.closed, .16, .33)
			if name == "West" {
				continue
			}
			within(t, "win rate in the West against "+name, west.won/west.closed/(a.won/a.closed), .5, .88)
			within(t, "activities in the West against "+name, west.activities/west.all/(a.activities/a.all), .5, .7)
			within(t, "overdue in the West against "+name, west.overdue/west.open/(a.overdue/a.open), 2, 5)
			within(t, "untouched in the West against "+name, west.quiet/west.open/(a.quiet/a.open), 1.8, 4.5)
		}
	})
}

func TestFourthQuartersOutsellTheOthers(t *testing.T) {
	everywhere(t, func(t *testing.T, c crm) {
		won, _ := c.wonBy(c.opportunities(t))
		now := c.cal.Containing(period.Quarter, c.today)
		var sum, n [2]float64 // other quarters, and fourth ones
		for back := 1; back <= 12; back++ {
			i, key := 0, c.cal.Shift(now, -back).Key
			if strings.HasSuffix(key, "Q4") {
				i = 1
			}
			sum[i] += float64(won[key])
			n[i]++
		}
		within(t, "a fourth quarter against the others", sum[1]/n[1]/(sum[0]/n[0]), 1.5, 1.7)
		within(t, "what was won in three years, in millions", (sum[0]+sum[1])/1e8, 75, 105)
	})
}

func TestWinRatesBySourceAndCompetitor(t *testing.T) {
	everywhere(t, func(t *testing.T, c crm) {
		won, closed := map[string]float64{}, map[string]float64{}
		for _, o := range c.opportunities(t) {
			if o.open {
				continue
			}
			for _, key := range []string{"all", o.source, o.competitor} {
				closed[key]++
				if o.won {
					won[key]++
				}
			}
		}
		rate := func(key string) float64 { return won[key] / closed[key] }
		within(t, "win rate", rate("all"), .2, .3)
		within(t, "demo requests against cold outreach", rate("Demo Request")/rate("Cold Outreach"), 2.8, 3.2)
		within(t, "Competitor A against Competitor B", rate("Competitor A")/rate("Competitor B"), 1.2, 1.3)
	})
}

func TestFiftyMillionsAreOpen(t *testing.T) {
	everywhere(t, func(t *testing.T, c crm) {
		var n, value, overdue, quiet, large float64
		stages := map[string]int{}
		for _, o := range c.opportunities(t) {
			if !o.open {
				continue
			}
			n++
			value += float64(o.amount)
			stages[o.stage]++
			if o.close < c.today {
				overdue++
			}
			if o.touched < c.today-14 {
				quiet++
			}
			if o.amount > 800_000_00 {
				large++
			}
		}
		within(t, "open opportunities", n, 500, 700)
		within(t, "open pipeline in millions", value/1e8, 48, 52)
		within(t, "overdue part", overdue/n, .05, .12)
		within(t, "untouched part", quiet/n, .12, .28)
		within(t, "very large opportunities", large, 3, 8)
		within(t, "open stages", float64(len(stages)), 5, 5)
		within(t, "opportunities", float64(len(c.sheets["Opportunity"].rows)), 4000, 6000)
		within(t, "activities", float64(len(c.sheets["Task"].rows)), 20_000, 40_000)
	})
}

func TestAttainmentIsThatOfARealTeam(t *testing.T) {
	everywhere(t, func(t *testing.T, c crm) {
		won, wonBy := c.wonBy(c.opportunities(t))
		quota, quotaOf := c.quotas(t)
		now := c.cal.Containing(period.Quarter, c.today)
		reps := map[string][]float64{}
		for key, q := range quotaOf {
			reps[key[1]] = append(reps[key[1]], float64(wonBy[key])/float64(q))
		}
		for back := 1; back <= 12; back++ {
			key := c.cal.Shift(now, -back).Key
			within(t, "attainment of "+key, float64(won[key])/float64(quota[key]), .8, .92)
			var around, low float64
			for _, a := range reps[key] {
				if a >= .95 {
					around++
				} else if a < .6 {
					low++
				}
			}
			n := float64(len(reps[key]))
			within(t, "reps around or over their quota in "+key, around/n, .5, .66)
			within(t, "reps far below in "+key, low/n, .15, .4)
		}
		elapsed := float64(c.today-now.Start) / float64(now.Days())
		reached := float64(won[now.Key]) / float64(quota[now.Key])
		within(t, "attainment so far", reached, elapsed*.85-.03, elapsed*1.05+.01)
		if elapsed > .45 && elapsed < .6 {
			within(t, "attainment at mid-quarter", reached, .4, .7)
		}
	})
}
