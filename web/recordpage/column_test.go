package recordpage_test

import (
	"encoding/csv"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quarterdeck/web/sitetest"
)

var heading = regexp.MustCompile(`<th scope="col"[^>]*>(?:<a [^>]*>)?([^<]+)`)

// headings are the headings of a page's table, in order.
func headings(a sitetest.Answer) (all []string) {
	for _, found := range heading.FindAllStringSubmatch(a.Body, -1) {
		all = append(all, strings.TrimSpace(found[1]))
	}
	return all
}

func TestColumnsAreChosenOrderedSavedAndExported(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("columns")
	rep, list := f.As("rep"), f.Path("/pipeline")
	standard := []string{"Opportunity", "Amount", "Weighted", "Stage", "Category", "Close date", "Next step",
		"Last activity", "Select"}
	if got := headings(rep.Get(list)); !slices.Equal(got, standard) {
		t.Errorf("the list begins with %q", got)
	}
	got := headings(f.As("executive").Get(list))
	if !slices.Contains(got, "Owner") || slices.Contains(got, "Select") {
		t.Errorf("a list of several people's has %q", got)
	}

	to := rep.Get(list + "/columns?list=in%3Dany%26sort%3Dstage_age.desc" +
		"&cols=source&cols=stage_age&cols=amount&up=stage_age")
	to.Leads(t, list+"?choose=1&cols=stage_age%2Csource%2Camount&in=any&sort=stage_age.desc")
	page := rep.Get(to.Location).Is(t, http.StatusOK).Says(t, `data-menu open`, `aria-sort="descending"`)
	if got := headings(page); !slices.Equal(got, []string{"Opportunity", "Days in stage", "Source", "Amount",
		"Select"}) {
		t.Errorf("after a choice it has %q", got)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(
		rep.Get(list+".csv?cols=stage_age,source,amount&in=any").Is(t, http.StatusOK).Body, "\ufeff"))).ReadAll()
	if err != nil || !slices.Equal(rows[0], []string{"Opportunity", "Account", "Days in stage", "Source", "Amount",
		"Currency", "Amount USD"}) {
		t.Errorf("the export has %q (%v)", rows[0], err)
	}

	rep.Post(f.Path("/views"), "name", "Ages", "path", "/pipeline", "query", "in=any&cols=age,nonsense,owner,age",
		"sharing", "private").Is(t, http.StatusSeeOther)
	rep.Get(list+"?in=any").Says(t, "Ages", "cols=age%2Cowner")
	rep.Post(list+"/columns", "list", "in=any", "cols", "type", "cols", "region").Leads(t, list+"?in=any")
	page = rep.Get(list+"?in=any").Says(t, "begins with these columns now", "/pipeline.csv?cols=type%2Cregion")
	if got := headings(page); !slices.Equal(got, []string{"Opportunity", "Type", "Region", "Select"}) {
		t.Errorf("the reader's own list has %q", got)
	}
	if got := headings(f.As("mate").Get(list)); !slices.Equal(got, standard) {
		t.Errorf("somebody else's list has %q", got)
	}
	rep.Post(list+"/columns", "usual", "1", "cols", "type").Leads(t, list+"?")
	if got := headings(rep.Get(list)); !slices.Equal(got, standard) {
		t.Errorf("the list goes back to %q", got)
	}
}
