package processpage_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/bulk"
	"quarterdeck/internal/record/rule"
	"quarterdeck/web/sitetest"
)

// hidden is the value of a hidden field of a page.
func hidden(t *testing.T, body, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("the page has no field %s", name)
	}
	return found[1]
}

func TestAGateRefusesOnThePageAndOnTheBoardAndAManagerOverrides(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("gates")
	ops, rep, manager := f.As("ops"), f.As("rep"), f.As("manager")
	deal, board := f.Path("/opportunities/"+f.Opportunities["rep"].String()), f.Path("/pipeline/board")
	stage := hidden(t, rep.Get(deal).Body, "saw")
	at := f.Path("/settings/stages/" + rule.GateID(stage).String() + "/criteria")
	shown := ops.Get(at).Is(t, http.StatusOK)
	ops.Post(at, "do", "preview", "asks", "competitor").Is(t, http.StatusOK).Says(t,
		"cannot move on before something is filled in")
	gate := []string{"saw", hidden(t, shown.Body, "saw"), "do", "save", "asks", "competitor", "message",
		"Know whom you are up against."}
	ops.Post(at, gate...).Leads(t, f.Path("/settings/stages"))
	ops.Post(at, gate...).Is(t, http.StatusConflict).Says(t, "Somebody changed this since you opened the page")
	ops.Get(f.Path("/settings/stages")).Says(t, "1 criterion, ")

	const want = "this needs a competitor."
	rep.Get(deal).Says(t, "To leave "+stage, "✗ competitor",
		`href="#edit-competitor"`, "Know whom you are up against.")
	refused := rep.Post(deal+"/stage", "saw", stage, "stage", "Closed Won").Is(t,
		http.StatusUnprocessableEntity).Says(t, want)
	refused.Hides(t, "Reason to move it anyway")
	rep.Post(deal+"/stage", "saw", stage, "stage", "Closed Won", "back", board).Leads(t, board)
	rep.Get(board).Says(t, "was not moved. To leave "+stage+", "+want)
	rep.Post(deal+"/stage", "saw", stage, "stage", "Closed Won", "override", "Trust me").Is(t,
		http.StatusUnprocessableEntity)

	manager.Post(deal+"/stage", "saw", stage, "stage", "Closed Won").Is(t, http.StatusUnprocessableEntity).Says(t, want,
		"Reason to move it anyway", "Move to Closed Won anyway")
	manager.Post(deal+"/stage", "saw", stage, "stage", "Closed Won", "override", strings.Repeat("x", 301)).Is(t,
		http.StatusUnprocessableEntity).Says(t, "at most 300 characters")
	manager.Post(deal+"/stage", "saw", stage, "stage", "Closed Won", "override", "Signed at the fair").Leads(t, deal)
	rep.Get(deal).Says(t, "Exit criteria overridden", "Signed at the fair")
	ops.Post(at, "do", "undo").Leads(t, f.Path("/settings/stages"))
}

