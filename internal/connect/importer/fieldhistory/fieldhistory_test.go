package fieldhistory_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/connect/importer/fieldhistory"
	"quarterdeck/internal/connect/importer/lookup"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importer/salesstage"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/tracking"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

const header = "Id,OpportunityId,Field,OldValue,NewValue,CreatedById,CreatedDate\n"

// history is the rows of a history file read into the import of a company.
type history struct {
	*fieldhistory.History
	run       *record.Run
	company   cast.Company
	refused   []*mapping.Row
	untracked int64
}

func read(t *testing.T, rows ...string) history {
	t.Helper()
	c := cast.Found(t)
	run := &record.Run{Report: &importjob.Report{}, Directory: lookup.New(), Now: testdb.Now, Home: "USD"}
	stages := salesstage.New(run)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		run.Calendar = tx.Calendar()
		if err := run.LoadKeys(ctx, tx, "member", "account"); err != nil {
			return err
		}
		return stages.Read(ctx, tx)
	})
	folder, err := source.Open(fstest.MapFS{"OpportunityFieldHistory.csv": &fstest.MapFile{
		Data: []byte(header + strings.Join(rows, "\n") + "\n")}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := mapping.Parse(mapping.Salesforce)
	if err != nil {
		t.Fatal(err)
	}
	files, err := m.Bind(folder, time.UTC, "USD", mapping.Choices{})
	if err != nil {
		t.Fatal(err)
	}
	file := &importjob.File{File: files[0], Counts: &importjob.Object{Object: files[0].Name}}
	run.Files = append(run.Files, file)
	h := history{History: fieldhistory.New(run, stages), run: run, company: c}
	if h.refused, h.untracked, err = h.Read(file); err != nil {
		t.Fatal(err)
	}
	return h
}

// of is the history of an opportunity in dollars as text.
func (h history) of(key string, c money.Currency, was *opportunity.Present) string {
	_, past := h.Of(key, c, was)
	var all []string
	for _, p := range past {
		all = append(all, fmt.Sprintf("%s %s→%s", p.Field, text(p.Old), text(p.New)))
	}
	return strings.Join(all, "; ")
}

func text(s *string) string {
	if s == nil {
		return "none"
	}
	return *s
}

func TestAHistoryIsReadInOurTerms(t *testing.T) {
	t.Parallel()
	h := read(t,
		"H1,O1,StageName,discovery,Proposal,Ann,2026-03-01T10:00:00Z",
		"H2,O1,Amount,,1234.5,Ann,2026-03-02T10:00:00Z",
		"H3,O1,CloseDate,2026-06-30,2026-09-30,nobody,2026-03-03T10:00:00Z",
		"H4,O1,ForecastCategoryName,Pipeline,Best Case,Ann,2026-03-04T10:00:00Z",
		"H5,O1,Probability,10,40,Ann,2026-03-05T10:00:00Z",
		"H6,O2,StageName,Proposal,Gone stage,Ann,2026-04-01T10:00:00Z")
	want := "stage Discovery→Proposal; amount none→123450; close_on 2026-06-30→2026-09-30; " +
		"category pipeline→best_case; probability 1000→4000"
	if got := h.of("O1", "USD", nil); got != want {
		t.Errorf("the history is %s", got)
	}
	_, past := h.Of("O1", "USD", nil)
	if past[0].By == nil || *past[0].By != h.company.Ann || past[2].By != nil {
		t.Errorf("Ann made the first change and somebody unknown the third: %+v", past)
	}
	if !past[0].At.Equal(cast.At("2026-03-01T10:00:00Z")) || past[0].ExternalID != "H1" {
		t.Errorf("the first change is %+v", past[0])
	}
	if names := h.StageNames(); len(names) != 3 || !names["Gone stage"] || !names["discovery"] {
		t.Errorf("the stages are %v", names)
	}
	if !h.Tracks("stage") || h.Tracks("owner") || len(h.Tracked()) != 5 {
		t.Errorf("tracked is %v", h.Tracked())
	}
}

func TestRowsThatCannotBeAreRefusedEachWithItsReason(t *testing.T) {
	t.Parallel()
	h := read(t,
		"H1,O1,Amount,1,2,Ann,",
		"H2,O1,Amount,1,2,Ann,2027-01-01T10:00:00Z",
		"H3,,Amount,1,2,Ann,2026-01-01T10:00:00Z",
		",O1,Amount,1,2,Ann,2026-01-01T10:00:00Z",
		"H5,O1,Amount,1,2,Ann,2026-01-01T10:00:00Z",
		"H5,O1,Amount,2,3,Ann,2026-01-02T10:00:00Z",
		"H6,O1,Description,a,b,Ann,2026-01-03T10:00:00Z",
		"H7,O1,Description,b,c,Ann,2026-01-04T10:00:00Z")
	for i, want := range []string{"has no date", "dated after this import", "names no opportunity", "key is missing",
		"already used in line 6"} {
		if i >= len(h.refused) || !strings.Contains(h.refused[i].Refused, want) {
			t.Errorf("refused %d is not %q: %+v", i, want, h.refused)
		}
	}
	if len(h.refused) != 5 || h.untracked != 2 {
		t.Errorf("%d refused, %d untracked", len(h.refused), h.untracked)
	}
	if notes := strings.Join(h.run.Notes, ""); !strings.Contains(notes, "Description is not kept (2 rows)") {
		t.Errorf("the notes are %s", notes)
	}
	if got := h.of("O1", "USD", nil); got != "amount 100→200" {
		t.Errorf("what is left is %s", got)
	}
}

func TestAValueThatCannotBeReadRefusesItsRowAlone(t *testing.T) {
	t.Parallel()
	h := read(t,
		"H1,O1,Amount,1,a lot,Ann,2026-03-01T10:00:00Z",
		"H2,O1,Amount,1,2.005,Ann,2026-03-02T10:00:00Z",
		"H3,O1,CloseDate,2026-01-01,31/31/2026,Ann,2026-03-03T10:00:00Z",
		"H4,O1,Probability,10,400,Ann,2026-03-04T10:00:00Z",
		"H5,O1,ForecastCategoryName,Pipeline,Perhaps,Ann,2026-03-05T10:00:00Z",
		"H6,O1,StageName,,Proposal,Ann,2026-03-06T10:00:00Z",
		"H7,O1,Owner,Ann,Nobody at all,Ann,2026-03-07T10:00:00Z",
		"H8,O1,Budget_Confirmed__c,false,perhaps,Ann,2026-03-08T10:00:00Z",
		"H9,O1,NextStep,,<script>alert(1)</script>,Ann,2026-03-09T10:00:00Z")
	rows, past := h.Of("O1", "USD", nil)
	for i, want := range []string{"not a number", "more decimals", "not a date", "not a percentage",
		"not a forecast category", "the stage is empty", "not known", "not yes or no"} {
		if !strings.Contains(rows[i].Refused, want) {
			t.Errorf("line %d: %q has not %q", rows[i].Line, rows[i].Refused, want)
		}
	}
	if len(past) != 1 || text(past[0].New) != "<script>alert(1)</script>" {
		t.Errorf("what is left is %+v", past)
	}
	fresh := map[string]bool{"H9": true}
	h.Count(rows, fresh)
	if c := h.run.Files[0].Counts; c.Read != 9 || c.Refused != 8 || c.Added != 1 || c.Unchanged != 0 {
		t.Errorf("the counts are %+v", c)
	}
}

func TestAnAmountIsInTheCurrencyOfItsMoment(t *testing.T) {
	t.Parallel()
	h := read(t,
		"H1,O1,Amount,1000,2000,Ann,2026-01-01T10:00:00Z",
		"H2,O1,CurrencyIsoCode,JPY,USD,Ann,2026-02-01T10:00:00Z",
		"H3,O1,Amount,2000,13.37,Ann,2026-02-01T10:00:00Z",
		"H4,O1,Amount,13.37,14,Ann,2026-03-01T10:00:00Z")
	want := "amount 1000→2000; currency JPY→USD; amount 2000→1337; amount 1337→1400"
	if got := h.of("O1", "USD", nil); got != want {
		t.Errorf("the history is %s", got)
	}
}

func TestWithoutAHistoryOfTheCurrencyTheKnownOneCountsUntilItWasReplaced(t *testing.T) {
	t.Parallel()
	h := read(t, "H1,O1,Amount,1000,2000,Ann,2026-01-01T10:00:00Z", "H2,O1,Amount,20,21,Ann,2026-03-01T10:00:00Z")
	modified := cast.At("2026-02-01T00:00:00Z")
	was := &opportunity.Present{SourceModifiedAt: &modified}
	was.Currency = "JPY"
	if got := h.of("O1", "USD", was); got != "amount 1000→2000; amount 2000→2100" {
		t.Errorf("with what was known it is %s", got)
	}
	if got := h.of("O1", "USD", nil); got != "amount 100000→200000; amount 2000→2100" {
		t.Errorf("without it is %s", got)
	}
}

func TestAReferenceThatStandsTwiceIsOneChange(t *testing.T) {
	t.Parallel()
	h := read(t, "H1,O1,Owner,Ann,Ben,Ann,2026-01-01T10:00:00Z", "H2,O1,OwnerId,Ann,Ben,Ann,2026-01-01T10:00:00Z",
		"H3,O1,Owner,Ben,Ann,Ann,2026-01-02T10:00:00Z")
	want := fmt.Sprintf("owner %s→%s; owner %s→%s", h.company.Ann, h.company.Ben, h.company.Ben, h.company.Ann)
	if got := h.of("O1", "USD", nil); got != want {
		t.Errorf("the history is %s, not %s", got, want)
	}
}

func TestTheShortAndTheLongFormOfAKeyAreOneOpportunity(t *testing.T) {
	t.Parallel()
	const long, short = "006A000000AbCdEIAV", "006A000000AbCdE"
	h := read(t, "H1,"+short+",Amount,1,2,Ann,2026-01-01T10:00:00Z", "H2,"+long+",Amount,2,3,Ann,2026-01-02T10:00:00Z")
	for _, key := range []string{long, short} {
		if got := h.of(key, "USD", nil); got != "amount 100→200; amount 200→300" {
			t.Errorf("the history of %s is %s", key, got)
		}
	}
	h.Done(long)
	if left := h.Left(); len(left) != 0 {
		t.Errorf("left is %+v", left)
	}
}

func TestChangesWithoutTheirOpportunityAreLeftByLine(t *testing.T) {
	t.Parallel()
	h := read(t, "H1,O9,Amount,1,2,Ann,2026-01-01T10:00:00Z", "H2,O1,Amount,1,2,Ann,2026-01-01T10:00:00Z",
		"H3,O8,Amount,1,2,Ann,2026-01-01T10:00:00Z", "H4,O9,Amount,2,3,Ann,2026-01-02T10:00:00Z")
	h.Done("O1")
	left := h.Left()
	if len(left) != 3 || left[0].Line != 2 || left[1].Line != 4 || left[2].Line != 5 ||
		!strings.Contains(left[1].Refused, `"O8" is not in this import`) {
		t.Errorf("left is %+v", left)
	}
}

func TestAFieldHasHistorySinceItsFirstRowAndElseSinceTheImport(t *testing.T) {
	t.Parallel()
	h := read(t, "H1,O1,StageName,Discovery,Proposal,Ann,2026-03-01T10:00:00Z",
		"H2,O2,StageName,Proposal,Won,Ann,2026-02-01T10:00:00Z", "H3,O2,Amount,1,2,Ann,2026-04-01T10:00:00Z")
	var starts map[string]time.Time
	h.company.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		for range 2 { // a second import says the same
			if err := h.Start(ctx, tx); err != nil {
				return err
			}
		}
		starts, err = tracking.Starts(ctx, tx)
		return err
	})
	for field, want := range map[string]time.Time{"stage": cast.At("2026-02-01T10:00:00Z"),
		"status": cast.At("2026-02-01T10:00:00Z"), "amount": cast.At("2026-04-01T10:00:00Z"), "close_on": testdb.Now} {
		if !starts[field].Equal(want) {
			t.Errorf("%s has history since %s, not %s", field, starts[field], want)
		}
	}
	if len(starts) != len(fieldhistory.Fields) {
		t.Errorf("%d fields have a start", len(starts))
	}
}
