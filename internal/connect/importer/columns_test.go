package importer_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// wide is an export of one account with n columns that have no field, numbered from a first one.
func wide(from, n int) fstest.MapFS {
	head, row := "Id,Name", "A1,Acme"
	for i := range n {
		head += fmt.Sprintf(",Odd%d__c", from+i)
		row += ",x"
	}
	return files("Account.csv", head+"\n"+row+"\n")
}

func TestAnObjectHasSoManyCustomColumnsOverAllImports(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	for _, c := range []struct {
		name  string
		files fstest.MapFS
		dry   bool
		says  string // empty: it is taken
	}{
		{"too many, tried", wide(0, importer.MaxColumns+1), true,
			"801 custom columns for the account, such as Odd0__c"},
		{"too many", wide(0, importer.MaxColumns+1), false, "The limit is 800. Remove columns from the export"},
		{"some, tried", wide(0, 10), true, ""},
		{"as many as there may be", wide(1000, importer.MaxColumns), false, ""},
		{"one more", wide(1000+importer.MaxColumns, 1), false,
			"1 custom columns for the account, such as Odd1800__c. The account has 800 of them already."},
		{"the same again", wide(1000, importer.MaxColumns), false, ""},
		{"another object", files("Contact.csv", "Id,LastName,Odd__c\nC1,Bo,x\n"), false, ""},
	} {
		request := salesforce
		request.DryRun = c.dry
		id := start(t, db, org, request)
		err := importer.Run(t.Context(), db, tenant.AsSystem(org.TenantID), id, c.files, nil)
		job, _, _ := result(t, db, org, id)
		switch {
		case c.says == "" && (err != nil || job.State != importjob.Done):
			t.Errorf("%s: %v %+v", c.name, err, job)
		case c.says != "" && (err == nil || job.State != importjob.Failed || !strings.Contains(job.Failure, c.says)):
			t.Errorf("%s: %v, %q", c.name, err, job.Failure)
		}
	}
	if kept := customOf(t, db, org, "accounts"); len(kept) != 1 ||
		strings.Count(kept[0], "Odd") != importer.MaxColumns {
		t.Errorf("%.200s", kept)
	}
}
