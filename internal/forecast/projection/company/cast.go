package company

import (
	"time"

	"quarterdeck/internal/base/period"
)

// All are the companies: the ordinary one first, then each with what is peculiar to it.
func All() []Company {
	return []Company{
		{Name: "ordinary", Seed: 1},
		{Name: "growing 80 % a year", Seed: 2, Growth: 0.8, PerYear: 700},
		{Name: "shrinking 40 % a year", Seed: 3, Growth: -0.4, PerYear: 250},
		{Name: "strong fourth quarters", Seed: 4, Season: 0.6},
		{Name: "long cycles", Seed: 5, Cycle: 150},
		{Name: "short cycles", Seed: 6, Cycle: 14},
		{Name: "few large", Seed: 7, PerYear: 60, Amount: 100_000_000, Spread: 0.4, Owners: 4, Cycle: 120},
		{Name: "tiny", Seed: 8, PerYear: 10, Owners: 2},
		{Name: "lumpy", Seed: 9, Batches: true, Spread: 1.4},
		{Name: "rush at quarters' ends", Seed: 10, Rush: 0.6},
		{Name: "no field history", Seed: 11, NoHistory: true},
		{Name: "sandbagging", Seed: 12, Sandbag: true},
		{Name: "close dates of fiction", Seed: 13, Fiction: true},
		{Name: "a third without amounts", Seed: 14, NoAmount: 0.33},
		{Name: "a third without close dates", Seed: 15, NoDate: 0.33},
		{Name: "reopening", Seed: 16, Reopen: 0.25},
		{Name: "closings entered late", Seed: 17, Late: 0.4},
		{Name: "fiscal year from April", Seed: 18, Season: 0.6, Calendar: period.Calendar{Start: time.April}},
		{Name: "win rate halved", Seed: 19, HalvedSince: 180},
		{Name: "new team", Seed: 20, NewTeam: 270},
	}
}
