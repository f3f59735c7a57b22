package web

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/testdb"
)

// firm is an organisation with records that came by an import. Everything that belongs to somebody has their mark in its
// name, so that a page which shows it to the wrong person is found by searching for the mark.
type firm struct {
	tenant.Organisation
	site          *site
	people        map[string]uuid.UUID // members by key
	users         map[string]auth.User
	accounts      map[string]uuid.UUID // by the key of the owner
	opportunities map[string]uuid.UUID // the open one, by the key of the owner
	late          uuid.UUID            // the rep's overdue one
	job           uuid.UUID            // the import
	plan          uuid.UUID            // the rep's compensation plan, where the firm pays
}

// employee is a member of a firm. Quota is a month's in cents, amount that of each of their opportunities.
type employee struct {
	key, title, team, manager string
	role                      tenant.Role
	seller                    bool
	quota, amount             int64
}

// staff of a firm: rep and mate report to the manager, far to another one.
var staff = []employee{
	{key: "admin", title: "CRM Admin", role: tenant.Admin},
	{key: "ops", title: "Sales Operations", role: tenant.Ops},
	{key: "finance", title: "Finance", role: tenant.Finance},
	{key: "executive", title: "Chief Revenue Officer", role: tenant.Executive},
	{key: "manager", title: "Regional Manager", team: "West", manager: "executive", role: tenant.Manager, seller: true, amount: 43_017_31},
	{key: "rep", title: "Account Executive", team: "West", manager: "manager", role: tenant.Rep, seller: true, quota: 101_301_01, amount: 21_019_37},
	{key: "mate", title: "Account Executive", team: "West", manager: "manager", role: tenant.Rep, seller: true, quota: 120_457_89, amount: 32_023_41},
	{key: "east", title: "Regional Manager", team: "East", manager: "executive", role: tenant.Manager, seller: true, amount: 65_029_43},
	{key: "far", title: "Account Executive", team: "East", manager: "east", role: tenant.Rep, seller: true, quota: 165_432_19, amount: 54_031_47},
	{key: "idle", title: "Account Executive", team: "East", manager: "east", role: tenant.Rep},
}

// mark stands in the name of everything that is a person's: "zzmatewest".
func mark(place, key string) string { return "zz" + key + place }

// firm founds an organisation and imports its records; place is a part of every mark.
func (s *site) firm(place string) *firm {
	s.t.Helper()
	_, org := testdb.Org(s.t)
	f := &firm{Organisation: org, site: s, users: map[string]auth.User{}}
	f.people, f.accounts, f.opportunities = map[string]uuid.UUID{}, map[string]uuid.UUID{}, map[string]uuid.UUID{}
	f.job = importFiles(s.t, s.db, f.Organisation, export(place))
	for _, p := range staff {
		if p.key == "idle" {
			continue
		}
		user, err := auth.AddUser(s.t.Context(), s.db, p.key+"-"+uuid.NewString()+"@example.com", "The "+p.key, "")
		if err != nil {
			s.t.Fatal(err)
		}
		f.users[p.key] = user
	}
	f.settle()
	return f
}

