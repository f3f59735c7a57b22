package importer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// mapped is an import of one file with options of its source, as a mapping says them.
func mapped(object, options, fields string) importjob.Request {
	return importjob.Request{Format: importjob.CSV, Origin: "a.csv", Mapping: fmt.Appendf(nil,
		`{"sources": [{"file": "a.csv", "object": %q, %s "fields": {"deleted": {"value": "no"}, %s}}]}`, object, options,
		fields)}
}

func csvOf(text string) fstest.MapFS { return fstest.MapFS{"a.csv": {Data: []byte(text)}} }

func accountsOf(t *testing.T, db *tenant.DB, org tenant.Organisation) (all []string) {
	t.Helper()
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) (err error) {
		all, err = tenant.Values[string](ctx, tx, `SELECT name || '|' || website || '|' || industry || '|' ||
			(external_id IS NULL)::text FROM app.accounts WHERE tenant_id = @tenant AND deleted_at IS NULL ORDER BY name`,
			nil)
		return err
	})
	return all
}

// byHand makes accounts as people do, without a key of a CRM.
func byHand(t *testing.T, db *tenant.DB, org tenant.Organisation, pairs ...string) {
	t.Helper()
	err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		for i := 0; i < len(pairs); i += 2 {
			if _, err := tx.Exec(t.Context(), `INSERT INTO app.accounts (tenant_id, id, name, website, industry,
				created_at) VALUES (@tenant, gen_random_uuid(), @name, @site, 'Steel', @now)`,
				tenant.Args{"name": pairs[i], "site": pairs[i+1], "now": tx.Now()}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func is(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("there is\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRowsAreMatchedByDomainAndNothingIsGuessed(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	byHand(t, db, org, "Acme", "https://www.acme.example/about", "Twin A", "twin.example", "Twin B", "twin.example")
	request := mapped("account", `"match": "website", "empty": "leave",`,
		`"name": "n", "website": "w", "industry": "i"`)
	file := csvOf("n,w,i\nAcme Inc,acme.example,\nTwin,twin.example,x\nNew,new.example,Glass\nNewer,www.new.example,x\nNone,,x\n")
	dry := request
	dry.DryRun = true
	_, counted, listed := run(t, db, org, dry, file)
	is(t, accountsOf(t, db, org), "Acme|https://www.acme.example/about|Steel|true", "Twin A|twin.example|Steel|true",
		"Twin B|twin.example|Steel|true")
	_, objects, rows := run(t, db, org, request, file)
	if o := objects["a"]; o != counted["a"] || o.Added != 1 || o.Changed != 1 || o.Refused != 3 ||
		len(rows) != len(listed) {
		t.Errorf("the dry run counted %+v, the import %+v", counted["a"], objects["a"])
	}
	for i, want := range []string{"2 records have the website", "is already used in line 4", "has no website"} {
		if !strings.Contains(rows[i].Reason, want) {
			t.Errorf("%q does not say %q", rows[i].Reason, want)
		}
	}
	now := []string{"Acme Inc|acme.example|Steel|false", "New|new.example|Glass|false",
		"Twin A|twin.example|Steel|true", "Twin B|twin.example|Steel|true"}
	is(t, accountsOf(t, db, org), now...)
	if _, objects, _ = run(t, db, org, request, file); objects["a"].Added+objects["a"].Changed != 0 {
		t.Errorf("a second import changes something: %+v", objects["a"])
	}
	is(t, accountsOf(t, db, org), now...)
}

func TestAnImportCreatesOnlyOrUpdatesOnly(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	byHand(t, db, org, "Acme", "acme.example")
	fields := `"name": "n", "industry": "i"`
	file := csvOf("n,i\nacme,Glass\nNew,\n")
	_, objects, rows := run(t, db, org, mapped("account", `"match": "name", "mode": "create",`, fields), file)
	if o := objects["a"]; o.Added != 1 || o.Refused != 1 || !strings.Contains(rows[0].Reason, "exists already") {
		t.Errorf("%+v %v", o, rows)
	}
	is(t, accountsOf(t, db, org), "Acme|acme.example|Steel|true", "New|||false")
	_, objects, rows = run(t, db, org, mapped("account", `"match": "name", "mode": "update",`, fields),
		csvOf("n,i\nacme,\nNewer,Iron\n"))
	if o := objects["a"]; o.Changed != 1 || o.Refused != 1 || !strings.Contains(rows[0].Reason, "does not exist yet") {
		t.Errorf("%+v %v", o, rows)
	}
	is(t, accountsOf(t, db, org), "New|||false", "acme|acme.example||false")
}

func TestEmptyCellsThatSayNothingClearWhereTheySaySomethingLater(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	fields := `"key": "k", "name": "n", "industry": "i"`
	run(t, db, org, mapped("account", "", fields), csvOf("k,n,i,more\n1,Acme,Glass,x\n"))
	leave := mapped("account", `"empty": "leave",`, fields)
	_, objects, _ := run(t, db, org, leave, csvOf("k,n,i,more\n1,Acme,,\n"))
	if o := objects["a"]; o.Changed != 0 || o.Cleared != "" {
		t.Errorf("%+v", o)
	}
	is(t, accountsOf(t, db, org), "Acme||Glass|false")
	run(t, db, org, mapped("account", "", fields), csvOf("k,n,i,more\n1,Acme,,\n"))
	is(t, accountsOf(t, db, org), "Acme|||false")
}

func TestAMatchThatAnObjectDoesNotHaveIsRefused(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	for options, says := range map[string]string{`"match": "phone",`: "cannot be matched by phone",
		`"match": "website",`: "the field website has no column", `"mode": "delete",`: "mode",
		`"empty": "zero",`: "empty"} {
		err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			_, err := importjob.Start(t.Context(), tx, mapped("account", options, `"key": "k", "name": "n"`))
			return err
		})
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", options, err)
		}
	}
}
