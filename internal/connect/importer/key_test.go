package importer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// eighteen is an export in which each record is referred to; short are its ids of 18 characters with their forms of 15.
var eighteen = files(
	"User.csv", "Id,Name,ManagerId\n0055f000003ABcDAAW,Ann,0055f000003ABcEAAW\n0055f000003ABcEAAW,Bob,\n",
	"Account.csv",
	"Id,Name,OwnerId,ParentId\n0015f00000XyZabAAF,Acme,0055f000003ABcDAAW,0015f00000XyZacAAF\n0015f00000XyZacAAF,Parent,,\n",
	"Contact.csv", "Id,LastName,AccountId\n0035f00000XyZabAAF,Bell,0015f00000XyZabAAF\n",
	"Product2.csv", "Id,Name\n01t5f00000XyZabAAF,Box\n",
	"Opportunity.csv", "Id,Name,AccountId,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate\n"+
		"0065f00000XyZabAAB,Deal,0015f00000XyZabAAF,0055f000003ABcDAAW,Closed Won,1000,2026-10-20,true,true,2026-01-05T10:00:00.000Z\n",
	"OpportunityFieldHistory.csv", "Id,OpportunityId,Field,OldValue,NewValue,CreatedById,CreatedDate\n"+
		"0175f00000XyZabAAF,0065f00000XyZabAAB,Owner,0055f000003ABcEAAW,0055f000003ABcDAAW,0055f000003ABcEAAW,2026-03-01T10:00:00.000Z\n",
	"OpportunityLineItem.csv",
	"Id,OpportunityId,Product2Id,TotalPrice\n00k5f00000XyZabAAF,0065f00000XyZabAAB,01t5f00000XyZabAAF,1000\n",
	"OpportunityContactRole.csv",
	"Id,OpportunityId,ContactId\n00K5f00000XyZabEAF,0065f00000XyZabAAB,0035f00000XyZabAAF\n",
	"Task.csv",
	"Id,WhatId,WhoId,OwnerId,Subject,ActivityDate\n00T5f00000XyZabEAF,0065f00000XyZabAAB,0035f00000XyZabAAF,0055f000003ABcDAAW,Call,2026-02-01\n",
	"ForecastingQuota.csv",
	"Id,QuotaOwnerId,QuotaAmount,StartDate\n0J95f00000XyZabCAF,0055f000003ABcDAAW,90000,2026-10-01\n")

func shortened(export fstest.MapFS, names ...string) fstest.MapFS {
	all := fstest.MapFS{}
	for name, f := range export {
		body := string(f.Data)
		if len(names) == 0 || slices.Contains(names, name) {
			for _, trail := range []string{"AAW", "AAF", "AAB", "EAF", "CAF"} {
				body = strings.ReplaceAll(body, trail, "")
			}
		}
		all[name] = &fstest.MapFile{Data: []byte(body)}
	}
	return all
}

func TestAnIDOf15CharactersIsThatOf18InEveryObject(t *testing.T) {
	t.Parallel()
	variants := map[string]fstest.MapFS{"all of 18": eighteen, "all of 15": shortened(eighteen)}
	for name := range eighteen {
		variants["15 in "+name] = shortened(eighteen, name)
	}
	for firstName, first := range variants {
		t.Run(firstName, func(t *testing.T) {
			t.Parallel()
			db, org := testdb.Org(t)
			_, objects, rows := run(t, db, org, salesforce, first)
			bad := func(when string, objects map[string]importjob.Object, rows []importjob.Row, fresh bool) {
				for object, o := range objects {
					if o.Refused > 0 || (o.Added > 0) != fresh || o.Read != o.Added+o.Changed+o.Unchanged {
						t.Errorf("%s: %s: %+v", when, object, o)
					}
				}
				for _, r := range rows {
					t.Errorf("%s: %s:%d %s", when, r.File, r.Line, r.Reason)
				}
			}
			bad("first", objects, rows, true)
			tables := func() string {
				var counts []string
				for _, table := range []string{"members", "accounts", "contacts", "products", "opportunities",
					"opportunity_changes", "line_items", "contact_roles", "activities", "quotas", "management"} {
					counts = append(counts, fmt.Sprint(table, count(t, db, org, table)))
				}
				return strings.Join(counts, " ")
			}
			before := tables()
			for _, again := range []fstest.MapFS{eighteen, shortened(eighteen)} {
				_, objects, rows = run(t, db, org, salesforce, again)
				bad("again", objects, rows, false)
				if after := tables(); after != before {
					t.Errorf("%s became %s", before, after)
				}
			}
		})
	}
}

func TestAWholeNumberAsAKeyFindsItsRecordInWhateverFormASpreadsheetWritesIt(t *testing.T) {
	t.Parallel()
	mapping := `{"begins":"2026-01-01","stages":[{"name":"Open","status":"open","probability":"40","category":"pipeline"}],"sources":[
		{"file":"users.csv","object":"member","fields":{"key":"id","name":"name"}},
		{"file":"deals.csv","object":"opportunity","fields":{"key":"id","owner":"owner","name":"name","stage":"stage"}},
		{"file":"calls.csv","object":"activity","fields":{"key":"id","opportunity":"deal","occurs_on":"on"}}]}`
	db, org := testdb.Org(t)
	for _, form := range []string{"", ".0", ""} {
		source := files("users.csv", "id,name\n7"+form+",Ann\n", "deals.csv",
			"id,owner,name,stage\n12,7.0,A,Open\n13.0,7,B,Open\n5.12346E+14,7,C,Open\n", "calls.csv",
			"id,deal,on\n1"+form+",12.0,2026-02-01\n2,13"+form+",2026-02-01\n")
		_, objects, rows := run(t, db, org,
			importjob.Request{Format: importjob.CSV, Origin: "x", Mapping: []byte(mapping)}, source)
		if o := objects["deals"]; o.Refused != 1 || objects["calls"].Refused != 0 {
			t.Errorf("%+v %+v", objects, rows)
		}
		if !slices.ContainsFunc(rows, func(r importjob.Row) bool {
			return r.Line == 4 && strings.Contains(r.Reason, "A spreadsheet shortened the key")
		}) {
			t.Errorf("%+v", rows)
		}
		for table, want := range map[string]int64{"members": 1, "opportunities": 2, "activities": 2} {
			if n := count(t, db, org, table); n != want {
				t.Errorf("with %q there are %d %s, not %d", form, n, table, want)
			}
		}
	}
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		lone, err := tenant.Value[int](ctx, tx, `SELECT count(*)::int FROM app.opportunities
			WHERE tenant_id = @tenant AND owner_id IS NULL`, nil)
		if lone != 0 {
			t.Errorf("%d opportunities have no owner", lone)
		}
		return err
	})
}
