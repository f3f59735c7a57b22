package sitetest

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo"
	"quarterdeck/internal/connect/demo/crm"
	"quarterdeck/internal/connect/demo/method"
	"quarterdeck/internal/connect/demo/pay"
	"quarterdeck/internal/connect/demo/submission"
	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pipeline/snapshot"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/testdb"
)

// company is the demo GrowthTech, imported once for all tests that look at pages as people do.
type company struct {
	tenant.Organisation
	export        crm.Export
	users         map[tenant.Role]auth.User
	Members       map[tenant.Role]member.Member
	accounts      map[string]uuid.UUID // by their keys in the CRM
	opportunities map[string]uuid.UUID
	contacts      map[string]uuid.UUID
	job           uuid.UUID
	plan          uuid.UUID // a compensation plan
	run           uuid.UUID // of commissions, the newest
}

var (
	demoOnce sync.Once
	demoMade *company
)

// GrowthTech is the demo company, as of the day of the tests.
func GrowthTech(t *testing.T) *company {
	t.Helper()
	demoOnce.Do(func() {
		db, org := testdb.Org(t)
		c := &company{Organisation: org, users: map[tenant.Role]auth.User{}, Members: map[tenant.Role]member.Member{}}
		c.export = demo.Generate(demo.GrowthTech(), period.NewDate(2026, time.November, 20))
		actor := tenant.AsSystem(org.TenantID)
		steps := []func() error{
			func() error {
				return db.Update(t.Context(), actor, func(tx *tenant.Tx) (err error) {
					c.job, err = importjob.Start(t.Context(), tx,
						importjob.Request{Format: importjob.Salesforce, Origin: "growthtech.zip"})
					return err
				})
			},
			func() error { return importer.Run(t.Context(), db, actor, c.job, c.export.FS(), nil) },
			func() error { return submission.Fill(t.Context(), db, org) },
			func() error { return method.Fill(t.Context(), db, org) },
			func() error { return pay.Fill(t.Context(), db, org) },
			func() error {
				_, err := snapshot.CatchUp(t.Context(), db, actor, time.Time{})
				return err
			},
			func() error {
				return db.Update(t.Context(), actor,
					func(tx *tenant.Tx) error { return c.furnish(t.Context(), db, tx) })
			},
		}
		for _, step := range steps {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		demoMade = c
	})
	if demoMade == nil {
		t.Fatal("the demo company could not be made")
	}
	return demoMade
}

// furnish seats a member of each role and remembers the keys of the records.
func (c *company) furnish(ctx context.Context, db *tenant.DB, tx *tenant.Tx) (err error) {
	if c.accounts, err = account.IDs(ctx, tx); err != nil {
		return err
	}
	if c.contacts, err = contact.IDs(ctx, tx); err != nil {
		return err
	}
	if c.opportunities, err = opportunity.IDs(ctx, tx); err != nil {
		return err
	}
	roster, err := member.Load(ctx, tx, tx.Today(), time.Time{})
	if err != nil {
		return err
	}
	for _, m := range roster.Members {
		if _, ok := c.Members[m.Role]; ok || !m.Active {
			continue
		}
		user, err := auth.AddUser(ctx, db, uuid.NewString()+"@growthtech.example", m.Name, Password)
		if err != nil {
			return err
		}
		if err := auth.Join(ctx, tx, user.ID, m.ID); err != nil {
			return err
		}
		c.Members[m.Role], c.users[m.Role] = m, user
	}
	if err := c.draft(ctx, tx); err != nil {
		return err
	}
	runs, err := payrun.List(ctx, tx)
	if err != nil {
		return err
	}
	c.run = runs[0].ID
	return c.foretell(ctx, tx, roster)
}

// openOf is the page of an open opportunity of a role's member.
func (c *company) openOf(role tenant.Role) string {
	for _, row := range c.told("Opportunity.csv") {
		if row["OwnerId"] == c.Members[role].ExternalID && row["IsClosed"] == "false" {
			return "/opportunities/" + c.opportunities[row["Id"]].String()
		}
	}
	return "/pipeline"
}

func (c *company) path(rest string) string { return "/o/" + c.Slug + rest }

// told are the opportunities of the export, as its CSV rows say them, by column.
func (c *company) told(file string) []map[string]string {
	table := c.export.Table(file)
	var rows []map[string]string
	for _, cells := range table.Rows {
		row := map[string]string{}
		for i, name := range table.Header {
			row[name] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// below are the keys in the CRM of whose records a role's member sees; nil: everybody's.
func (c *company) below(role tenant.Role) map[string]bool {
	me := c.Members[role].ExternalID
	switch role {
	case tenant.Rep:
		return map[string]bool{me: true}
	case tenant.Manager:
		keys := map[string]bool{me: true}
		for _, u := range c.told("User.csv") {
			if u["ManagerId"] == me {
				keys[u["Id"]] = true
			}
		}
		return keys
	}
	return nil
}

// figures are added up from the rows of the CRM alone, in cents: what was won in the quarter, and all that is open.
func (c *company) figures(role tenant.Role) (won, open int64) {
	keys := c.below(role)
	for _, o := range c.told("Opportunity.csv") {
		switch {
		case keys != nil && !keys[o["OwnerId"]]:
		case o["IsWon"] == "true" && o["CloseDate"] >= "2026-10-01" && o["CloseDate"] < "2027-01-01":
			won += Minor(o["Amount"])
		case o["IsClosed"] == "false":
			open += Minor(o["Amount"])
		}
	}
	return won, open
}

// Minor reads an amount of the export with its two decimals.
func Minor(amount string) int64 {
	whole, fraction, _ := strings.Cut(amount, ".")
	n, _ := strconv.ParseInt(whole+(fraction + "00")[:2], 10, 64)
	return n
}

// Dollars writes cents as a person reads them: $1,234,567.89.
func Dollars(minor int64) string {
	digits := strconv.FormatInt(minor/100, 10)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return "$" + digits + "." + strconv.FormatInt(100+minor%100, 10)[1:]
}
