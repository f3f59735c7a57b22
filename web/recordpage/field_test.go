package recordpage_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/process"
	"quarterdeck/web/sitetest"
)

// define saves a custom field of opportunities.
func define(t *testing.T, f *sitetest.Firm, field customfield.Field) (saved customfield.Field) {
	t.Helper()
	field.Object = customfield.Opportunity
	if err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) (err error) {
		saved, err = process.SaveField(t.Context(), tx, field, field.ID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return saved
}

func TestACustomFieldIsAColumnAFilterAndAnExport(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("custom")
	seats := define(t, f, customfield.Field{Name: "Seats <b>", Kind: customfield.Number})
	plan := define(t, f, customfield.Field{Name: "Plan", Kind: customfield.Choice, Options: []string{"B & b", "A"}})
	rep, list, id := f.As("rep"), f.Path("/pipeline"), f.Opportunities["rep"].String()
	at, column, choice := f.Path("/opportunities/"+id), pipeline.Custom(seats), pipeline.Custom(plan)
	rep.Get(list+"?in=any").Says(t, "Seats &lt;b&gt;", `value="`+string(column)+`"`, string(choice)+pipeline.AskAny)

	shown := list + "?in=any&cols=" + string(column) + "," + string(choice) + "&sort=" + string(column) + ".desc"
	page := rep.Get(shown).Is(t, http.StatusOK).Says(t, id+"/cell/"+seats.Key(), `aria-sort="descending"`)
	if got := headings(page); !slices.Equal(got, []string{"Opportunity", "Seats &lt;b&gt;", "Plan", "Select"}) {
		t.Errorf("the list has %q", got)
	}

	rep.Get(at+"/cell/"+seats.Key()).Leads(t, at+"#edit-"+seats.Key()) // without the script
	rep.Header.Set("HX-Request", "true")
	rep.Header.Set("HX-Current-URL", f.Site.URL+shown)
	rep.Get(at+"/cell/"+seats.Key()).Is(t, http.StatusOK).Says(t, `name="saw"`)
	rep.Post(at+"/fields?cell="+seats.Key(), "field", seats.Key(), "saw", "", "value", "many").Is(t,
		http.StatusUnprocessableEntity).Says(t, `value="many"`)
	saved := rep.Post(at+"/fields?cell="+seats.Key(), "field", seats.Key(), "saw", "", "value", "1,250.5")
	rep.Get(saved.Location).Is(t, http.StatusOK).Says(t, "1250.5", "Seats &lt;b&gt; saved.", "/undo?back=",
		"data-focus")
	rep.Post(at+"/fields?cell="+plan.Key(), "field", plan.Key(), "saw", "", "value", "b & B").Is(t, http.StatusSeeOther)
	rep.Header.Del("HX-Request")

	for query, found := range map[string]bool{
		string(column) + ".from=1250.5&" + string(choice) + ".any=B+%26+b": true, string(column) + ".from=1251": false,
		string(choice) + ".any=A": false, string(choice) + ".any=A&" + string(choice) + ".any=B+%26+b": true,
		string(choice) + ".is=empty": false, string(choice) + ".is=filled": true,
		"fields=" + url.QueryEscape(string(column)+".to=1250"): false, string(column) + ".to=2000": true} {
		if page := rep.Get(list+"?in=any&"+query).Is(t, http.StatusOK); strings.Contains(page.Body, at) != found {
			t.Errorf("%s: found %v", query, !found)
		}
	}
	asked := "&" + string(column) + ".from=1250&" + string(choice) + ".any=A&" + string(choice) + ".any=B+%26+b"
	page = rep.Get(shown+asked).Says(t, "Remove filter: Seats &lt;b&gt;: at least 1250",
		"Remove filter: Plan: A or B &amp; b")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(
		rep.Get(strings.Replace(shown, "?", ".csv?", 1)+asked).Is(t, http.StatusOK).Body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 2 ||
		!slices.Equal(rows[0], []string{"Opportunity", "Account", "Seats <b>", "Plan"}) ||
		!slices.Equal(rows[1][2:], []string{"1250.5", "B & b"}) {
		t.Errorf("the export is %q (%v)", rows, err)
	}
	if !strings.Contains(page.Body, "/pipeline.csv?cols="+url.QueryEscape(string(column))) ||
		!strings.Contains(page.Body, "fields="+url.QueryEscape(url.QueryEscape(string(choice) + ".any")[:10])) {
		t.Error("the export, or a link, has not the filter")
	}
	rep.Get(f.Path("/pipeline/board")+"?in=any&"+string(column)+".from=1251").Is(t, http.StatusOK).Hides(t, at)
	rep.Get(f.Path("/pipeline/bulk")+"?in=any"+asked).Is(t, http.StatusOK).Says(t, "1 opportunity selected")
	rep.Get(shown+"&as_of=2026-01-02").Is(t, http.StatusOK).Hides(t, "1250.5")
	f.As("far").Get(list+"?in=any"+asked).Is(t, http.StatusOK).Hides(t, at)
}

func TestARetiredFieldIsLeftOutOfASavedView(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("retired")
	seats := define(t, f, customfield.Field{Name: "Seats", Kind: customfield.Number})
	rep, c := f.As("rep"), string(pipeline.Custom(seats))
	query := "in=any&cols=amount," + c + "&sort=" + c + ".asc&" + c + ".from=5"
	rep.Post(f.Path("/views"), "name", "By seats", "path", "/pipeline", "query", query, "sharing", "private").Is(t,
		http.StatusSeeOther)
	rep.Post(f.Path("/pipeline/columns"), "list", "in=any", "cols", "stage", "cols", c)
	seats.Retired = true
	define(t, f, seats)
	id := f.Opportunities["rep"].String()
	for _, path := range []string{"/pipeline?", "/pipeline/board?"} {
		page := rep.Get(f.Path(path+query)).Is(t, http.StatusOK).Says(t, "This list leaves out Seats.", id)
		if strings.Contains(page.Body, `name="`+c) {
			t.Error("the filter offers a retired field")
		}
	}
	if got := headings(rep.Get(f.Path("/pipeline?" + query))); !slices.Equal(got, []string{"Opportunity", "Amount",
		"Select"}) {
		t.Errorf("the list has %q", got)
	}
	usual := rep.Get(f.Path("/pipeline?in=any"))
	usual.Hides(t, "leaves out")
	if got := headings(usual); !slices.Equal(got, []string{"Opportunity", "Stage", "Select"}) {
		t.Errorf("the reader's own list has %q", got)
	}
	rep.Get(f.Path("/pipeline.csv?"+query)).Is(t, http.StatusOK).Hides(t, "Seats")
	stranger := "number." + uuid.NewString()
	rep.Get(f.Path("/pipeline?in=any&cols="+stranger+"&"+stranger+".from=1")).Is(t, http.StatusOK).Says(t, id,
		"leaves out a field that is not defined")
}
