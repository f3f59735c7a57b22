package accountpage_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

func undo(body string) string {
	return regexp.MustCompile(`/commands/[0-9a-f-]{36}/undo`).FindString(body)
}

// enter is a new account of somebody's, and the path of its page.
func enter(t *testing.T, f *sitetest.Firm, who *sitetest.Browser, typed ...string) string {
	t.Helper()
	at, err := url.Parse(who.Post(f.Path("/accounts"), typed...).Is(t, http.StatusSeeOther).Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	return at.Path
}

func TestAnAccountIsWorkedFromEntryToArchive(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("worked")
	rep := f.As("rep")
	rep.Get(f.Path("/accounts/new")).Is(t, http.StatusOK).Says(t, "Create account")
	rep.Post(f.Path("/accounts"), "name", "Larch", "employees", "many").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Employees must be a whole number", `value="Larch"`)
	rep.Post(f.Path("/accounts"), "name", sitetest.Mark("worked", "rep")+" Holding").Is(t,
		http.StatusUnprocessableEntity).Says(t, "There is an account of this name already")
	path := enter(t, f, rep, "name", "Larch", "website", "larch.example", "employees", "1,200")
	rep.Get(path).Is(t, http.StatusOK).Says(t, "Larch", "larch.example", "1,200", "Open pipeline", "Won revenue",
		"You created this account at")
	rep.Post(path+"/fields", "field", "industry", "saw", "", "value", "Timber").Leads(t, path)
	rep.Get(path).Says(t, "Timber", "You changed industry at", "— → Timber")
	f.As("manager").Post(path+"/fields", "field", "industry", "saw", "", "value", "Wood").Is(t,
		http.StatusConflict).Says(t, "changed this from — to Timber", "Keep mine", "Take theirs", `value="Wood"`)
	rep.Post(f.Path(undo(rep.Get(path).Body))).Leads(t, path)
	rep.Get(path).Hides(t, "You changed industry")
	rep.Post(path+"/fields", "field", "website", "saw", "larch.example", "value", "no site").Is(t,
		http.StatusUnprocessableEntity).Says(t, "such as example.com")
	rep.Post(path+"/log", "kind", "call", "subject", "They open in May").Leads(t, path)
	rep.Post(path+"/log", "kind", "note", "subject", "Family business.").Leads(t, path)
	rep.Get(path).Says(t, "They open in May", "Family business.")
	rep.Post(path+"/owner", "saw", f.People["rep"].String(), "value", f.People["mate"].String()).Is(t,
		http.StatusUnprocessableEntity)
	f.As("manager").Post(path+"/owner", "saw", f.People["rep"].String(), "value",
		f.People["mate"].String()).Leads(t, path)
	rep.Get(path).Is(t, http.StatusNotFound)
	mate := f.As("mate")
	mate.Post(path+"/archive").Leads(t, path)
	mate.Get(path).Says(t, "This account is archived", "Restore").Hides(t, "Edit Industry")
	mate.Get(f.Path("/accounts")).Hides(t, "Larch")
	mate.Post(path+"/restore").Leads(t, path)
	mate.Get(f.Path("/accounts")).Says(t, "Larch")
	f.As("executive").Get(path).Is(t, http.StatusOK).Hides(t, "Edit Industry")
	f.As("executive").Post(path+"/fields", "field", "industry", "value", "x").Is(t, http.StatusNotFound)
}

func TestAnAccountIsBelowAnotherAndNeverBelowItself(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("tree")
	rep, top := f.As("rep"), sitetest.Mark("tree", "rep")+" Holding"
	middle := enter(t, f, rep, "name", "Middle", "parent", top)
	low := enter(t, f, rep, "name", "Low", "parent", "Middle")
	list := rep.Get(f.Path("/accounts")).Body
	link := regexp.MustCompile(`(/accounts/[0-9a-f-]{36})[^"]*">` + top).FindStringSubmatch(list)[1]
	shown := rep.Get(f.Path(link)).Is(t, http.StatusOK).Says(t, "Child accounts", "Sums including 2 child accounts",
		"Low", "further below")
	sums := regexp.MustCompile(`<dt>Open pipeline</dt>\s*<dd title="([^"]*)"`).FindAllStringSubmatch(shown.Body, -1)
	if len(sums) != 2 || sums[0][1] != sums[1][1] || sums[0][1] == "$0.00" {
		t.Errorf("the sums are %q", sums)
	}
	rep.Get(low).Says(t, "Middle")
	rep.Post(f.Path(link)+"/fields", "field", "parent", "saw", "", "value", "Low").Is(t,
		http.StatusUnprocessableEntity).Says(t, "is this account or below it")
	rep.Post(middle+"/fields", "field", "parent", "saw", "x", "value", "Nobody").Is(t,
		http.StatusUnprocessableEntity).Says(t, "No account has this name.")
	rep.Post(f.Path(link)+"/archive").Is(t, http.StatusConflict).Says(t, "This account has open opportunities")
}

// TestTheSumsOfAnAccountAreThoseOfTheListThatTheyOpen compares each to the cent.
func TestTheSumsOfAnAccountAreThoseOfTheListThatTheyOpen(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("sums")
	rep := f.As("rep")
	link := regexp.MustCompile(`/accounts/[0-9a-f-]{36}`).FindString(rep.Get(f.Path("/accounts")).Body)
	body := rep.Get(f.Path(link)).Body
	for _, what := range []string{"Open pipeline", "Won revenue"} {
		found := regexp.MustCompile(`<dt>` + what + `</dt>\s*<dd title="\$([^"]*)"><a class="textlink" href="([^"]*)"`).
			FindStringSubmatch(body)
		if found == nil {
			t.Fatalf("%s opens nothing", what)
		}
		to := strings.ReplaceAll(found[2], "&amp;", "&")
		list := rep.Get(strings.Replace(to, "/pipeline?", "/pipeline.csv?", 1)).Is(t, http.StatusOK).Body
		if sum := summed(t, list, "Amount USD"); sum != strings.ReplaceAll(found[1], ",", "") {
			t.Errorf("%s is %s, its list sums to %s", what, found[1], sum)
		}
	}
}

// summed adds up a column of a list.
func summed(t *testing.T, text, column string) string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at, sum := slices.Index(rows[0], column), decimal.Zero
	for _, row := range rows[1:] {
		if row[at] != "" {
			sum = sum.Add(decimal.RequireFromString(row[at]))
		}
	}
	return sum.StringFixed(2)
}

