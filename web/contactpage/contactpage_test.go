package contactpage_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/contact"
	"quarterdeck/web/contactpage"
	"quarterdeck/web/sitetest"
)

func TestAChoiceOfContactsIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := contactpage.People{Name: rapid.String().Draw(t, "name"), Role: rapid.String().Draw(t, "role"),
			Working: rapid.Bool().Draw(t, "working"),
			Sort: rapid.SampledFrom([]contact.Sort{contact.ByName, contact.ByAccount,
				contact.ByTouch}).Draw(t, "sort")}
		if rapid.Bool().Draw(t, "further on") {
			p.After = contact.Cursor{Value: rapid.StringMatching(`[a-zü ]{0,20}`).Draw(t, "last"),
				ID: uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "key"))}
		}
		q, err := url.ParseQuery(p.Query().Encode())
		if err != nil {
			t.Fatal(err)
		}
		if got := contactpage.ParsePeople(q); got != p {
			t.Fatalf("%+v is written %s and read %+v", p, q.Encode(), got)
		}
	})
}

// enter is a new contact of the rep's account, and the path of their page.
func enter(t *testing.T, f *sitetest.Firm, rep *sitetest.Browser, mark string) string {
	t.Helper()
	to := rep.Post(f.Path("/contacts"), "first_name", "Eva", "last_name", "Lindqvist", "email", "eva@example.com",
		"account", sitetest.Mark(mark, "rep")+" Holding").Is(t, http.StatusSeeOther).Header.Get("Location")
	at, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	return at.Path
}

func TestAContactIsWorkedFromEntryToArchive(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("person")
	rep := f.As("rep")
	rep.Get(f.Path("/contacts/new")).Is(t, http.StatusOK).Says(t, "Create contact")
	rep.Post(f.Path("/contacts"), "last_name", "Lindqvist").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Type the name of the contact", `value="Lindqvist"`)
	rep.Post(f.Path("/contacts"), "last_name", "L", "account", sitetest.Mark("person", "far")+" Holding").Is(t,
		http.StatusUnprocessableEntity).Says(t, "No account has this name.")
	path := enter(t, f, rep, "person")
	rep.Get(path).Is(t, http.StatusOK).Says(t, "Eva Lindqvist", "mailto:eva@example.com", "Edit Title", "Created")
	rep.Post(path+"/fields", "field", "title", "saw", "", "value", "Head of Procurement").Leads(t, path)
	rep.Get(path).Says(t, "Head of Procurement", "You changed title at", "— → Head of Procurement")
	f.As("manager").Post(path+"/fields", "field", "title", "saw", "", "value", "CFO").Is(t,
		http.StatusConflict).Says(t, "changed this from — to Head of Procurement", "Keep mine", `value="CFO"`)
	rep.Post(path+"/fields", "field", "email", "saw", "eva@example.com", "value", "eva").Is(t,
		http.StatusUnprocessableEntity).Says(t, "looks like eva@example.com")
	rep.Post(path+"/log", "kind", "call", "subject", "She wants a reference").Leads(t, path)
	rep.Post(path+"/log", "kind", "note", "subject", "Plays golf.").Leads(t, path)
	shown := rep.Get(path+"?show=notes").Says(t, "Plays golf.")
	shown.Hides(t, "She wants a reference")
	rep.Post(f.Path(undo(rep.Get(path).Body))).Leads(t, path)
	rep.Get(path).Hides(t, "Plays golf.")
	rep.Post(path+"/archive").Leads(t, path)
	rep.Get(path).Says(t, "This contact is archived", "Restore").Hides(t, "Edit Title")
	rep.Get(f.Path("/contacts")).Hides(t, "Lindqvist")
	rep.Post(path+"/fields", "field", "title", "saw", "", "value", "x").Is(t, http.StatusConflict)
	rep.Post(path+"/restore").Leads(t, path)
	for _, address := range []string{"/contacts?q=lindqvist", "/contacts.csv?q=procurement", "/contacts?sort=touch"} {
		rep.Get(f.Path(address)).Is(t, http.StatusOK).Says(t, "Lindqvist")
	}
	rep.Get(f.Path("/contacts?in=open")).Hides(t, "Lindqvist")
}

func undo(body string) string {
	return regexp.MustCompile(`/commands/[0-9a-f-]{36}/undo`).FindString(body)
}

func TestAContactIsForThoseWhoseAccountItIs(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f, twin := s.Firm("ours"), s.Firm("theirs")
	path := enter(t, f, f.As("rep"), "ours")
	for who, want := range map[string]int{"manager": 200, "executive": 200, "finance": 200, "ops": 200, "far": 404,
		"mate": 404, "east": 404} {
		f.As(who).Get(path).Is(t, want)
		list := f.As(who).Get(f.Path("/contacts.csv")).Is(t, http.StatusOK)
		if found := strings.Contains(list.Body, "Lindqvist"); found != (want == 200) {
			t.Errorf("%s finds the contact in the list: %t", who, found)
		}
	}
	f.As("far").Post(path+"/fields", "field", "title", "value", "x").Is(t, http.StatusNotFound)
	f.As("executive").Get(path).Hides(t, "Edit Title")
	f.As("executive").Post(path+"/archive").Is(t, http.StatusNotFound)
	twin.As("ops").Get(strings.Replace(path, f.Slug, twin.Slug, 1)).Is(t, http.StatusNotFound)
}

func TestAContactThatIsKeptInTheCRMHasALock(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("held")
	if err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		return tenant.KeepInCRM(t.Context(), tx, true)
	}); err != nil {
		t.Fatal(err)
	}
	ops := f.As("ops")
	link := regexp.MustCompile(`/contacts/[0-9a-f-]{36}`).FindString(ops.Get(f.Path("/contacts")).Body)
	if link == "" {
		t.Fatal("no contact was imported")
	}
	ops.Get(f.Path(link)).Is(t, http.StatusOK).Says(t, "Kept in your CRM", "Log call").Hides(t, "Edit Title")
	ops.Post(f.Path(link)+"/fields", "field", "title", "saw", "", "value", "CFO").Is(t,
		http.StatusUnprocessableEntity)
	ops.Get(f.Path("/contacts/new")).Says(t, "Create the contact there")
}

// TestAContactIsWorkedOnAPhone adds a contact to an opportunity, opens their page and sets the title, by touch.
func TestAContactIsWorkedOnAPhone(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("touch")
	w := f.Site.Window(390, 844).As(f.Users["rep"])
	says := func(what, text string) {
		t.Helper()
		w.Until(what, `document.querySelector("main").innerText.includes("`+text+`")`)
	}
	w.Get(f.Path("/opportunities/" + f.Opportunities["rep"].String()))
	w.Do(chromedp.Click(`#contacts summary.btn`), chromedp.SendKeys(`#contacts [name=last_name]`, "Lindqvist"),
		chromedp.SendKeys(`#contacts [name=role]`, "Champion"),
		chromedp.Click(`#contacts form[action$="/contacts"] .btn-primary`))
	says("the contact is in the opportunity", "Lindqvist")
	w.Do(chromedp.Click(`#contacts li:last-child .line-main a`))
	says("the page of the contact opens", "Opportunities")
	w.Do(chromedp.Click(`summary[aria-label^="Edit Title"]`), chromedp.SendKeys(`#edit-title`, "CFO"),
		chromedp.Click(`details[open] .btn-primary`))
	says("the title is set", "You changed title")
	if wide := sitetest.Evaluate[bool](w, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("the page is wider than the phone")
	}
}
