package demo_test

import (
	"encoding/csv"
	"sync"
	"testing"
	"time"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo"
)

// sheet is a CSV file as an importer reads it.
type sheet struct {
	column map[string]int
	rows   [][]string
}

func (s sheet) get(row []string, column string) string { return row[s.column[column]] }

// crm is an export read back from its files.
type crm struct {
	company demo.Company
	cal     period.Calendar
	today   period.Date
	sheets  map[string]sheet
}

var objects = []string{"User", "OpportunityStage", "Account", "Contact", "Opportunity", "OpportunityContactRole",
	"OpportunityFieldHistory", "Task", "ForecastingQuota"}

type failer interface {
	Fatal(args ...any)
}

func read(t failer, c demo.Company, today period.Date) crm {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		t.Fatal(err)
	}
	out := crm{company: c, today: today, cal: period.Calendar{Start: c.FiscalStart, Zone: zone},
		sheets: map[string]sheet{}}
	files := demo.Generate(c, today).FS()
	for _, object := range objects {
		f, err := files.Open(object + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(object, err)
		}
		s := sheet{column: map[string]int{}, rows: rows[1:]}
		for i, name := range rows[0] {
			s.column[name] = i
		}
		out.sheets[object] = s
	}
	return out
}

func day(t failer, text string) period.Date {
	d, err := period.ParseDate(text[:min(10, len(text))])
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func minor(t failer, text, currency string) int64 {
	a, err := money.Parse(text, money.Currency(currency))
	if err != nil {
		t.Fatal(err)
	}
	return a.Minor
}

// opportunity is a row of Opportunity.csv, as far as the claims need it.
type opportunity struct {
	id, owner, division, stage, source, competitor string
	created, close                                 period.Date
	touched                                        period.Date
	amount                                         int64 // minor units of the company's currency
	open, won                                      bool
	activities                                     int
}

func (c crm) opportunities(t failer) []opportunity {
	division, done := map[string]string{}, map[string]int{}
	u, tasks, s := c.sheets["User"], c.sheets["Task"], c.sheets["Opportunity"]
	for _, r := range u.rows {
		division[u.get(r, "Id")] = u.get(r, "Division")
	}
	for _, r := range tasks.rows {
		if tasks.get(r, "Status") == "Completed" {
			done[tasks.get(r, "WhatId")]++
		}
	}
	var list []opportunity
	for _, r := range s.rows {
		o := opportunity{id: s.get(r, "Id"), owner: s.get(r, "OwnerId"), stage: s.get(r, "StageName"),
			source: s.get(r, "LeadSource"), competitor: s.get(r, "MainCompetitors__c"),
			created: day(t, s.get(r, "CreatedDate")), close: day(t, s.get(r, "CloseDate")),
			amount: minor(t, s.get(r, "Amount"), c.company.Currency), open: s.get(r, "IsClosed") == "false",
			won: s.get(r, "IsWon") == "true"}
		o.division, o.activities = division[o.owner], done[o.id]
		if last := s.get(r, "LastActivityDate"); last != "" {
			o.touched = day(t, last)
		}
		list = append(list, o)
	}
	return list
}

// wonBy is what was won in each quarter, by its key, and by each rep in it, in minor units.
func (c crm) wonBy(list []opportunity) (map[string]int64, map[[2]string]int64) {
	quarters, reps := map[string]int64{}, map[[2]string]int64{}
	for _, o := range list {
		if o.won {
			key := c.cal.Containing(period.Quarter, o.close).Key
			quarters[key] += o.amount
			reps[[2]string{o.owner, key}] += o.amount
		}
	}
	return quarters, reps
}

// quotas is the quota of each quarter, by its key, and of each rep in it, in minor units.
func (c crm) quotas(t failer) (map[string]int64, map[[2]string]int64) {
	quarters, reps := map[string]int64{}, map[[2]string]int64{}
	s := c.sheets["ForecastingQuota"]
	for _, r := range s.rows {
		key := c.cal.Containing(period.Quarter, day(t, s.get(r, "StartDate"))).Key
		amount := minor(t, s.get(r, "QuotaAmount"), s.get(r, "CurrencyIsoCode"))
		quarters[key] += amount
		reps[[2]string{s.get(r, "QuotaOwnerId"), key}] += amount
	}
	return quarters, reps
}

var days = []string{"2026-11-21", "2027-01-01", "2028-02-29", "2026-06-30"}

// everywhere runs a test on the story's days with two seeds each, and on a day in the middle of a quarter.
func everywhere(t *testing.T, check func(t *testing.T, c crm)) {
	for i, on := range append(days, "2027-08-16") {
		for _, seed := range []uint64{1, uint64(100 + i)} {
			t.Run(on, func(t *testing.T) { check(t, growthTech(t, on, seed)) })
		}
	}
}

type telling struct {
	on   string
	seed uint64
}

var (
	told = map[telling]crm{}
	lock sync.Mutex
)

func growthTech(t *testing.T, on string, seed uint64) crm {
	lock.Lock()
	defer lock.Unlock()
	if c, ok := told[telling{on, seed}]; ok {
		return c
	}
	company := demo.GrowthTech()
	company.Seed = seed
	c := read(t, company, day(t, on))
	told[telling{on, seed}] = c
	return c
}

func within(t *testing.T, what string, got, lo, hi float64) {
	t.Helper()
	if !(got >= lo && got <= hi) {
		t.Errorf("%s is %.3f, want between %.3f and %.3f", what, got, lo, hi)
	}
}
