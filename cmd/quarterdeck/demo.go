package main

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/config"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// demoPassword opens every account of the demo: it is for trying, on the machine itself.
const demoPassword = "quarterdeck-demo"

type demoCommand struct {
	Export  string `placeholder:"DIR" help:"Write the demo as a CRM export to a new or empty folder. Does not use a database."`
	Company string `default:"growthtech" enum:"growthtech,hanse-kontor" help:"The demo to export: growthtech or hanse-kontor."`
	AsOf    string `help:"The demo's current date, such as 2026-11-20. Default: today."`
}

// Run creates the demo organisations where they are not there, and prints how to sign in.
func (c *demoCommand) Run(ctx context.Context, sh *shell) error {
	if c.Export != "" {
		return c.export(sh)
	}
	return with(ctx, sh, func(h *house) error {
		return furnish(ctx, sh, h.db, nobody{})
	})
}

func (c *demoCommand) export(sh *shell) error {
	company := demo.GrowthTech()
	if c.Company != company.Slug {
		company = demo.HanseKontor()
	}
	today, err := c.today(company)
	if err != nil {
		return err
	}
	if err := demo.Generate(company, today).Write(c.Export); err != nil {
		return err
	}
	fmt.Fprintf(sh.out,
		"The demo of %s as of %s is in %s. Import it with:\n  quarterdeck import salesforce %s --org …\n", company.Name,
		today, c.Export, c.Export)
	return nil
}

func (c *demoCommand) today(company demo.Company) (period.Date, error) {
	if c.AsOf == "" {
		return todayIn(company.Zone, time.Now()), nil
	}
	day, err := period.ParseDate(c.AsOf)
	if err != nil {
		return 0, fault.On("as-of", "\"As of\" must be a date such as 2026-11-20.")
	}
	return day, nil
}

func todayIn(zone string, now time.Time) period.Date {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	return period.Calendar{Zone: loc}.Today(now)
}

// signIn is an account of the demo.
type signIn struct{ org, role, name, email string }

// seatAll gives a sign-in to one member of each role among the people that the demo made up; who has one keeps it.
func seatAll(ctx context.Context, db *tenant.DB, org tenant.Organisation, company demo.Company) ([]signIn, error) {
	var roster *member.Roster
	err := db.View(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) (err error) {
		roster, err = member.Load(ctx, tx, tx.Today(), time.Time{})
		return err
	})
	if err != nil {
		return nil, err
	}
	var list []signIn
	for _, role := range []tenant.Role{tenant.Executive, tenant.Manager, tenant.Rep, tenant.Ops, tenant.Finance,
		tenant.Admin} {
		for _, m := range roster.Members {
			if m.Role != role || !m.Active || !strings.HasSuffix(m.Email, "@"+company.Slug+".example") {
				continue
			}
			if _, err := auth.FindUser(ctx, db, m.Email); err != nil {
				p := person{email: m.Email, name: m.Name, externalID: m.ExternalID, role: role, password: demoPassword}
				if _, _, err := p.seat(ctx, db, org); err != nil {
					return nil, err
				}
			}
			list = append(list, signIn{org.Name, string(role), m.Name, m.Email})
			break
		}
	}
	return list, nil
}

// loopbackOnly keeps the demo, whose password is published, to a server that only this machine reaches.
func loopbackOnly(c config.Config) error {
	host, _, err := net.SplitHostPort(c.Addr)
	if ip := net.ParseIP(host); err == nil && (host == "localhost" || ip != nil && ip.IsLoopback()) && !c.Secure() {
		return nil
	}
	return fault.New(fault.Invalid,
		"The demo's password is public, so the demo runs on this machine only. Set QUARTERDECK_ADDR to 127.0.0.1 "+
			"and a port, or leave out --demo.")
}
