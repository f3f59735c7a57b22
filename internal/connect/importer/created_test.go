package importer_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/pipeline/snapshot"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb"
)

func TestAnOpportunityWithoutADateOfCreationCountsSinceTheSourceBegins(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	mapping := `{"begins":"2026-06-01","stages":[{"name":"Won","status":"won","probability":"100","category":"closed"},{"name":"Open","status":"open","probability":"40","category":"pipeline"}],
		"sources":[{"file":"deals.csv","object":"opportunity","fields":{"key":"id","name":"name","stage":"stage","amount":"amount","close_on":"close","created_at":"created"}}]}`
	_, _, rows := run(t, db, org, importjob.Request{Format: importjob.CSV, Origin: "x", Mapping: []byte(mapping)},
		files("deals.csv",
			"id,name,stage,amount,close,created\nD1,A,Won,1000,2026-10-20,\nD2,B,Open,500,2026-12-20,0000-00-00\nD3,C,Won,100,2026-03-01,null\n"))
	if !slices.ContainsFunc(rows, func(r importjob.Row) bool {
		return r.Line == 2 && strings.Contains(r.Reason, "no creation date; it counts from 2026-06-01 on")
	}) {
		t.Errorf("%+v", rows)
	}
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		earliest, err := tenant.Value[time.Time](ctx, tx, `SELECT least((SELECT min(created_at) FROM app.opportunities
				WHERE tenant_id = @tenant),
			(SELECT min(known_from) FROM app.opportunity_versions WHERE tenant_id = @tenant),
			(SELECT min(true_since) FROM app.opportunity_changes WHERE tenant_id = @tenant))`, nil)
		if err != nil || dayOf(tx, earliest) != "2026-06-01" {
			t.Errorf("the first of them counts since %s (%v)", earliest, err)
		}
		s, err := scope.Resolve(ctx, tx, scope.Request{AsOf: "2026-01-31"})
		if err != nil {
			return err
		}
		if board, err := pipeline.Load(ctx, tx, s, pipeline.Filter{}); err != nil || board.Total.Count != 0 {
			t.Errorf("as of January there are %d (%v)", board.Total.Count, err)
		}
		if s, err = scope.Resolve(ctx, tx, scope.Request{Period: "2026"}); err != nil {
			return err
		}
		card, err := scorecard.Load(ctx, tx, s)
		if err != nil || card.Closed.Won.Count != 2 || card.Closed.Undated != 1 || card.Closed.CycleDays != 141 ||
			card.Medians.Cycle != 141 {
			t.Errorf("%+v %+v (%v)", card.Closed, card.Medians, err)
		}
		return nil
	})
	built, err := snapshot.CatchUp(t.Context(), db, tenant.AsSystem(org.TenantID), time.Time{})
	if want := int(testdb.Now.Sub(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)).Hours() / 24); err != nil ||
		built != want {
		t.Errorf("%d days are kept, not %d (%v)", built, want, err)
	}
}

func TestAnOpportunityWithoutADateOfCreationIsAsOldAsWhatIsKnownOfIt(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce,
		files("Opportunity.csv",
			"Id,Name,StageName,Amount,CloseDate,LastModifiedDate\nO1,A,Proposal,1000,2026-12-20,2026-05-01T10:00:00Z\nO2,B,Proposal,1,2026-12-20,2026-05-01T10:00:00Z\nO3,C,Proposal,1,2026-12-20,\n",
			"OpportunityFieldHistory.csv",
			"Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\nH1,O1,Amount,1,1000,2026-02-01T00:00:00Z\n"))
	want := map[string]string{"O1": "2026-02-01T00:00:00Z", "O2": "2026-05-01T10:00:00Z",
		"O3": testdb.Now.Format(time.RFC3339)}
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := opportunity.IDs(ctx, tx)
		if err != nil {
			return err
		}
		for key, at := range want {
			o, err := opportunity.Get(ctx, tx, ids[key], time.Time{})
			if err != nil || o.CreatedAt.UTC().Format(time.RFC3339) != at {
				t.Errorf("%s counts since %s, not %s (%v)", key, o.CreatedAt, at, err)
			}
		}
		return nil
	})
}

func dayOf(tx *tenant.Tx, at time.Time) string {
	return at.In(tx.Calendar().Location()).Format("2006-01-02")
}
