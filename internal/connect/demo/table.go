package demo

import (
	"fmt"
	"strconv"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/crm"
)

// export writes everything down in the CRM's objects and columns.
func (s *generator) export() crm.Export {
	return crm.Export{Tables: []crm.Table{
		s.userTable(), stageTable(), s.accountTable(), s.contactTable(), s.opportunityTable(),
		s.roleTable(), s.historyTable(), s.taskTable(), s.quotaTable(),
	}}
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// morning is when a record of the day, whose hour nobody knows, was made.
func (s *generator) morning(d period.Date) string {
	return stamp(d.In(s.cal.Location()).Add(9 * time.Hour))
}

func (s *generator) userTable() crm.Table {
	t := crm.Table{File: "User.csv", Header: []string{"Id", "FirstName", "LastName", "Email", "Title", "ManagerId",
		"Division", "IsActive", "CreatedDate"}}
	for _, p := range s.people.all {
		division := ""
		if p.region >= 0 {
			division = s.regions[p.region].name
		}
		t.Rows = append(t.Rows, []string{p.id, p.first, p.last, s.email(p), p.title, p.manager, division,
			strconv.FormatBool(p.left.IsZero()), s.morning(p.hired)})
	}
	return t
}

func stageTable() crm.Table {
	t := crm.Table{File: "OpportunityStage.csv",
		Header: []string{"ApiName", "MasterLabel", "SortOrder", "DefaultProbability",
			"ForecastCategoryName", "IsClosed", "IsWon", "IsActive"}}
	for i, g := range stages {
		t.Rows = append(t.Rows, []string{g.name, g.name, strconv.Itoa(i + 1), strconv.Itoa(g.probability), g.category,
			strconv.FormatBool(stage(i).closed()), strconv.FormatBool(stage(i) == closedWon), "true"})
	}
	return t
}

func (s *generator) accountTable() crm.Table {
	t := crm.Table{File: "Account.csv", Header: []string{"Id", "Name", "Website", "Industry", "NumberOfEmployees",
		"BillingState",
		"BillingCountry", "Type", "OwnerId", "CreatedDate"}}
	for _, a := range s.accounts {
		kind, owner := "Prospect", ""
		if !a.customer.IsZero() {
			kind = "Customer"
		}
		if a.owner != nil {
			owner = a.owner.id
		}
		t.Rows = append(t.Rows, []string{a.id, a.name, "https://www." + a.site, a.industry, strconv.Itoa(a.employees),
			a.state,
			a.country, kind, owner, s.morning(a.created)})
	}
	return t
}

func (s *generator) contactTable() crm.Table {
	t := crm.Table{File: "Contact.csv", Header: []string{"Id", "AccountId", "FirstName", "LastName", "Email", "Title",
		"CreatedDate"}}
	for _, c := range s.contacts {
		t.Rows = append(t.Rows, []string{c.id, c.account.id, c.first, c.last, c.email, c.title, s.morning(c.created)})
	}
	return t
}

func (s *generator) opportunityTable() crm.Table {
	t := crm.Table{File: "Opportunity.csv", Header: []string{"Id", "AccountId", "OwnerId", "Name", "StageName",
		"Amount", "CurrencyIsoCode",
		"Probability", "CloseDate", "Type", "LeadSource", "ForecastCategoryName", "IsClosed", "IsWon",
		"MainCompetitors__c",
		"Budget_Confirmed__c", "Loss_Reason__c", "NextStep", "CreatedDate", "LastModifiedDate", "LastActivityDate"}}
	for _, o := range s.opportunities {
		kind, last := kinds[0].value, ""
		if o.expansion {
			kind = kinds[1].value
		}
		for _, a := range o.activities {
			if a.done {
				last = max(last, a.on.String())
			}
		}
		g := stages[o.stage]
		t.Rows = append(t.Rows, []string{o.id, o.account.id, o.owner.id, o.name, g.name, s.amount(o.amount), s.Currency,
			strconv.Itoa(g.probability), o.closeOn.String(), kind, o.source, o.category,
			strconv.FormatBool(o.stage.closed()),
			strconv.FormatBool(o.stage == closedWon), o.competitor, strconv.FormatBool(o.budget), o.loss,
			o.next, stamp(o.createdAt), stamp(o.modifiedAt), last})
	}
	return t
}

func (s *generator) roleTable() crm.Table {
	t := crm.Table{File: "OpportunityContactRole.csv",
		Header: []string{"Id", "OpportunityId", "ContactId", "Role", "IsPrimary", "CreatedDate"}}
	for _, o := range s.opportunities {
		for _, r := range o.roles {
			t.Rows = append(t.Rows, []string{fmt.Sprintf("00K%015d", len(t.Rows)+1), o.id, r.contact.id, r.part,
				strconv.FormatBool(r.primary), max(s.morning(r.since), stamp(o.createdAt))})
		}
	}
	return t
}

func (s *generator) historyTable() crm.Table {
	t := crm.Table{File: "OpportunityFieldHistory.csv",
		Header: []string{"Id", "OpportunityId", "Field", "OldValue", "NewValue", "CreatedById", "CreatedDate"}}
	for _, o := range s.opportunities {
		for _, c := range o.changes {
			t.Rows = append(t.Rows, []string{fmt.Sprintf("017%015d", len(t.Rows)+1), o.id, c.field, c.old, c.new,
				c.by.id, stamp(c.at)})
		}
	}
	return t
}

func (s *generator) taskTable() crm.Table {
	t := crm.Table{File: "Task.csv", Header: []string{"Id", "WhatId", "OwnerId", "TaskSubtype", "Subject",
		"ActivityDate", "Status", "CreatedDate"}}
	for _, o := range s.opportunities {
		for _, a := range o.activities {
			status := "Not Started"
			if a.done {
				status = "Completed"
			}
			t.Rows = append(t.Rows, []string{fmt.Sprintf("00T%015d", len(t.Rows)+1), o.id, a.owner.id, a.kind,
				a.subject,
				a.on.String(), status, stamp(a.at)})
		}
	}
	return t
}

func (s *generator) quotaTable() crm.Table {
	t := crm.Table{File: "ForecastingQuota.csv",
		Header: []string{"Id", "QuotaOwnerId", "QuotaAmount", "StartDate", "CurrencyIsoCode"}}
	for i, q := range s.quotas {
		t.Rows = append(t.Rows, []string{fmt.Sprintf("0J9%015d", i+1), q.rep.id, s.amount(q.amount), q.month.String(),
			s.Currency})
	}
	return t
}
