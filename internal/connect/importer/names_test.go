package importer_test

import (
	"strings"
	"testing"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/testdb"
)

const byName = `{"begins": "2026-01-01",
 "stages": [{"name": "Open", "status": "open", "probability": "40", "category": "pipeline"}],
 "sources": [
 {"file": "users.csv", "object": "member", "fields": {"key": "id", "name": "name", "manager": {"column": "boss", "by": "name"}}},
 {"file": "accounts.csv", "object": "account", "fields": {"key": "id", "name": "name", "parent": {"column": "group", "by": "name"}}},
 {"file": "products.csv", "object": "product", "fields": {"key": "id", "name": "name"}},
 {"file": "people.csv", "object": "contact", "fields": {"key": "id", "last_name": "name", "account": {"column": "acc", "by": "name"}}},
 {"file": "deals.csv", "object": "opportunity", "fields": {"key": "id", "name": "name", "owner": {"column": "owner", "by": "name"},
   "account": {"column": "acc", "by": "name"}, "stage": "stage", "amount": "amount", "close_on": "close"}},
 {"file": "lines.csv", "object": "line_item", "fields": {"key": "id", "opportunity": {"column": "deal", "by": "name"}, "product": {"column": "product", "by": "name"}}},
 {"file": "quotas.csv", "object": "quota", "fields": {"key": "id", "member": {"column": "owner", "by": "name"}, "amount": "amount", "starts_on": "from"}}]}`

func TestAReferenceByNameLooksAmongAllKnownRecords(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	named := importjob.Request{Format: importjob.CSV, Origin: "x", Mapping: []byte(byName)}
	run(t, db, org, named, files("users.csv", "id,name,boss\nu1,Ann Rep,Bob Boss\nu2,Bob Boss,\n", "accounts.csv",
		"id,name,group\na1,Acme,Group\na2,Group,\n", "products.csv", "id,name\np1,Rocket\n", "deals.csv",
		"id,name,owner,acc,stage,amount,close\nD1,Deal,Ann Rep,Acme,Open,1000,2026-12-20\n"))
	first := strings.Join(dump(t, db, org), "\n")
	if !strings.Contains(first, `"manager_id": "<u2>"`) || !strings.Contains(first, `"parent_id": "<a2>"`) {
		t.Errorf("a name in the same file: %s", first)
	}
	before := present(t, db, org, "D1")
	_, objects, rows := run(t, db, org, named,
		files("deals.csv", "id,name,owner,acc,stage,amount,close\nD1,Deal,Ann Rep,Acme,Open,1200,2026-12-20\n",
			"users.csv", "id,name,boss\nu3,Cat New,Bob Boss\n", "people.csv", "id,name,acc\nc1,Diaz,ACME\n",
			"lines.csv", "id,deal,product\nl1,Deal,Rocket\n", "quotas.csv",
			"id,owner,amount,from\nq1,Ann Rep,100,2026-10-01\n"))
	after := present(t, db, org, "D1")
	if o := objects["deals"]; o.Changed != 1 || o.Cleared != "" || *after.Amount != 120000 ||
		*after.OwnerID != *before.OwnerID || *after.AccountID != *before.AccountID {
		t.Errorf("%+v %+v", o, after.State)
	}
	if len(rows) != 1 || !strings.Contains(rows[0].Reason, `"ACME" was matched to "Acme"`) ||
		objects["lines"].Added != 1 || objects["quotas"].Added != 1 {
		t.Errorf("%+v %+v", objects, rows)
	}
	if !strings.Contains(of(strings.Join(dump(t, db, org), "\n"), "contacts"), `"account_id": "<a1>"`) {
		t.Error("the contact has no account")
	}
}

func TestOfTwoRecordsOfOneNameNoneIsPicked(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	named := importjob.Request{Format: importjob.CSV, Origin: "x", Mapping: []byte(byName)}
	deals := "id,name,owner,acc,stage,amount,close\nD1,Deal,Ann Rep,Acme,Open,1000,2026-12-20\n"
	run(t, db, org, named, files("users.csv", "id,name,boss\nu1,Ann Rep,\n", "accounts.csv",
		"id,name,group\na1,Acme,\n", "deals.csv", deals))
	before := present(t, db, org, "D1")
	_, _, rows := run(t, db, org, named,
		files("accounts.csv", "id,name,group\na5,Acme,\n", "users.csv", "id,name,boss\nu5,Ann Rep,\n",
			"deals.csv", deals+"D2,Other,Ann Rep,Acme,Open,5,2026-12-20\n", "quotas.csv",
			"id,owner,amount,from\nq1,Ann Rep,100,2026-10-01\n"))
	said := 0
	for _, r := range rows {
		if strings.Contains(r.Reason, `2 records (u1, u5) are named "Ann Rep"`) ||
			strings.Contains(r.Reason, `2 records (a1, a5) are named "Acme"`) {
			said++
		}
	}
	if said < 3 {
		t.Errorf("%+v", rows)
	}
	if after := present(t, db, org, "D1"); *after.OwnerID != *before.OwnerID || *after.AccountID != *before.AccountID {
		t.Errorf("what was known is lost: %+v", after.State)
	}
	if other := present(t, db, org, "D2"); other.OwnerID != nil || other.AccountID != nil {
		t.Errorf("one of two was picked: %+v", other.State)
	}
}