func TestAValidationRuleIsPreviewedSavedAskedAndTakenBack(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("checks")
	ops, rep, at := f.As("ops"), f.As("rep"), f.Path("/settings/rules")
	deal := f.Path("/opportunities/" + f.Opportunities["rep"].String())
	ops.Get(at).Says(t, "No validation rules")
	for _, path := range []string{at, at + "/new"} {
		if !regexp.MustCompile(`(?s)aria-current="page"[^>]*>\s*<svg.{0,400}?Sales process`).MatchString(ops.Get(path).Body) {
			t.Errorf("the navigation does not say that %s is of the sales process", path)
		}
	}
	typed := []string{"field_0", "next_step", "op_0", "contains", "value_0", "tbd", "message", "Say what happens next."}
	ops.Post(at, append(typed, "do", "preview")...).Is(t, http.StatusOK).Says(t, "What it finds today",
		"When next step contains tbd, refuse the change: “Say what happens next.”")
	ops.Post(at, "do", "save", "field_0", "amount", "op_0", "least", "value_0", "much", "message", "m").Is(t,
		http.StatusUnprocessableEntity).Says(t, `id="f-value_0-error"`, `value="much"`)
	ops.Post(at, "do", "save", "field_1", "amount", "op_1", "contains", "value_1", "1", "message", "m").Is(t,
		http.StatusUnprocessableEntity).Says(t, "compares nothing", `id="f-op_1-error"`)
	ops.Post(at, "do", "save", "field_0", "amount", "op_0", "unknown").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Write what the person should do")
	to := ops.Post(at, append(typed, "do", "save")...).Is(t, http.StatusSeeOther).Header.Get("Location")
	saved := ops.Get(to).Is(t, http.StatusOK).Says(t, "Nothing breaks this rule", "Undo the last change")

	rep.Post(deal+"/fields", "field", "next_step", "saw", "", "value", "TBD later").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Say what happens next.", "TBD later")
	same := append(typed, "id", hidden(t, saved.Body, "id"))
	ops.Post(at, append(same, "do", "save", "saw", uuid.NewString())...).Is(t, http.StatusConflict)
	ops.Post(at, append(same, "do", "save", "warns", "1", "saw", hidden(t, saved.Body, "saw"))...).Leads(t, to)
	rep.Post(deal+"/fields", "field", "next_step", "saw", "", "value", "TBD later").Leads(t, deal)
	rep.Get(deal).Says(t, "Say what happens next.")
	ops.Get(to).Says(t, "1 opportunity breaks this rule today, 1 of them open")
	ops.Get(to+".csv").Is(t, http.StatusOK).Says(t, sitetest.Mark("checks", "rep"))
	ops.Get(at+".csv").Is(t, http.StatusOK).Says(t, "Next step contains tbd", "Warns")
	ops.Post(to+"/undo").Leads(t, to)
	ops.Get(at).Says(t, "Refuses")
	f.As("admin").Get(f.Path("/audit")).Says(t, "validation rule")
	for _, who := range []string{"rep", "manager", "executive", "finance"} {
		f.As(who).Get(at).Is(t, http.StatusNotFound)
		f.As(who).Get(f.Path("/settings/stages")).Is(t, http.StatusNotFound)
	}
}

// A rule reads custom fields, follows their names and keeps them in use.
func TestAValidationRuleReadsCustomFields(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("fieldrules")
	ops, rep, at := f.As("ops"), f.As("rep"), f.Path("/settings/rules")
	fields := f.Path("/settings/fields?object=opportunity")
	deal, none := f.Path("/opportunities/"+f.Opportunities["rep"].String()), uuid.Nil.String()
	ops.Post(fields, "do", "save", "id", none, "saw", none, "name", "Seats", "kind", "number").Leads(t, fields)
	ops.Post(fields, "do", "save", "id", none, "saw", none, "name", "Plan", "kind", "choice", "options",
		"Basic\nFull").Leads(t, fields)
	ids := regexp.MustCompile(`edit=([0-9a-f-]{36})`).FindAllStringSubmatch(ops.Get(fields).Body, -1)
	seats, plan := "custom:"+ids[0][1], "custom:"+ids[1][1]
	ops.Get(at+"/new").Says(t, `label="Custom fields"`, `value="`+seats+`"`, `<option value="Full">`)
	ops.Post(at, "do", "save", "field_0", seats, "op_0", "less", "value_0", "many", "message", "m").Is(t,
		http.StatusUnprocessableEntity).Says(t, `id="f-value_0-error"`)
	ops.Post(at, "do", "save", "field_0", "custom:"+uuid.NewString(), "op_0", "known", "message", "m").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Choose a field")
	to := ops.Post(at, "do", "save", "field_0", seats, "op_0", "less", "value_0", "1000", "field_1", plan, "op_1",
		"is", "value_1", "full", "message", "Sell more seats.").Is(t, http.StatusSeeOther).Header.Get("Location")
	ops.Get(to).Says(t, "When Seats is less than 1000 and Plan is full, refuse the change")
	rep.Post(deal+"/fields", "field", plan, "saw", "", "value", "Full").Leads(t, deal)
	rep.Post(deal+"/fields", "field", seats, "saw", "", "value", "999").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Sell more seats.", `value="999"`)
	rep.Post(f.Path("/opportunities"), "name", "New one", "key_0", seats, "custom_0", "5", "key_1", plan, "custom_1",
		"Full").Is(t, http.StatusUnprocessableEntity).Says(t, "Sell more seats.")
	rep.Post(deal+"/fields", "field", seats, "saw", "", "value", "1000").Leads(t, deal)

	saw := hidden(t, ops.Get(fields+"&edit="+ids[0][1]).Body, "saw")
	ops.Post(fields, "do", "retire", "id", ids[0][1], "saw", saw, "name", "Seats", "kind", "number").Is(t,
		http.StatusUnprocessableEntity).Says(t, "“Sell more seats.” reads this field")
	ops.Post(fields, "do", "save", "id", ids[0][1], "saw", saw, "name", "Licences", "kind", "number").Leads(t, fields)
	ops.Get(at).Says(t, "Licences is less than 1000").Hides(t, "Seats is less")
	page := ops.Get(to).Says(t, "When Licences is less", "When Seats is less")
	ops.Post(at, "do", "retire", "id", hidden(t, page.Body, "id"), "saw", hidden(t, page.Body, "saw"), "field_0", seats,
		"op_0", "known", "message", "Sell more seats.").Is(t, http.StatusSeeOther)
	saw = hidden(t, ops.Get(fields+"&edit="+ids[0][1]).Body, "saw")
	ops.Post(fields, "do", "retire", "id", ids[0][1], "saw", saw, "name", "Licences", "kind", "number").Leads(t, fields)
}

