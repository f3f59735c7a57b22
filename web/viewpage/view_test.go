package viewpage_test

import (
	"net/http"
	"strings"
	"testing"

	"quarterdeck/web/sitetest"
)

func TestAListIsSavedOpenedChangedAndDeleted(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("views")
	rep, ops := f.As("rep"), f.As("ops")
	list, views := f.Path("/pipeline"), f.Path("/views")
	rep.Get(views).Is(t, http.StatusOK).Says(t, "No saved views")
	rep.Post(views, "name", " ", "path", "/pipeline", "query", "in=any&cat=commit", "sharing", "private").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Name the view.", `value="cat=commit&amp;in=any"`)
	rep.Post(views, "name", "X", "path", "/pipeline", "query", "in=any", "sharing", "everybody").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Share it with your team.")

	a := rep.Post(views, "name", "Any <b>time</b>", "path", "/pipeline", "query", "in=any&as_of=2026-01-01&cursor=x",
		"sharing", "private").Is(t, http.StatusSeeOther)
	if !strings.HasPrefix(a.Location, list+"?in=any&view=") {
		t.Fatalf("a new view leads to %s", a.Location)
	}
	key := a.Location[strings.LastIndex(a.Location, "=")+1:]
	open := rep.Get(a.Location).Is(t, http.StatusOK).Says(t, "Saved as a view.", "Any &lt;b&gt;time&lt;/b&gt;")
	open.Hides(t, "Modified")
	rep.Get(a.Location+"&stage=Proposal").Says(t, "Modified", "Save changes to", "Discard changes")
	rep.Post(views+"/"+key+"/query", "seen", "1", "query", "in=any&stage=Proposal").Leads(t,
		list+"?in=any&stage=Proposal&view="+key)
	rep.Post(views+"/"+key+"/query", "seen", "1", "query", "in=any").Is(t, http.StatusSeeOther)
	rep.Get(list).Says(t, "saved elsewhere in the meantime")
	rep.Post(views+"/"+key+"/revert").Leads(t, views)
	rep.Get(views).Says(t, "The version before is restored.", list+"?in=any&amp;view="+key)

	for _, other := range []string{"ops", "manager", "executive"} {
		f.As(other).Get(views).Is(t, http.StatusOK).Hides(t, "time")
		f.As(other).Post(views+"/"+key+"/delete").Is(t, http.StatusNotFound)
	}
	rep.Post(views+"/"+key+"/delete").Leads(t, views)
	rep.Get(views).Says(t, "The view is deleted.", "No saved views")

	b := ops.Post(views, "name", "First", "path", "/pipeline", "query", "in=overdue", "sharing", "everybody",
		"for_role", "rep").Is(t, http.StatusSeeOther)
	rep.Get(list).Leads(t, b.Location)
	rep.Get(list+"?in=quarter").Is(t, http.StatusOK)
	f.As("manager").Get(list).Is(t, http.StatusOK)
}
