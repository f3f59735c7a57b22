package sitetest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/testdb"
)

// Firm is an organisation with records that came by an import. Everything that belongs to somebody has their mark in its
// name, so that a page which shows it to the wrong person is found by searching for the mark.
type Firm struct {
	tenant.Organisation
	Site          *Site
	People        map[string]uuid.UUID // members by key
	Users         map[string]auth.User
	accounts      map[string]uuid.UUID // by the key of the owner
	Opportunities map[string]uuid.UUID // the open one, by the key of the owner
	late          uuid.UUID            // the rep's overdue one
	job           uuid.UUID            // the import
	plan          uuid.UUID            // the rep's compensation plan, where the firm pays
}

// employee is a member of a firm. Quota is a month's in cents, amount that of each of their opportunities.
type employee struct {
	Key, title, team, manager string
	role                      tenant.Role
	Seller                    bool
	quota, Amount             int64
}

// Staff of a firm: rep and mate report to the manager, far to another one.
var Staff = []employee{
	{Key: "admin", title: "CRM Admin", role: tenant.Admin},
	{Key: "ops", title: "Sales Operations", role: tenant.Ops},
	{Key: "finance", title: "Finance", role: tenant.Finance},
	{Key: "executive", title: "Chief Revenue Officer", role: tenant.Executive},
	{Key: "manager", title: "Regional Manager", team: "West", manager: "executive", role: tenant.Manager, Seller: true, Amount: 43_017_31},
	{Key: "rep", title: "Account Executive", team: "West", manager: "manager", role: tenant.Rep, Seller: true, quota: 101_301_01, Amount: 21_019_37},
	{Key: "mate", title: "Account Executive", team: "West", manager: "manager", role: tenant.Rep, Seller: true, quota: 120_457_89, Amount: 32_023_41},
	{Key: "east", title: "Regional Manager", team: "East", manager: "executive", role: tenant.Manager, Seller: true, Amount: 65_029_43},
	{Key: "far", title: "Account Executive", team: "East", manager: "east", role: tenant.Rep, Seller: true, quota: 165_432_19, Amount: 54_031_47},
	{Key: "idle", title: "Account Executive", team: "East", manager: "east", role: tenant.Rep},
}

// Mark stands in the name of everything that is a person's: "zzmatewest".
func Mark(place, key string) string { return "zz" + key + place }

// Firm founds an organisation and imports its records; place is a part of every mark.
func (s *Site) Firm(place string) *Firm {
	s.T.Helper()
	_, org := testdb.Org(s.T)
	f := &Firm{Organisation: org, Site: s, Users: map[string]auth.User{}}
	f.People, f.accounts, f.Opportunities = map[string]uuid.UUID{}, map[string]uuid.UUID{}, map[string]uuid.UUID{}
	f.job = importFiles(s.T, s.DB, f.Organisation, export(place))
	for _, p := range Staff {
		if p.Key == "idle" {
			continue
		}
		user, err := auth.AddUser(s.T.Context(), s.DB, p.Key+"-"+uuid.NewString()+"@example.com", "The "+p.Key, "")
		if err != nil {
			s.T.Fatal(err)
		}
		f.Users[p.Key] = user
	}
	f.settle()
	return f
}

// settle finds the imported records by their keys in the source, and seats the users.
func (f *Firm) settle() {
	t := f.Site.T
	t.Helper()
	err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
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
		for _, p := range Staff {
			f.People[p.Key], f.accounts[p.Key], f.Opportunities[p.Key] = people["u-"+p.Key], accounts["a-"+p.Key], opportunities["o-open-"+p.Key]
			if user, ok := f.Users[p.Key]; ok {
				if err := auth.Join(ctx, tx, user.ID, f.People[p.Key]); err != nil {
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

// As is a browser in which a person has signed in.
func (f *Firm) As(key string) *Browser {
	f.Site.T.Helper()
	return f.Site.SignedIn(f.Users[key])
}

func (f *Firm) Path(rest string) string { return "/o/" + f.Slug + rest }

// importFiles imports an export as the system.
func importFiles(t *testing.T, db *tenant.DB, org tenant.Organisation, files map[string]string) (id uuid.UUID) {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	actor := tenant.AsSystem(org.TenantID)
	err := db.Update(t.Context(), actor, func(tx *tenant.Tx) (err error) {
		id, err = importjob.Start(t.Context(), tx, importjob.Request{Format: importjob.Salesforce, Origin: "firm.zip"})
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
	for _, p := range Staff {
		m, manager, last := Mark(place, p.Key), "", Mark(place, p.Key)
		if p.manager != "" {
			manager = "u-" + p.manager
		}
		if p.Key == "manager" { // whose name is on the pages of their reps
			last = "Boss"
		}
		write("User.csv", "u-"+p.Key, "The", last, p.Key+"@"+place+".example", p.title, manager, p.team, "true", "2025-01-02T14:00:00.000Z")
		if !p.Seller {
			continue
		}
		write("Account.csv", "a-"+p.Key, m+" Holding", "https://"+m+".example", m+" industry", "Prospect", "u-"+p.Key, then)
		write("Contact.csv", "c-"+p.Key, "a-"+p.Key, "Cleo", m, m+"@client.example", "Buyer", then)
		for _, o := range [][]string{{"open", "Proposal", "50", "2026-12-10", "Best Case", "false", "false", ""}, {"late", "Proposal", "50", "2026-11-02", "Best Case", "false", "false", ""},
			{"won", "Closed Won", "100", "2026-11-05", "Closed", "true", "true", ""}, {"lost", "Closed Lost", "0", "2026-11-06", "Omitted", "true", "false", m + " reason"}} {
			id := "o-" + o[0] + "-" + p.Key
			write("Opportunity.csv", id, "a-"+p.Key, "u-"+p.Key, m+" "+o[0], o[1], Cents(p.Amount), "USD", o[2], o[3], m+" type", m+" source", o[4], o[5], o[6], o[7], then)
			write("OpportunityContactRole.csv", "r-"+id, id, "c-"+p.Key, m+" part", "true", then)
			write("Task.csv", "t-"+id, id, "u-"+p.Key, "Call", m+" call", "2026-10-20", "Completed", "2026-10-20T14:00:00.000Z")
		}
		for month := 10; month <= 12 && p.quota > 0; month++ {
			write("ForecastingQuota.csv", fmt.Sprintf("q-%s-%d", p.Key, month), "u-"+p.Key, Cents(p.quota), fmt.Sprintf("2026-%d-01", month), "USD")
		}
	}
	texts := map[string]string{}
	for name, b := range files {
		texts[name] = b.String()
	}
	return texts
}

func Cents(minor int64) string { return fmt.Sprintf("%d.%02d", minor/100, minor%100) }

var Sellers = []string{"manager", "rep", "mate", "east", "far"}

// Raise makes the open opportunity of each of a firm's sellers worth more within the week.
func (f *Firm) Raise(by int64) {
	f.Site.T.Helper()
	err := f.Site.DB.Update(f.Site.T.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		for _, p := range Staff {
			if !p.Seller {
				continue
			}
			err := opportunity.Edit(f.Site.T.Context(), tx, f.Opportunities[p.Key], 0, func(s opportunity.State) (opportunity.State, error) {
				more := *s.Amount + by
				s.Amount = &more
				return s, nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.Site.T.Fatal(err)
	}
}

const Q4 = "/forecast/2026-Q4"

const Week = "/review/2026-W47"
