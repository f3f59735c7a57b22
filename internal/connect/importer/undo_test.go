package importer_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/undo"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/testdb"
)

const undoStages = "MasterLabel,SortOrder,DefaultProbability,ForecastCategoryName,IsClosed,IsWon\n" +
	"Discovery,1,10,Pipeline,false,false\nProposal,2,40,Best Case,false,false\nClosed Won,3,100,Closed,true,true\n"

// values are the records that are there, by object and key, and of each the values that people see.
func values(t testing.TB, db *tenant.DB, org tenant.Organisation) map[string]string {
	t.Helper()
	all := map[string]string{}
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		for _, table := range []string{"accounts", "contacts", "opportunities", "activities"} {
			rows, err := tenant.Values[string](ctx, tx, `SELECT x.external_id || '|' || k.key || '|' ||
				coalesce(k.value, '') FROM app.`+table+` x CROSS JOIN LATERAL jsonb_each_text(to_jsonb(x)
				- ARRAY['source_hash', 'source_modified_at', 'revision', 'changed_at', 'deleted_at', 'created_at',
				'closed_at', 'fold']) k WHERE x.tenant_id = @tenant AND x.deleted_at IS NULL`, nil)
			if err != nil {
				return err
			}
			for _, r := range rows {
				of := strings.SplitN(r, "|", 3)
				all[table+" "+of[0]+"|"+of[1]] = of[2]
			}
		}
		return nil
	})
	return all
}

// undone undoes an import, three records at a time, and answers with what became of it.
func undone(t testing.TB, db *tenant.DB, org tenant.Organisation, id uuid.UUID) (u undo.Undo, kept []undo.Kept) {
	t.Helper()
	actor := tenant.AsSystem(org.TenantID)
	var before undo.Tally
	err := errors.Join(db.View(t.Context(), actor, func(tx *tenant.Tx) (err error) {
		before, _, err = undo.Preview(t.Context(), tx, id, 10)
		return err
	}), db.Update(t.Context(), actor, func(tx *tenant.Tx) error { return undo.Start(t.Context(), tx, id) }),
		undo.RunInBatches(t.Context(), db, org.TenantID, id, 3))
	if err != nil {
		t.Fatalf("%v: %s", err, fault.Message(err))
	}
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if u, _, err = undo.Of(ctx, tx, id); err != nil {
			return err
		}
		kept, err = undo.Remains(ctx, tx, id, 0)
		return err
	})
	if u.FinishedAt == nil || u.Done != u.All || u.Tally != before || int64(len(kept)) != u.Kept() {
		t.Errorf("%+v; the preview said %+v; %d records are left", u, before, len(kept))
	}
	return u, kept
}

// drawExport is files of some accounts with a contact, an opportunity and a call each.
func drawExport(t *rapid.T) fstest.MapFS {
	word := rapid.SampledFrom([]string{"", "Steel", "Glass", "Wood"})
	var a, c, o, k strings.Builder
	a.WriteString("Id,Name,Industry,Odd__c,ParentId\n")
	c.WriteString("Id,LastName,Title,AccountId\n")
	o.WriteString("Id,Name,AccountId,StageName,Amount,CloseDate,NextStep\n")
	k.WriteString("Id,Subject,ActivityDate,WhatId\n")
	for i := range 5 {
		if rapid.IntRange(0, 3).Draw(t, "there") == 0 {
			continue
		}
		fmt.Fprintf(&a, "A%d,Account %d,%s,%s,%s\n", i, i, word.Draw(t, "industry"), word.Draw(t, "odd"),
			rapid.SampledFrom([]string{"", "A4", "A3"}).Draw(t, "parent"))
		fmt.Fprintf(&c, "C%d,Contact %d,%s,A%d\n", i, i, word.Draw(t, "title"), i)
		fmt.Fprintf(&o, "O%d,Deal %d,A%d,%s,%d,2027-0%d-01,%s\n", i, i, i,
			rapid.SampledFrom([]string{"Discovery", "Proposal", "Closed Won"}).Draw(t, "stage"),
			rapid.IntRange(1, 9).Draw(t, "amount"), rapid.IntRange(1, 9).Draw(t, "month"), word.Draw(t, "step"))
		fmt.Fprintf(&k, "K%d,Call %s,2026-10-0%d,O%d\n", i, word.Draw(t, "subject"), i+1, i)
	}
	return files("Account.csv", a.String(), "Contact.csv", c.String(), "Opportunity.csv", o.String(), "Task.csv",
		k.String(), "OpportunityStage.csv", undoStages)
}