func TestAStageIsAddedRenamedAndRetired(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("stages")
	ops, at := f.As("ops"), f.Path("/settings/stages")
	ops.Get(at).Is(t, http.StatusOK).Says(t, "Proposal", "Retire Proposal")
	stage := hidden(t, f.As("rep").Get(f.Path("/opportunities/"+f.Opportunities["rep"].String())).Body, "saw")
	ops.Get(at+"?edit="+url.QueryEscape(stage)).Says(t, `value="`+stage+`"`)
	for _, c := range [][]string{
		{"A stage needs a name", "name", "", "status", "open", "probability", "50", "category", "commit"},
		{"There is already a stage", "name", strings.ToUpper(stage), "status", "open", "probability", "50",
			"category", "commit"},
		{"from 0 % to 100 %", "name", "Pilot", "status", "open", "probability", "101", "category", "commit"},
		{"such as 10", "name", "Pilot", "status", "open", "probability", "half", "category", "commit"},
		{"Closed is for won stages", "name", "Pilot", "status", "open", "probability", "50", "category", "closed"},
		{"open, won or lost", "name", "Pilot", "status", "maybe", "probability", "50", "category", "commit"},
		{"Choose the stage that it follows", "name", "Pilot", "status", "open", "probability", "50",
			"category", "commit", "after", "Nowhere"},
	} {
		ops.Post(at, append(c[1:], "do", "save")...).Is(t, http.StatusUnprocessableEntity).Says(t, c[0])
	}
	ops.Post(at, "do", "save", "name", "Pilot", "status", "open", "probability", "60 %", "category", "best_case",
		"after", stage).Leads(t, at)
	ops.Get(at).Says(t, "Pilot", "60\u00a0%")
	f.As("rep").Get(f.Path("/pipeline/board")).Says(t, "Pilot")
	ops.Post(at, "do", "preview", "was", stage, "name", stage, "status", "open", "probability", "90", "category",
		"commit").Is(t, http.StatusOK).Says(t, "All of them at 90\u00a0%", "keep their probability")
	ops.Post(at+"/retire", "stage", stage, "to", stage).Is(t, http.StatusUnprocessableEntity).Says(t,
		"Choose the stage that its opportunities go to")
	ops.Get(at+"?retire="+url.QueryEscape(stage)).Says(t, "move to the stage that you choose")
	job := ops.Post(at+"/retire", "stage", stage, "to", "Pilot").Is(t, http.StatusSeeOther).Header.Get("Location")
	id, err := uuid.Parse(job[strings.LastIndex(job, "/")+1:])
	if err != nil {
		t.Fatal(job)
	}
	if err := bulk.Run(t.Context(), f.Site.DB, f.TenantID, id); err != nil {
		t.Fatal(err)
	}
	f.As("rep").Get(f.Path("/opportunities/"+f.Opportunities["rep"].String())).Says(t, "Open · Pilot")
	ops.Get(at).Says(t, "Stages out of use", "Use "+stage+" again")
	ops.Get(at+".csv").Says(t, "Pilot")
	f.As("rep").Get(f.Path("/pipeline/board")).Hides(t, `data-lane="`+stage+`"`)
	ops.Post(at+"/restore", "stage", "Nothing").Is(t, http.StatusNotFound)
	ops.Post(at+"/restore", "stage", stage).Leads(t, at)
	ops.Get(at).Says(t, "Stage "+stage+" is in use again.").Hides(t, "Stages out of use")
	f.As("rep").Get(f.Path("/pipeline/board")).Says(t, `data-lane="`+stage+`"`)
}