// settle finds the imported records by their keys in the source, and seats the users.
func (f *firm) settle() {
	t := f.site.t
	t.Helper()
	err := f.site.db.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		ctx := t.Context()
		people, err := member.IDs(ctx, tx)
		if err != nil {
			return err
		}
		accounts, err := account.IDs(ctx, tx)
		if err != nil {
			return err
		}
		opportunities, err := opportunity.IDs(ctx, tx)
		if err != nil {
			return err
		}
		f.late = opportunities["o-late-rep"]
		for _, p := range staff {
			f.people[p.key], f.accounts[p.key], f.opportunities[p.key] = people["u-"+p.key], accounts["a-"+p.key], opportunities["o-open-"+p.key]
			if user, ok := f.users[p.key]; ok {
				if err := auth.Join(ctx, tx, user.ID, f.people[p.key]); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// as is a browser in which a person has signed in.
func (f *firm) as(key string) *browser {
	f.site.t.Helper()
	return f.site.signedIn(f.users[key])
}

func (f *firm) path(rest string) string { return "/o/" + f.Slug + rest }

// importFiles imports an export as the system.
func importFiles(t *testing.T, db *tenant.DB, org tenant.Organisation, files map[string]string) (id uuid.UUID) {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	actor := tenant.AsSystem(org.TenantID)
	err := db.Update(t.Context(), actor, func(tx *tenant.Tx) (err error) {
		id, err = importer.Start(t.Context(), tx, importer.Request{Format: importer.Salesforce, Origin: "firm.zip"})
		return err
	})
	if err == nil {
		err = importer.Run(context.WithoutCancel(t.Context()), db, actor, id, folder, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// export is the CRM of a firm. Of each seller it has an account with a contact, and an open, an overdue, a won and a lost
// opportunity, with an activity and, for the reps, three monthly quotas.
func export(place string) map[string]string {
	files := map[string]*strings.Builder{}
	write := func(file string, cells ...string) {
		if files[file] == nil {
			files[file] = &strings.Builder{}
		}
		fmt.Fprintln(files[file], strings.Join(cells, ","))
	}
	write("User.csv", "Id,FirstName,LastName,Email,Title,ManagerId,Division,IsActive,CreatedDate")
	write("OpportunityStage.csv", "ApiName,MasterLabel,SortOrder,DefaultProbability,ForecastCategoryName,IsClosed,IsWon,IsActive")
	for i, g := range [][]string{{"Proposal", "50", "Best Case", "false", "false"}, {"Closed Won", "100", "Closed", "true", "true"}, {"Closed Lost", "0", "Omitted", "true", "false"}} {
		write("OpportunityStage.csv", g[0], g[0], fmt.Sprint(i+1), g[1], g[2], g[3], g[4], "true")
	}
	write("Account.csv", "Id,Name,Website,Industry,Type,OwnerId,CreatedDate")
	write("Contact.csv", "Id,AccountId,FirstName,LastName,Email,Title,CreatedDate")
	write("Opportunity.csv", "Id,AccountId,OwnerId,Name,StageName,Amount,CurrencyIsoCode,Probability,CloseDate,Type,LeadSource,ForecastCategoryName,IsClosed,IsWon,Loss_Reason__c,CreatedDate")
	write("OpportunityContactRole.csv", "Id,OpportunityId,ContactId,Role,IsPrimary,CreatedDate")
	write("Task.csv", "Id,WhatId,OwnerId,TaskSubtype,Subject,ActivityDate,Status,CreatedDate")
	write("ForecastingQuota.csv", "Id,QuotaOwnerId,QuotaAmount,StartDate,CurrencyIsoCode")
	const then = "2026-09-01T14:00:00.000Z"
	for _, p := range staff {
		m, manager, last := mark(place, p.key), "", mark(place, p.key)
		if p.manager != "" {
			manager = "u-" + p.manager
		}
		if p.key == "manager" { // whose name is on the pages of their reps
			last = "Boss"
		}
		write("User.csv", "u-"+p.key, "The", last, p.key+"@"+place+".example", p.title, manager, p.team, "true", "2025-01-02T14:00:00.000Z")
		if !p.seller {
			continue
		}
		write("Account.csv", "a-"+p.key, m+" Holding", "https://"+m+".example", m+" industry", "Prospect", "u-"+p.key, then)
		write("Contact.csv", "c-"+p.key, "a-"+p.key, "Cleo", m, m+"@client.example", "Buyer", then)
		for _, o := range [][]string{{"open", "Proposal", "50", "2026-12-10", "Best Case", "false", "false", ""}, {"late", "Proposal", "50", "2026-11-02", "Best Case", "false", "false", ""},
			{"won", "Closed Won", "100", "2026-11-05", "Closed", "true", "true", ""}, {"lost", "Closed Lost", "0", "2026-11-06", "Omitted", "true", "false", m + " reason"}} {
			id := "o-" + o[0] + "-" + p.key
			write("Opportunity.csv", id, "a-"+p.key, "u-"+p.key, m+" "+o[0], o[1], cents(p.amount), "USD", o[2], o[3], m+" type", m+" source", o[4], o[5], o[6], o[7], then)
			write("OpportunityContactRole.csv", "r-"+id, id, "c-"+p.key, m+" part", "true", then)
			write("Task.csv", "t-"+id, id, "u-"+p.key, "Call", m+" call", "2026-10-20", "Completed", "2026-10-20T14:00:00.000Z")
		}
		for month := 10; month <= 12 && p.quota > 0; month++ {
			write("ForecastingQuota.csv", fmt.Sprintf("q-%s-%d", p.key, month), "u-"+p.key, cents(p.quota), fmt.Sprintf("2026-%d-01", month), "USD")
		}
	}
	texts := map[string]string{}
	for name, b := range files {
		texts[name] = b.String()
	}
	return texts
}

func cents(minor int64) string { return fmt.Sprintf("%d.%02d", minor/100, minor%100) }