// touch edits the next step of a deal and the industry of an account, if they are there.
func touch(t testing.TB, db *tenant.DB, org tenant.Organisation, deal, company string) {
	t.Helper()
	text := "By hand"
	err := db.Update(context.Background(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		ctx := context.Background()
		deals, err := opportunity.IDs(ctx, tx)
		if err != nil {
			return err
		}
		companies, err := account.IDs(ctx, tx)
		if err != nil {
			return err
		}
		if id, ok := deals[deal]; ok {
			err = opportunity.SetNextStep(ctx, tx, id, 0, text)
		}
		if id, ok := companies[company]; ok && err == nil {
			var a account.Account
			if a, err = account.Get(ctx, tx, id); err == nil {
				_, err = account.Set(ctx, tx, id, []command.Wish{{Field: "industry", Saw: &a.Industry, Want: &text}})
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err, fault.Message(err))
	}
}

func TestAnUndoneImportLeavesEveryValueAsItWas(t *testing.T) {
	t.Parallel()
	db, _ := testdb.Org(t)
	rapid.Check(t, func(r *rapid.T) {
		_, org := testdb.Org(t)
		if rapid.Bool().Draw(r, "filled") {
			run(t, db, org, salesforce, drawExport(r))
			touch(t, db, org, "O1", "A2")
		}
		before, export := values(t, db, org), drawExport(r)
		job, _, _ := run(t, db, org, salesforce, export)
		after := values(t, db, org)
		edited := rapid.Bool().Draw(r, "edited")
		if edited {
			touch(t, db, org, "O2", "A1")
		}
		now := values(t, db, org)
		undone(t, db, org, job.ID)
		got := values(t, db, org)
		stays := map[string]bool{} // records that were created and touched, and what they name
		for key := range now {
			record := key[:strings.LastIndex(key, "|")]
			if now[key] != after[key] && !hasRecord(before, record) {
				stays[record] = true
			}
		}
		if stays["opportunities O2"] {
			stays["accounts A2"] = true
		}
		for _, key := range slices.Sorted(maps.Keys(join(before, now))) {
			record := key[:strings.LastIndex(key, "|")]
			want, there := before[key]
			if now[key] != after[key] || stays[record] && !hasRecord(before, record) {
				want, there = now[key], true
			}
			if is, ok := got[key]; ok != there || is != want {
				r.Fatalf("%s is %q (%v), want %q (%v)", key, is, ok, want, there)
			}
		}
		if !edited {
			run(t, db, org, salesforce, export)
			same(t, text(after), text(values(t, db, org)))
		}
	})
}

func hasRecord(all map[string]string, record string) bool { _, ok := all[record+"|id"]; return ok }

func join(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

func text(all map[string]string) (lines []string) {
	for key, value := range all {
		lines = append(lines, key+" = "+value)
	}
	return lines
}

// offers is an export of opportunities of one account: key, stage and amount of each.
func offers(rows ...string) fstest.MapFS {
	text := "Id,Name,AccountId,StageName,Amount,CloseDate\n"
	for _, r := range rows {
		key, rest, _ := strings.Cut(r, ",")
		text += key + ",Deal " + key + ",A1," + rest + ",2027-01-31\n"
	}
	return files("Account.csv", "Id,Name\nA1,Acme\n", "Opportunity.csv", text, "OpportunityStage.csv", undoStages)
}

func TestAnUndoAfterALaterImportLeavesWhatThatOneChanged(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce, offers("O1,Discovery,100"))
	second, _, _ := run(t, db, org, salesforce, offers("O1,Proposal,200", "O2,Discovery,300", "O3,Discovery,400"))
	middle := values(t, db, org)
	third, _, _ := run(t, db, org, salesforce, offers("O1,Proposal,250", "O2,Proposal,300", "O3,Discovery,400"))
	u, kept := undone(t, db, org, second.ID)
	if u.Removed != 1 || u.Part != 1 || u.Left != 1 || u.Restored != 0 {
		t.Errorf("%+v", u.Tally)
	}
	if len(kept) != 2 || kept[0].Reason != "Changed by a later import: amount." ||
		kept[1].Reason != "Changed by a later import." || kept[0].Name != "Deal O1" {
		t.Errorf("%+v", kept)
	}
	if got := values(t, db, org); got["opportunities O1|stage"] != "Discovery" ||
		got["opportunities O1|amount"] != "25000" || hasRecord(got, "opportunities O3") {
		t.Errorf("%v", got)
	}
	undone(t, db, org, third.ID)
	if got := values(t, db, org); got["opportunities O1|amount"] != middle["opportunities O1|amount"] ||
		got["opportunities O2|stage"] != "Discovery" {
		t.Errorf("%v", got)
	}
	err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		return undo.Start(t.Context(), tx, second.ID)
	})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("an import is undone twice: %v", err)
	}
}

