package salesstage_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/lookup"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importer/salesstage"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

// given is an import of an export of Salesforce: pairs of a file's name and its text.
func given(t *testing.T, files ...string) *record.Run {
	t.Helper()
	export := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		export[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	run := &record.Run{Report: &importjob.Report{}, Directory: lookup.New(), Now: testdb.Now, Home: "USD"}
	if len(files) == 0 {
		return run
	}
	folder, err := source.Open(export)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mapping.Parse(mapping.Salesforce)
	if err != nil {
		t.Fatal(err)
	}
	bound, err := m.Bind(folder, time.UTC, "USD", mapping.Choices{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range bound {
		run.Files = append(run.Files, &importjob.File{File: f, Counts: &importjob.Object{Object: f.Name}})
	}
	return run
}

// company reads the stages of a company into an import.
func company(t *testing.T, c cast.Company, run *record.Run) *salesstage.Stages {
	t.Helper()
	s := salesstage.New(run)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error { return s.Read(ctx, tx) })
	return s
}

// noted tells whether a note of the import has all of some texts.
func noted(run *record.Run, texts ...string) bool {
	for _, note := range run.Notes {
		all := true
		for _, text := range texts {
			all = all && strings.Contains(note, text)
		}
		if all {
			return true
		}
	}
	return false
}

func TestAStageIsFoundHoweverItsNameIsWritten(t *testing.T) {
	t.Parallel()
	s := company(t, cast.Found(t), given(t))
	for text, want := range map[string]string{"Proposal": "Proposal", "PROPOSAL": "Proposal", " proposal": "Proposal",
		"Lost": "Lost"} {
		if st, ok := s.Named(text); !ok || st.Name != want {
			t.Errorf("%q is the stage %q, %v", text, st.Name, ok)
		}
	}
	for _, text := range []string{"", "Propos", "' OR true --"} {
		if st, ok := s.Named(text); ok {
			t.Errorf("%q is the stage %q", text, st.Name)
		}
	}
}

func TestAStageThatEndedIsTheOneThatTookOverOrWhatItMeant(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	end := testdb.Now.Add(-48 * time.Hour)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if err := stage.End(ctx, tx, "Discovery", "Proposal", end); err != nil {
			return err
		}
		return stage.End(ctx, tx, "Negotiation", "", end)
	})
	s := company(t, c, given(t))
	if st, ok := s.Named("discovery"); !ok || st.Name != "Proposal" {
		t.Errorf("Discovery became %+v, %v", st, ok)
	}
	if st, ok := s.Named("Negotiation"); !ok || st.Name != "Negotiation" || st.ProbabilityBP != 7500 {
		t.Errorf("Negotiation was %+v, %v", st, ok)
	}
	all := s.All()
	if len(all) != len(cast.Stages) || all[0].Name != "Proposal" {
		t.Errorf("all stages are %+v", all)
	}
}

func TestAMappingAddsStagesAndNeverChangesOnesThatAreThere(t *testing.T) {
	t.Parallel()
	c, run := cast.Found(t), given(t)
	s := salesstage.New(run)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		return s.Define(ctx, tx, []mapping.Stage{
			{Name: "proposal", Status: "open", Probability: "90", Category: "commit"},
			{Name: "Legal", Status: "open", Probability: "12.5", Category: "Best Case"}})
	})
	if st, _ := s.Named("Proposal"); st != cast.Stages[1] {
		t.Errorf("Proposal is now %+v", st)
	}
	if !noted(run, "Proposal", "open, 40 %, Best case", "open, 90 %, Commit") {
		t.Errorf("the notes are %q", run.Notes)
	}
	if st, ok := s.Named("Legal"); !ok || st.ProbabilityBP != 1250 || st.Category != "best_case" {
		t.Errorf("Legal is %+v, %v", st, ok)
	}
}

func TestAStageOfAMappingThatMeansNothingIsRefusedWithItsPlace(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	for _, wrong := range []mapping.Stage{{Name: "A", Status: "open", Probability: "a lot", Category: "commit"},
		{Name: "A", Status: "open", Probability: "110", Category: "commit"},
		{Name: "A", Status: "open", Probability: "-1", Category: "commit"},
		{Name: "A", Status: "open", Probability: "10", Category: "maybe"},
		{Name: "A", Status: "open", Probability: "10"}} {
		err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			return salesstage.New(given(t)).Define(t.Context(), tx, []mapping.Stage{
				{Name: "Good", Status: "open", Probability: "10", Category: "pipeline"}, wrong})
		})
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Message(err), "stages[1]") {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}

const stageFile = `ApiName,MasterLabel,SortOrder,DefaultProbability,ForecastCategoryName,IsClosed,IsWon
Qualify,Qualify,1,20,Pipeline,false,false
Proposal,Proposal,2,95,Commit,false,false
Signed,Signed,3,100,,true,true
Dropped,Dropped,4,,Sometimes,true,false
,,5,10,Pipeline,false,false
`

// load takes a stage file in, as an import does, and returns its rows.
func load(t *testing.T, c cast.Company, run *record.Run) (s *salesstage.Stages, out tenant.Outcome,
	rows []*mapping.Row) {
	t.Helper()
	s = salesstage.New(run)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if err := s.Read(ctx, tx); err != nil {
			return err
		}
		l := s.Loader()
		if err := run.Files[0].Each(func(r *mapping.Row) error {
			r.Judge(l.Read)
			rows = append(rows, r)
			return nil
		}); err != nil {
			return err
		}
		var err error
		out, err = l.Write(ctx, tx)
		return err
	})
	return s, out, rows
}