// A stage with another name is the same stage: every figure stays as it was.
func TestARenamedStageLeavesEveryFigureAndIsInTheHistoryOfItsDeals(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("renamed")
	ops, rep, at := f.As("ops"), f.As("rep"), f.Path("/settings/stages")
	deal := f.Path("/opportunities/" + f.Opportunities["rep"].String())
	stage := hidden(t, rep.Get(deal).Body, "saw")
	lists := []string{"/pipeline.csv", "/reports/forecast.csv", "/forecast/2026-Q4/sheet.csv", "/home.csv"}
	before := map[string]string{}
	for _, list := range lists {
		before[list] = ops.Get(f.Path(list)).Is(t, http.StatusOK).Body
	}
	if !strings.Contains(before["/pipeline.csv"], stage) {
		t.Fatal("the list does not say in which stage a deal is")
	}
	columns := heads(ops.Get(f.Path("/pipeline/board")).Body)
	if !strings.Contains(strings.Join(columns, ""), stage) {
		t.Fatal("the board has no column of the stage")
	}
	gate := f.Path("/settings/stages/" + rule.GateID(stage).String() + "/criteria")
	ops.Post(gate, "saw", hidden(t, ops.Get(gate).Body, "saw"), "do", "save", "asks", "competitor").Leads(t, at)
	form := ops.Get(at + "?edit=" + url.QueryEscape(stage)).Body
	ops.Post(at, "do", "save", "was", stage, "name", "Evaluation", "status", "open", "probability",
		typed(t, form, "probability"), "category", chosen(t, form, "category"), "after",
		chosen(t, form, "after")).Leads(t, at)

	for _, list := range lists {
		if got := ops.Get(f.Path(list)).Body; got != strings.ReplaceAll(before[list], stage, "Evaluation") {
			t.Errorf("%s was\n%s\nand is\n%s", list, before[list], got)
		}
	}
	if got := heads(ops.Get(f.Path("/pipeline/board")).Body); strings.Join(got, "\n") !=
		strings.ReplaceAll(strings.Join(columns, "\n"), stage, "Evaluation") {
		t.Errorf("the board was %q and is %q", columns, got)
	}
	rep.Get(deal).Says(t, "Open · Evaluation", "To leave Evaluation")
	rep.Get(f.Path("/pipeline/board")).Hides(t, ">"+stage+"<")
	ops.Get(f.Path("/pipeline?stage="+url.QueryEscape("Evaluation"))).Says(t, sitetest.Mark("renamed", "rep"))
	ops.Get(at).Says(t, "Evaluation", "1 criterion, ")
	rep.Post(deal+"/stage", "saw", "Evaluation", "stage", "Closed Won").Is(t, http.StatusUnprocessableEntity).Says(t,
		"To leave Evaluation, this needs a competitor.")
}

// heads are the names and sums above the columns of a board.
func heads(body string) []string {
	return regexp.MustCompile(`(?s)<h3>.*?</p>`).FindAllString(body, -1)
}

