package demo_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo"
)

func TestTheSameStoryIsTheSameBytes(t *testing.T) {
	on := day(t, "2028-02-29")
	other := demo.HanseKontor()
	other.Seed++
	a, b, c := demo.Generate(demo.HanseKontor(), on), demo.Generate(demo.HanseKontor(), on), demo.Generate(other, on)
	for i, table := range a.Tables {
		if !bytes.Equal(table.CSV(), b.Tables[i].CSV()) {
			t.Errorf("%s differs from one time to the next", table.File)
		}
	}
	if bytes.Equal(a.Table("Opportunity.csv").CSV(), c.Table("Opportunity.csv").CSV()) {
		t.Error("another seed tells the same story")
	}
}

func TestColumnsAreTheCRMs(t *testing.T) {
	want := map[string]string{
		"User.csv":                    "Id,FirstName,LastName,Email,Title,ManagerId,Division,IsActive,CreatedDate",
		"OpportunityStage.csv":        "ApiName,MasterLabel,SortOrder,DefaultProbability,ForecastCategoryName,IsClosed,IsWon,IsActive",
		"Account.csv":                 "Id,Name,Website,Industry,NumberOfEmployees,BillingState,BillingCountry,Type,OwnerId,CreatedDate",
		"Contact.csv":                 "Id,AccountId,FirstName,LastName,Email,Title,CreatedDate",
		"Opportunity.csv":             "Id,AccountId,OwnerId,Name,StageName,Amount,CurrencyIsoCode,Probability,CloseDate,Type,LeadSource,ForecastCategoryName,IsClosed,IsWon,MainCompetitors__c,Budget_Confirmed__c,Loss_Reason__c,NextStep,CreatedDate,LastModifiedDate,LastActivityDate",
		"OpportunityContactRole.csv":  "Id,OpportunityId,ContactId,Role,IsPrimary,CreatedDate",
		"OpportunityFieldHistory.csv": "Id,OpportunityId,Field,OldValue,NewValue,CreatedById,CreatedDate",
		"Task.csv":                    "Id,WhatId,OwnerId,TaskSubtype,Subject,ActivityDate,Status,CreatedDate",
		"ForecastingQuota.csv":        "Id,QuotaOwnerId,QuotaAmount,StartDate,CurrencyIsoCode",
	}
	e := demo.Generate(demo.HanseKontor(), day(t, "2026-11-21"))
	if len(e.Tables) != len(want) {
		t.Errorf("%d files, want %d", len(e.Tables), len(want))
	}
	for _, table := range e.Tables {
		if got := strings.Join(table.Header, ","); got != want[table.File] {
			t.Errorf("%s has the columns %s", table.File, got)
		}
	}
}

func TestPeopleAreWhoTheStorySays(t *testing.T) {
	c := growthTech(t, days[0], 1)
	u := c.sheets["User"]
	titles, emails, manages := map[string]int{}, map[string]bool{}, map[string]bool{}
	for _, r := range u.rows {
		titles[u.get(r, "Title")+" "+u.get(r, "IsActive")]++
		manages[u.get(r, "ManagerId")] = true
		emails[u.get(r, "Email")] = true
		if !strings.HasSuffix(u.get(r, "Email"), "@growthtech.example") {
			t.Errorf("%v has a mailbox that could exist", r)
		}
	}
	for title, n := range map[string]int{"CRO true": 1, "Sales Manager true": 3, "Account Executive true": 20,
		"Senior Account Executive true": 5, "Account Executive false": 1, "Sales Operations Manager true": 1,
		"Finance Director true": 1, "System Administrator true": 1} {
		if titles[title] != n {
			t.Errorf("%d people are %s, want %d", titles[title], title, n)
		}
	}
	if len(emails) != len(u.rows) {
		t.Error("two people share an e-mail address")
	}
	for _, r := range u.rows {
		if boss := u.get(r, "Title") == "CRO" || u.get(r, "Title") == "Sales Manager"; boss != manages[u.get(r, "Id")] {
			t.Errorf("%v: manages others is %v", r, !boss)
		}
	}
}

func TestWhoLeftHandedOver(t *testing.T) {
	c := growthTech(t, days[0], 1)
	u, h, gone, from := c.sheets["User"], c.sheets["OpportunityFieldHistory"], map[string]bool{}, 0
	for _, r := range u.rows {
		gone[u.get(r, "Id")] = u.get(r, "IsActive") == "false"
	}
	for _, o := range c.opportunities(t) {
		if o.open && gone[o.owner] {
			t.Errorf("%s is open, and its owner has left", o.id)
		}
	}
	for _, r := range h.rows {
		if h.get(r, "Field") == "OwnerId" && gone[h.get(r, "OldValue")] {
			from++
		}
	}
	if from < 8 || from > 60 {
		t.Errorf("%d opportunities came from the rep who left, want some", from)
	}
}

func TestQuotasCoverThePastAndThePlan(t *testing.T) {
	for _, company := range []demo.Company{demo.GrowthTech(), demo.HanseKontor()} {
		c := read(t, company, day(t, "2026-11-21"))
		s := c.sheets["ForecastingQuota"]
		first, last, ramping := c.today, c.today, 0
		for _, r := range s.rows {
			on := day(t, s.get(r, "StartDate"))
			first, last = min(first, on), max(last, on)
			if on.Time().Day() != 1 || s.get(r, "CurrencyIsoCode") != company.Currency {
				t.Fatalf("%v is no month's quota in %s", r, company.Currency)
			}
			if on == period.NewDate(2026, time.November, 1) && minor(t, s.get(r, "QuotaAmount"),
				company.Currency) < map[string]int64{"USD": 100_000_00, "EUR": 30_000_00}[company.Currency] {
				ramping++
			}
		}
		year := c.cal.Containing(period.Year, c.today)
		if want := year.End.AddMonths(2); last != want {
			t.Errorf("%s: the last quota is of %s, want %s", company.Name, last, want)
		}
		if want := c.cal.Shift(c.cal.Containing(period.Quarter, c.today), -12).Start; first != want {
			t.Errorf("%s: the first quota is of %s, want %s", company.Name, first, want)
		}
		if ramping == 0 {
			t.Errorf("%s: nobody is ramping", company.Name)
		}
	}
}

func TestHanseKontorIsSmallAndInEuros(t *testing.T) {
	c := read(t, demo.HanseKontor(), day(t, "2026-11-21"))
	open, value, s := 0, int64(0), c.sheets["Opportunity"]
	for _, r := range s.rows {
		if s.get(r, "CurrencyIsoCode") != "EUR" {
			t.Fatalf("%v is not in euros", r)
		}
	}
	for _, o := range c.opportunities(t) {
		if o.open {
			open++
			value += o.amount
		}
	}
	if open != 60 || value < 1_700_000_00 || value > 1_900_000_00 {
		t.Errorf("%d open opportunities of %d cents", open, value)
	}
}

// BenchmarkGrowthTech tells the whole demo company; docs/performance.md has its time.
func BenchmarkGrowthTech(b *testing.B) {
	today := day(b, days[0])
	for b.Loop() {
		demo.Generate(demo.GrowthTech(), today).FS()
	}
}
