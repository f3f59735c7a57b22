package demo_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo"
)

// tracked is the columns of Opportunity.csv whose changes are in the field history.
var tracked = []string{"StageName", "Amount", "CloseDate", "ForecastCategoryName", "OwnerId"}

func TestHistoriesAddUp(t *testing.T) {
	everywhere(t, func(t *testing.T, c crm) { checkHistory(t, c); checkDays(t, c) })
}

func TestHistoriesAddUpForAnyoneOnAnyDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		company := demo.HanseKontor()
		company.Seed = rapid.Uint64().Draw(t, "seed")
		company.FiscalStart = time.Month(rapid.IntRange(1, 12).Draw(t, "fiscal start"))
		c := read(t, company, period.NewDate(2024, 1, 1)+period.Date(rapid.IntRange(0, 3000).Draw(t, "day")))
		checkHistory(t, c)
		checkDays(t, c)
	})
}

type fataler interface {
	failer
	Fatalf(format string, args ...any)
}

func checkHistory(t fataler, c crm) {
	s, h := c.sheets["Opportunity"], c.sheets["OpportunityFieldHistory"]
	changes := map[string][][]string{}
	for _, r := range h.rows {
		changes[h.get(r, "OpportunityId")] = append(changes[h.get(r, "OpportunityId")], r)
	}
	for _, o := range s.rows {
		id, last := s.get(o, "Id"), s.get(o, "CreatedDate")
		value, ends := map[string]string{}, 0
		for _, r := range changes[id] {
			field, old, now, at := h.get(r, "Field"), h.get(r, "OldValue"), h.get(r, "NewValue"),
				h.get(r, "CreatedDate")
			if !slices.Contains(tracked, field) || at < last || old == now {
				t.Fatalf("%s: %s from %q to %q at %s, after %s", id, field, old, now, at, last)
			}
			if before, ok := value[field]; ok && before != old {
				t.Fatalf("%s: %s was %q before it changed from %q", id, field, before, old)
			}
			if ends > 0 && at != last {
				t.Fatalf("%s: %s changed at %s, after the close", id, field, at)
			}
			if now == "Closed Won" || now == "Closed Lost" {
				ends++
			}
			value[field], last = now, at
		}
		if last > s.get(o, "LastModifiedDate") {
			t.Fatalf("%s was changed at %s, after its last modification at %s", id, last, s.get(o, "LastModifiedDate"))
		}
		for field, v := range value {
			same := v == s.get(o, field)
			if field == "Amount" {
				same = minor(t, v, c.company.Currency) == minor(t, s.get(o, field), c.company.Currency)
			}
			if !same {
				t.Fatalf("%s: %s ends in %q, but is %q", id, field, v, s.get(o, field))
			}
		}
		checkEnd(t, c, o, ends, last)
	}
}

// checkEnd checks how an opportunity stands: closed once and on its close date, or open and ahead.
func checkEnd(t fataler, c crm, o []string, ends int, last string) {
	s := c.sheets["Opportunity"]
	state := []string{s.get(o, "IsClosed"), s.get(o, "IsWon"), s.get(o, "Probability"),
		s.get(o, "ForecastCategoryName")}
	want := map[string][]string{"Closed Won": {"true", "true", "100", "Closed"},
		"Closed Lost": {"true", "false", "0", "Omitted"}}[s.get(o, "StageName")]
	id := s.get(o, "Id")
	if want == nil {
		if ends != 0 || state[0] != "false" || state[3] == "Closed" || s.get(o, "Loss_Reason__c") != "" {
			t.Fatalf("%s is open, and yet %v with %d closes", id, state, ends)
		}
		return
	}
	if ends != 1 || !slices.Equal(state, want) {
		t.Fatalf("%s is closed, with %v and %d closes", id, state, ends)
	}
	if day(t, last) != day(t, s.get(o, "CloseDate")) {
		t.Fatalf("%s closed on %s with the close date %s", id, last, s.get(o, "CloseDate"))
	}
	if lost := s.get(o, "IsWon") == "false"; lost != (s.get(o, "Loss_Reason__c") != "") {
		t.Fatalf("%s: lost %v, for the reason %q", id, lost, s.get(o, "Loss_Reason__c"))
	}
}

// checkDays checks that nothing was recorded on a day that is still to come, or before its parent, and
// that whatever a row refers to is there.
func checkDays(t fataler, c crm) {
	made := map[string]string{"": ""}
	for _, object := range objects {
		s := c.sheets[object]
		if _, ok := s.column["CreatedDate"]; !ok {
			continue
		}
		midnight := c.today.In(c.cal.Location()).UTC().Format("2006-01-02T15:04:05.000Z")
		for _, r := range s.rows {
			at := s.get(r, "CreatedDate")
			if at >= midnight {
				t.Fatalf("%s %v is recorded on the day or later", object, r)
			}
			if made[s.get(r, "Id")] != "" {
				t.Fatalf("%s %v: the id is taken", object, r)
			}
			made[s.get(r, "Id")] = at
		}
	}
	for object, columns := range map[string][]string{"Contact": {"AccountId"}, "Opportunity": {"AccountId"},
		"Task": {"WhatId", "OwnerId"}, "OpportunityContactRole": {"OpportunityId", "ContactId"},
		"OpportunityFieldHistory": {"OpportunityId", "CreatedById"}} {
		s := c.sheets[object]
		for _, r := range s.rows {
			for _, column := range columns {
				if parent := made[s.get(r, column)]; parent == "" || parent > s.get(r, "CreatedDate") {
					t.Fatalf("%s %v was made before its %s, at %q", object, r, column, parent)
				}
			}
		}
	}
	tasks := c.sheets["Task"]
	for _, r := range tasks.rows {
		if tasks.get(r, "Status") == "Completed" && day(t, tasks.get(r, "ActivityDate")) >= c.today {
			t.Fatalf("%v is done, but lies ahead", r)
		}
	}
}