// typed is the value of an input of a page.
func typed(t *testing.T, body, name string) string {
	t.Helper()
	field := regexp.MustCompile(`<input[^>]*name="` + name + `"[^>]*>`).FindString(body)
	value := regexp.MustCompile(`value="([^"]*)"`).FindStringSubmatch(field)
	if value == nil {
		t.Fatalf("the page has no input %s", name)
	}
	return value[1]
}

// chosen is the value that a select of a page has.
func chosen(t *testing.T, body, name string) string {
	t.Helper()
	field := regexp.MustCompile(`(?s)<select[^>]*name="` + name + `".*?</select>`).FindString(body)
	value := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(field)
	if value == nil {
		t.Fatalf("nothing is chosen in %s: %s", name, field)
	}
	return value[1]
}

func TestAListIsFilledRenamedMergedClosedAndAskedInEveryForm(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("lists")
	ops, rep, at := f.As("ops"), f.As("rep"), f.Path("/settings/lists")
	deal, list := f.Path("/opportunities/"+f.Opportunities["rep"].String()), at+"?list=competitor"
	rep.Post(deal+"/fields", "field", "competitor", "saw", "", "value", `Ac"me & <b>`).Leads(t, deal)
	ops.Get(list).Is(t, http.StatusOK).Says(t, "No values yet", "In use, not in the list", "Ac&#34;me &amp; &lt;b&gt;")
	change := func(pairs ...string) sitetest.Answer {
		saw := hidden(t, ops.Get(list).Body, "saw")
		return ops.Post(at, append([]string{"list", "competitor", "saw", saw}, pairs...)...)
	}
	change("do", "adopt", "adopt", `Ac"me & <b>`).Leads(t, list)
	change("do", "save", "name", "Best").Leads(t, list)
	change("do", "save", "name", "BEST").Is(t, http.StatusUnprocessableEntity).Says(t, "is in the list already",
		`value="BEST"`)
	change("do", "preview", "was", `Ac"me & <b>`, "name", "Acme").Is(t, http.StatusOK).Says(t, "1 deal has this value",
		"Past figures keep the old one")
	change("do", "save", "was", `Ac"me & <b>`, "name", "Acme").Leads(t, list)
	rep.Get(deal).Says(t, `<option value="Acme" selected>`, "Other…")
	rep.Post(deal+"/fields", "field", "competitor", "saw", "Acme", "value", "…", "value_other", "Zed").Leads(t, deal)
	change("do", "merge", "was", "Zed", "into", "Nobody").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Choose the competitor that stays")
	change("do", "merge", "was", "Zed", "into", "Best").Leads(t, list)
	change("do", "retire", "was", "Acme").Leads(t, list)
	change("do", "ask", "closed", "1", "required", "1", "message", "Who won it?").Leads(t, list)
	ops.Post(at, "list", "competitor", "saw", uuid.NewString(), "do", "ask").Is(t, http.StatusConflict)
	rep.Get(deal).Says(t, `<option value="Best" selected>`).Hides(t, `<option value="Acme"`)
	rep.Post(deal+"/fields", "field", "competitor", "saw", "Best", "value", "Acme").Is(t,
		http.StatusUnprocessableEntity).Says(t, "no longer used")
	rep.Post(deal+"/fields", "field", "competitor", "saw", "Best", "value", "").Leads(t, deal)
	stage := hidden(t, rep.Get(deal).Body, "saw")
	rep.Post(deal+"/stage", "saw", stage, "stage", "Closed Lost", "loss_reason", "Price").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Who won it?")
	rep.Post(deal+"/stage", "saw", stage, "stage", "Closed Lost", "loss_reason", "Price", "competitor",
		"best").Leads(t, deal)
	ops.Get(at+".csv").Is(t, http.StatusOK).Says(t, "Competitors,2,Best,yes,1,Zed", "Competitors,1,Acme,retired",
		"Price,not in the list,1")
	f.As("admin").Get(list).Is(t, http.StatusOK).Says(t, "Merged Zed into Best")
	for _, who := range []string{"rep", "manager", "executive", "finance"} {
		f.As(who).Get(at).Is(t, http.StatusNotFound)
		f.As(who).Post(at, "list", "competitor", "do", "retire", "was", "Best").Is(t, http.StatusNotFound)
	}
}