func TestAnAccountThatIsKeptInTheCRMHasALock(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("held")
	if err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		return tenant.KeepInCRM(t.Context(), tx, true)
	}); err != nil {
		t.Fatal(err)
	}
	rep := f.As("rep")
	link := f.Path(regexp.MustCompile(`/accounts/[0-9a-f-]{36}`).FindString(rep.Get(f.Path("/accounts")).Body))
	rep.Get(link).Is(t, http.StatusOK).Says(t, "Kept in your CRM", "Log call", "Edit Phone").Hides(t, "Edit Industry")
	rep.Post(link+"/fields", "field", "industry", "saw", "", "value", "x").Is(t, http.StatusUnprocessableEntity)
	rep.Post(link+"/fields", "field", "phone", "saw", "", "value", "+1 415 555 0100").Leads(t, link)
	rep.Get(f.Path("/accounts/new")).Says(t, "Create the account there")
}

// TestAnAccountIsWorkedOnAPhone sets a fact and logs a call by touch.
func TestAnAccountIsWorkedOnAPhone(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("touch")
	link := regexp.MustCompile(`/accounts/[0-9a-f-]{36}`).FindString(f.As("rep").Get(f.Path("/accounts")).Body)
	w := f.Site.Window(390, 844).As(f.Users["rep"])
	says := func(what, text string) {
		t.Helper()
		w.Until(what, `document.querySelector("main").innerText.includes("`+text+`")`)
	}
	w.Get(f.Path(link))
	w.Do(chromedp.SendKeys(`#log [name=subject]`, "They open in May"), chromedp.Click(`#log [value=call]`))
	says("the call is in the timeline", "They open in May")
	w.Do(chromedp.Click(`summary[aria-label^="Edit Phone"]`), chromedp.SendKeys(`#edit-phone`, "+14155550100"),
		chromedp.Click(`details[open] .btn-primary`))
	says("the number is set", "You changed phone")
	if wide := sitetest.Evaluate[bool](w, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("the page is wider than the phone")
	}
}