func TestTheTimeBetweenAnImportAndItsUndoShowsWhatWasKnown(t *testing.T) {
	t.Parallel()
	at := testdb.Now
	db := testdb.Open(t, testdb.New(t), func() time.Time { return at })
	org, err := tenant.Create(t.Context(), db, "past", "Past", testdb.Settings)
	if err != nil {
		t.Fatal(err)
	}
	run(t, db, org, salesforce, offers("O1,Discovery,100"))
	at = at.Add(time.Hour)
	job, _, _ := run(t, db, org, salesforce, offers("O1,Proposal,200", "O2,Discovery,300"))
	between := at.Add(time.Minute)
	at = at.Add(time.Hour)
	undone(t, db, org, job.ID)
	for when, want := range map[time.Time][2]int64{testdb.Now.Add(time.Minute): {100_00, 1}, between: {500_00, 2},
		at.Add(time.Minute): {100_00, 1}} {
		view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
			sum, err := tenant.Value[int64](ctx, tx, `SELECT coalesce(sum(o.amount), 0)::bigint
				FROM `+opportunity.From(when)+` WHERE o.tenant_id = @tenant AND @known::timestamptz IS NOT NULL`,
				tenant.Args{"known": when})
			n, e := tenant.Value[int64](ctx, tx, `SELECT count(*) FROM `+opportunity.From(when)+`
				WHERE o.tenant_id = @tenant AND @known::timestamptz IS NOT NULL`, tenant.Args{"known": when})
			if sum != want[0] || n != want[1] {
				t.Errorf("as of %s there are %d with %d, want %v", when, n, sum, want)
			}
			return errors.Join(err, e)
		})
	}
}

func TestTwoUndosAtOnceAndOneThatIsInterruptedEndAlike(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	run(t, db, org, salesforce, offers("O1,Discovery,100", "O2,Discovery,100"))
	before := values(t, db, org)
	job, _, _ := run(t, db, org, salesforce, offers("O1,Proposal,200", "O2,Closed Won,300", "O3,Discovery,1",
		"O4,Discovery,2", "O5,Discovery,3", "O6,Discovery,4"))
	actor := tenant.AsSystem(org.TenantID)
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := db.Update(t.Context(), actor,
				func(tx *tenant.Tx) error { return undo.Start(t.Context(), tx, job.ID) }); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	ctx, stop := context.WithCancel(t.Context())
	both.Go(func() { // is killed somewhere in the middle
		_ = undo.RunInBatches(ctx, db, org.TenantID, job.ID, 1)
	})
	time.Sleep(20 * time.Millisecond)
	stop()
	both.Wait()
	for range 2 {
		both.Go(func() {
			for {
				err := undo.RunInBatches(t.Context(), db, org.TenantID, job.ID, 1)
				if err == nil {
					return
				}
				if !errors.Is(err, undo.ErrBusy) {
					t.Error(err)
					return
				}
				time.Sleep(time.Millisecond)
			}
		})
	}
	both.Wait()
	same(t, text(before), text(values(t, db, org)))
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		u, _, err := undo.Of(ctx, tx, job.ID)
		if u.Removed != 4 || u.Restored != 2 || u.FinishedAt == nil {
			t.Errorf("%+v", u)
		}
		n, e := tenant.Value[int64](ctx, tx, `SELECT count(*) FROM app.commands
			WHERE tenant_id = @tenant AND kind = 'revert'`, nil)
		if n != 6 {
			t.Errorf("%d acts are written of 6 records", n)
		}
		return errors.Join(err, e)
	})
}

func TestWhatCannotBeUndoneSaysWhy(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	dry := salesforce
	dry.DryRun = true
	first, _, _ := run(t, db, org, dry, offers("O1,Discovery,100"))
	done, _, _ := run(t, db, org, salesforce, offers("O1,Discovery,100"))
	idle, _, _ := run(t, db, org, salesforce, offers("O1,Discovery,100"))
	try := func(actor tenant.Actor, id uuid.UUID) error {
		return db.Update(t.Context(), actor, func(tx *tenant.Tx) error { return undo.Start(t.Context(), tx, id) })
	}
	system := tenant.AsSystem(org.TenantID)
	for id, says := range map[uuid.UUID]string{first.ID: "dry run", idle.ID: "changed no record"} {
		if err := try(system, id); fault.KindOf(err) != fault.Conflict || !strings.Contains(fault.Message(err), says) {
			t.Errorf("%v, want %q", err, says)
		}
	}
	_, other := testdb.Org(t)
	if err := try(tenant.AsSystem(other.TenantID), done.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another organisation undoes it: %v", err)
	}
	for _, role := range []tenant.Role{tenant.Rep, tenant.Manager, tenant.Finance, tenant.Executive} {
		if err := try(tenant.Actor{TenantID: org.TenantID, MemberID: uuid.New(), Role: role}, done.ID); err == nil {
			t.Errorf("a %s undoes an import", role)
		}
	}
	late := testdb.Now.AddDate(0, 0, undo.Days+1)
	if err := db.Update(t.Context(), system, func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE app.imports SET finished_at = @at WHERE tenant_id = @tenant AND id = @id`,
			tenant.Args{"id": done.ID, "at": testdb.Now.Add(testdb.Now.Sub(late))})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := try(system, done.ID); !strings.Contains(fault.Message(err), "for 7 days") {
		t.Errorf("an old import is undone: %v", err)
	}
	if err := db.Update(t.Context(), system,
		func(tx *tenant.Tx) error { return importjob.Clean(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}