func TestACustomFieldIsDefinedEditedExportedAndRetired(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("custom")
	ops, rep, at := f.As("ops"), f.As("rep"), f.Path("/settings/fields?object=opportunity")
	deal := f.Path("/opportunities/" + f.Opportunities["rep"].String())
	ops.Get(at).Is(t, http.StatusOK).Says(t, "No custom fields yet")
	none := uuid.Nil.String()
	for said, pairs := range map[string][]string{"A field needs a name": {"name", "", "kind", "text"},
		"Choose a type": {"name", "Seats", "kind", "colour"}, "Write the choices": {"name", "Seats", "kind", "choice"},
		"Choose a stage": {"name", "Seats", "kind", "number", "needed", "Nowhere"}} {
		ops.Post(at, append(pairs, "do", "save", "id", none, "saw", none)...).Is(t,
			http.StatusUnprocessableEntity).Says(t, said)
	}
	ops.Post(at, "do", "save", "id", none, "saw", none, "name", "Seats", "kind", "number", "help",
		"Licences").Leads(t, at)
	ops.Post(at, "do", "save", "id", none, "saw", none, "name", `Plan "x"`, "kind", "choice", "options",
		"A & <b>\nB").Leads(t, at)
	id := regexp.MustCompile(`edit=([0-9a-f-]{36})`).FindStringSubmatch(ops.Get(at).Body)[1]
	key := "custom:" + id
	rep.Get(deal).Says(t, "Edit Seats: ", "Licences", "A &amp; &lt;b&gt;", `name="field" value="`+key+`"`)
	rep.Post(deal+"/fields", "field", key, "saw", "", "value", "many").Is(t, http.StatusUnprocessableEntity).Says(t,
		`value="many"`)
	rep.Post(deal+"/fields", "field", key, "saw", "", "value", "1,250.5").Leads(t, deal)
	rep.Get(deal).Says(t, "Edit Seats: 1250.5", "You changed seats")
	rep.Post(deal+"/fields", "field", key, "saw", "7", "value", "8").Is(t, http.StatusConflict).Says(t, "Keep mine")
	f.As("manager").Get(f.Path("/pipeline.csv")).Is(t, http.StatusOK).Says(t, `,Seats,"Plan ""x"""`, ",1250.5,")
	rep.Get(f.Path("/opportunities/new")).Says(t, "Seats", "Plan &#34;x&#34;")
	rep.Post(f.Path("/opportunities"), "name", "New one", "key_0", key, "custom_0", "x").Is(t,
		http.StatusUnprocessableEntity)
	made := rep.Post(f.Path("/opportunities"), "name", "New one", "key_0", key, "custom_0", "12").Is(t,
		http.StatusSeeOther).Header.Get("Location")
	rep.Get(made).Says(t, "Edit Seats: 12")
	saw := hidden(t, ops.Get(at+"&edit="+id).Body, "saw")
	ops.Post(at, "do", "retire", "id", id, "saw", uuid.NewString(), "name", "Seats", "kind", "number").Is(t,
		http.StatusConflict)
	ops.Post(at, "do", "retire", "id", id, "saw", saw, "name", "Seats", "kind", "number").Leads(t, at)
	rep.Post(deal+"/fields", "field", key, "saw", "1250.5", "value", "3").Is(t,
		http.StatusUnprocessableEntity).Says(t, "was retired")
	rep.Get(deal).Says(t, "1250.5").Hides(t, "Edit Seats")
	ops.Get(f.Path("/settings/fields.csv")).Is(t, http.StatusOK).Says(t, "Seats,Number,Retired")
	for _, who := range []string{"rep", "manager", "executive", "finance"} {
		f.As(who).Get(at).Is(t, http.StatusNotFound)
	}
}