func TestAStageFileAddsWhatIsNewAndASecondTimeNothing(t *testing.T) {
	t.Parallel()
	c, run := cast.Found(t), given(t, "OpportunityStage.csv", stageFile)
	s, out, rows := load(t, c, run)
	if out.Added != 3 || out.Unchanged != 1 {
		t.Errorf("the first time %+v", out)
	}
	if st, _ := s.Named("Proposal"); st != cast.Stages[1] {
		t.Errorf("the file made Proposal %+v", st)
	}
	for name, want := range map[string]stage.Stage{
		"Qualify": {Name: "Qualify", Position: 1, Status: "open", ProbabilityBP: 2000, Category: "pipeline"},
		"Signed":  {Name: "Signed", Position: 3, Status: "won", ProbabilityBP: 10000, Category: "closed"},
		"Dropped": {Name: "Dropped", Position: 4, Status: "lost", Category: "omitted"}} {
		if st, _ := s.Named(name); st != want {
			t.Errorf("%s is %+v", name, st)
		}
	}
	if got := strings.Join(rows[3].Flags, ""); !strings.Contains(got, `"Sometimes" is not a forecast category`) {
		t.Errorf("the unknown category is told as %q", got)
	}
	if rows[4].Refused == "" {
		t.Error("a stage without a name is taken")
	}
	if _, out, _ = load(t, c, given(t, "OpportunityStage.csv", stageFile)); out.Added != 0 || out.Unchanged != 4 {
		t.Errorf("the second time %+v", out)
	}
}

const deals = `Id,Name,StageName,Probability,ForecastCategoryName,IsClosed,IsWon
1,a,Demo,30,Pipeline,false,false
2,b,Demo,30,Best Case,false,false
3,c,demo,50,Best Case,false,false
4,d,Pilot,60,,false,false
5,e,Closed - Gewonnen,90,Commit,true,true
6,f,No budget,5,Pipeline,true,false
7,g,Proposal,77,Commit,false,false
8,h,,10,Pipeline,false,false
`

func TestStagesThatNothingDefinesAreWhatMostOpportunitiesSay(t *testing.T) {
	t.Parallel()
	c, run := cast.Found(t), given(t, "Opportunity.csv", deals)
	s := company(t, c, run)
	found, err := s.Infer(map[string]bool{"Old lost stage": true, "won long ago": true, "Somewhere": true, "": true})
	if err != nil {
		t.Fatal(err)
	}
	want := stage.Set{
		{Name: "Somewhere", Position: 5, Status: "open", Category: "pipeline"},
		{Name: "Demo", Position: 6, Status: "open", ProbabilityBP: 3000, Category: "best_case"},
		{Name: "Pilot", Position: 7, Status: "open", ProbabilityBP: 6000, Category: "pipeline"},
		{Name: "Closed - Gewonnen", Position: 8, Status: "won", ProbabilityBP: 10000, Category: "closed"},
		{Name: "won long ago", Position: 9, Status: "won", ProbabilityBP: 10000, Category: "closed"},
		{Name: "No budget", Position: 10, Status: "lost", Category: "omitted"},
		{Name: "Old lost stage", Position: 11, Status: "lost", Category: "omitted"}}
	if len(found) != len(want) {
		t.Fatalf("the stages are %+v", found)
	}
	for i := range want {
		if found[i] != want[i] {
			t.Errorf("stage %d is %+v, not %+v", i, found[i], want[i])
		}
	}
	if !noted(run, "derived from the opportunities", "Demo (open, 30 %, Best case)") {
		t.Errorf("the notes are %q", run.Notes)
	}
	if !s.Vague("Somewhere") || s.Vague("Demo") || s.Vague("Proposal") {
		t.Error("vague is what has nothing but a name, and only that")
	}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error { return s.Add(ctx, tx, found) })
	if st, ok := s.Named("pilot"); !ok || st != want[2] {
		t.Errorf("Pilot was added as %+v, %v", st, ok)
	}
	if again, err := s.Infer(nil); err != nil || len(again) != 0 {
		t.Errorf("a second look finds %+v, %v", again, err)
	}
}

func TestAStatusIsReadFromTheRowAndElseFromItsStage(t *testing.T) {
	t.Parallel()
	run := given(t, "Opportunity.csv", "Id,Name,StageName,IsClosed,IsWon\n"+
		"1,a,x,true,true\n2,b,x,true,false\n3,c,x,false,false\n4,d,x,,\n5,e,x,,true\n")
	want := []opportunity.Status{opportunity.Won, opportunity.Lost, opportunity.Open, "by stage", opportunity.Won}
	err := run.Files[0].Each(func(r *mapping.Row) error {
		if got := salesstage.StatusOf(r, "by stage"); got != want[r.Line-2] {
			t.Errorf("line %d is %q, not %q", r.Line, got, want[r.Line-2])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAStageNameOfAnAttackerIsOnlyAName(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	name := `x'); DROP TABLE app.stages; --`
	s := company(t, c, given(t, "Opportunity.csv", "Id,Name,StageName\n1,a,\""+name+"\"\n"))
	found, err := s.Infer(nil)
	if err != nil || len(found) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error { return s.Add(ctx, tx, found) })
	if st, ok := s.Named(name); !ok || st.Status != "open" || len(s.All()) != len(cast.Stages)+1 {
		t.Errorf("it is %+v, %v", st, ok)
	}
}
