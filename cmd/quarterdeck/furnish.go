package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/connect/demo"
	"quarterdeck/internal/connect/demo/agenda"
	"quarterdeck/internal/connect/demo/criteria"
	"quarterdeck/internal/connect/demo/method"
	"quarterdeck/internal/connect/demo/pay"
	"quarterdeck/internal/connect/demo/submission"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
)

// audience is told what of the demo is being made: the site, which says so on its pages.
type audience interface {
	Begin(sentence string)                     // on the sign-in page; empty: somebody can sign in
	Doing(tenantID uuid.UUID, sentence string) // on the homes of an organisation; empty: all of it is made
}

// nobody is the audience of the command, which says it in the terminal.
type nobody struct{}

func (nobody) Begin(string)            {}
func (nobody) Doing(uuid.UUID, string) {}

// parts are what no export has, in order; each leaves alone what is there already.
var parts = []func(context.Context, *tenant.DB, tenant.Organisation) error{submission.Fill, method.Fill,
	criteria.Fill, agenda.Fill, pay.Fill}

// furnish creates the demo organisations that are not there yet, each a generated export that is imported as any other,
// and prints who can sign in as soon as they can. What was interrupted goes on.
func furnish(ctx context.Context, sh *shell, db *tenant.DB, to audience) error {
	to.Begin("The demo is being created. You can sign in shortly: the terminal will list the users.")
	defer to.Begin("")
	for _, company := range []demo.Company{demo.GrowthTech(), demo.HanseKontor()} {
		org, err := founded(ctx, sh, db, company)
		if err == nil {
			err = fill(ctx, sh, db, org, company, to)
		}
		if err != nil {
			return err
		}
		to.Doing(org.TenantID,
			"Forecast calls, commission plans and past statements of the demo are still being created.")
		for _, add := range parts {
			if err := add(ctx, db, org); err != nil {
				return err
			}
		}
		to.Doing(org.TenantID, "")
	}
	return nil
}

// founded is the company's organisation, which it founds where it is not there.
func founded(ctx context.Context, sh *shell, db *tenant.DB, company demo.Company) (tenant.Organisation, error) {
	org, err := tenant.BySlug(ctx, db, company.Slug)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return org, err
	}
	fmt.Fprintf(sh.err, "creating the demo organisation %s …\n", company.Name)
	return tenant.Create(ctx, db, company.Slug, company.Name,
		tenant.Settings{BaseCurrency: money.Currency(company.Currency), TimeZone: company.Zone,
			FiscalStart: company.FiscalStart})
}

// fill imports the company's export unless that is done, and gives its people their sign-ins once they are read.
func fill(ctx context.Context, sh *shell, db *tenant.DB, org tenant.Organisation, company demo.Company,
	to audience) error {
	begun, done, err := imported(ctx, db, org)
	if err != nil {
		return err
	}
	seated := false
	seat := func() error {
		if seated {
			return nil
		}
		seated = true
		accounts, err := seatAll(ctx, db, org, company)
		if err != nil {
			return err
		}
		to.Begin("")
		return printSignIns(sh, accounts)
	}
	if done {
		return seat()
	}
	var unseated error
	export := demo.Generate(company, todayIn(company.Zone, begun))
	_, err = take(ctx, db, org, importjob.Request{Format: importjob.Salesforce, Origin: "demo"},
		export.FS(), func(p importjob.Progress) {
			if p.Object.Object == "User" && p.Finished && unseated == nil {
				unseated = seat()
			}
		})
	if err == nil {
		err = unseated
	}
	if err == nil {
		err = seat()
	}
	return err
}

// imported tells when the demo was first imported into an organisation, and whether that came to its end. One that was
// interrupted is taken again as of its own day, so that it is the same export.
func imported(ctx context.Context, db *tenant.DB, org tenant.Organisation) (begun time.Time, done bool, err error) {
	begun = db.Now()
	err = db.View(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		all, err := importjob.List(ctx, tx, tx.Now(), 1000)
		for _, i := range all {
			if i.Origin == "demo" {
				begun, done = i.CreatedAt, done || i.State == importjob.Done
			}
		}
		return err
	})
	return begun, done, err
}

func printSignIns(sh *shell, accounts []signIn) error {
	table := tabwriter.NewWriter(sh.out, 0, 8, 2, ' ', 0)
	fmt.Fprintf(table, "Sign in with password %s as one of:\n", demoPassword)
	for _, s := range accounts {
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", s.org, s.role, s.name, s.email)
	}
	return table.Flush()
}
