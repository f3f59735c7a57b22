package importer_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/connect/importer/undo"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/testdb"
)

// asOf are the industry of account A1 and the title of contact C1 at a moment; "-" stands for one that is deleted.
func asOf(t *testing.T, db *tenant.DB, org tenant.Organisation, moment time.Time) string {
	t.Helper()
	var said []string
	say := func(value string, gone bool) {
		if gone {
			value = "-"
		}
		said = append(said, value)
	}
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		accounts, err := account.IDs(ctx, tx)
		if err != nil {
			return err
		}
		contacts, err := contact.IDs(ctx, tx)
		if err != nil {
			return err
		}
		a, err := account.Get(ctx, tx, accounts["A1"])
		if err != nil {
			return err
		}
		p, err := contact.Get(ctx, tx, contacts["C1"])
		if err != nil {
			return err
		}
		past, err := command.Past(ctx, tx, a.ID, time.Time{})
		if err != nil {
			return err
		}
		firm, err := a.Facts().AsOf(moment, past)
		if err != nil {
			return err
		}
		if past, err = command.Past(ctx, tx, p.ID, time.Time{}); err != nil {
			return err
		}
		person, err := p.Facts().AsOf(moment, past)
		say(firm.Industry, firm.Deleted)
		say(person.Title, person.Deleted)
		return err
	})
	return strings.Join(said, " ")
}

func TestAccountsAndContactsBeforeAnUndoneImportAreAsTheyWereThen(t *testing.T) {
	t.Parallel()
	at := testdb.Now
	db := testdb.Open(t, testdb.New(t), func() time.Time { return at })
	org, err := tenant.Create(t.Context(), db, "past", "Past", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	later := func() time.Time { at = at.Add(time.Hour); return at.Add(-time.Minute) }
	set := func(from, to string) {
		if err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			ids, err := account.IDs(t.Context(), tx)
			if err == nil {
				_, err = account.Set(t.Context(), tx, ids["A1"],
					[]command.Wish{{Field: "industry", Saw: &from, Want: &to}})
			}
			return err
		}); err != nil {
			t.Fatal(err, fault.Message(err))
		}
	}
	run(t, db, org, salesforce, files("Account.csv", "Id,Name,Industry\nA1,Acme,Steel\n"))
	first := later()
	set("Steel", "Iron")
	second := later()
	job, _, _ := run(t, db, org, salesforce, files("Account.csv", "Id,Name,Industry,LastModifiedDate\nA1,Acme,Glass,"+
		at.UTC().Format(time.RFC3339)+"\n", "Contact.csv", "Id,LastName,Title,AccountId\nC1,Ferro,Buyer,A1\n"))
	third := later()
	set("Glass", "Wood")
	fourth := later()
	set("Wood", "Glass")
	fifth := later()
	undone(t, db, org, job.ID)
	for _, c := range []struct {
		when time.Time
		want string
	}{{first, "Steel -"}, {second, "Iron -"}, {third, "Glass Buyer"}, {fourth, "Wood Buyer"}, {fifth, "Glass Buyer"},
		{at.Add(time.Minute), "Iron -"}} {
		if got := asOf(t, db, org, c.when); got != c.want {
			t.Errorf("as of %s: %s, want %s", c.when.Format(time.TimeOnly), got, c.want)
		}
	}
}

func TestAnImportThatIsTooLargeToBeUndoneSaysHowLargeItIs(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	job, _, _ := run(t, db, org, salesforce, offers("O1,Discovery,100"))
	err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		for _, sql := range []string{`UPDATE app.import_objects SET total = 1234567
				WHERE tenant_id = @tenant AND import_id = @id AND object = 'Opportunity'`,
			`DELETE FROM app.import_effects WHERE tenant_id = @tenant AND import_id = @id`} {
			if _, err := tx.Exec(t.Context(), sql, tenant.Args{"id": job.ID}); err != nil {
				return err
			}
		}
		return undo.Start(t.Context(), tx, job.ID)
	})
	want := "Imports of more than " + money.Point.Whole(importjob.LargestUndo) + " cannot be undone."
	if got := fault.Message(err); !strings.HasPrefix(got, "This import has 1,234,5") || !strings.HasSuffix(got, want) {
		t.Errorf("%q", got)
	}
}

// BenchmarkUndo undoes the sample export in an organisation that was empty: the preview and the undo.
func BenchmarkUndo(b *testing.B) {
	export, _, ok := shared(b, "growthtech")
	if !ok {
		export = mini
	}
	for b.Loop() {
		at := testdb.Now
		db := testdb.Open(b, testdb.New(b), func() time.Time { at = at.Add(time.Microsecond); return at })
		org, err := tenant.Create(b.Context(), db, "bench", "Bench", testdb.Settings)
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		job, _, _ := run(b, db, org, importjob.Request{Format: importjob.Salesforce, Origin: "bench"}, export)
		took := map[string]time.Duration{"import": time.Since(began)}
		began = time.Now()
		view(b, db, org, func(ctx context.Context, tx *tenant.Tx) error {
			t, _, err := undo.Preview(ctx, tx, job.ID, 20)
			b.ReportMetric(float64(t.Removed+t.Restored), "records")
			return err
		})
		took["preview"], began = time.Since(began), time.Now()
		if err := db.Update(b.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			return undo.Start(b.Context(), tx, job.ID)
		}); err != nil {
			b.Fatal(err)
		}
		if err := undo.Run(b.Context(), db, org.TenantID, job.ID); err != nil {
			b.Fatal(err)
		}
		took["undo"] = time.Since(began)
		for what, d := range took {
			b.ReportMetric(d.Seconds(), "s/"+what)
		}
	}
}
