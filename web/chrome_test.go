package web

import (
	"archive/zip"
	"context"
	"fmt"
	"html"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/work"
)

func TestEachRoleSignsInAndReadsItsFigures(t *testing.T) {
	t.Parallel()
	c := growthTech(t)
	headings := map[tenant.Role]string{tenant.Rep: "Good morning, ", tenant.Manager: "Team overview"}
	for _, size := range [][2]int64{{1440, 900}, {390, 844}} {
		s := newSite(t)
		for _, role := range tenant.Roles {
			w := s.window(size[0], size[1])
			w.get("/")
			w.do(chromedp.SendKeys(`[name=email]`, c.users[role].Email), chromedp.SendKeys(`[name=password]`, password+kb.Enter))
			w.until("signing in leads home", `location.pathname.endsWith("/home")`)
			heading, want := value[string](w, `document.querySelector("h1").textContent`), headings[role]
			if want == "" {
				want = "Company overview"
			}
			if !strings.HasPrefix(heading, want) {
				t.Errorf("the %s is greeted with %q", role, heading)
			}
			won, open := c.figures(role)
			if got := value[string](w, `document.querySelector(".tile-value, .pace-value").title`); got != dollars(won) {
				t.Errorf("the %s has won %s, the CRM says %s", role, got, dollars(won))
			}
			w.get(c.path("/pipeline"))
			if got := value[string](w, `document.querySelector("tfoot").innerText`); !strings.Contains(got, dollars(open)) {
				t.Errorf("to the %s %q is open, the CRM says %s", role, got, dollars(open))
			}
			if size[0] < 768 && value[int64](w, `document.querySelector(".dock").offsetHeight`) == 0 {
				t.Error("a phone has no bar")
			}
		}
	}
}

func TestTheKeyboardLeadsEverywhere(t *testing.T) {
	t.Parallel()
	c, s := growthTech(t), newSite(t)
	w := s.window(1440, 900).as(c.users[tenant.Executive])
	w.get(c.path("/home"))
	w.do(chromedp.KeyEvent("g"), chromedp.KeyEvent("p"))
	w.until("g p opens the pipeline", `location.pathname.endsWith("/pipeline")`)
	w.do(chromedp.KeyEvent("j"), chromedp.KeyEvent(kb.Enter))
	w.until("Enter opens the row", `location.pathname.includes("/opportunities/")`)
	name := c.told("Account.csv")[0]["Name"]
	w.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(kb.ModifierCtrl)))
	w.until("Ctrl-K opens the palette", `document.querySelector("#palette").open`)
	w.do(chromedp.KeyEvent(name))
	w.until("the palette finds an account", fmt.Sprintf(`document.querySelector("#palette-results a[href*='/accounts/']")?.textContent.startsWith(%q)`, name))
	w.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	w.until("Enter opens it", fmt.Sprintf(`location.pathname.includes("/accounts/") && document.querySelector("h1")?.textContent.includes(%q)`, name))
}

func TestAChoiceChangesTheAddressAndTheFigures(t *testing.T) {
	t.Parallel()
	c, s := growthTech(t), newSite(t)
	w := s.window(1440, 900).as(c.users[tenant.Executive])
	team := c.members[tenant.Manager].Team
	won, _ := c.figures(tenant.Manager)
	w.get(c.path("/home"))
	all := value[string](w, `document.querySelector(".tile-value").title`)
	w.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{ const s = document.querySelector("[name=team]"); s.value = %q; s.dispatchEvent(new Event("change", {bubbles: true})) }`, team)))
	w.until("the address has the team", fmt.Sprintf(`location.search === "?period=2026-Q4&team=%s"`, team))
	if got := value[string](w, `document.querySelector(".tile-value").title`); got != dollars(won) || got == all {
		t.Errorf("%s has won %s, the CRM says %s, all have %s", team, got, dollars(won), all)
	}
	w.get(c.path("/home?as_of=2026-10-15"))
	w.until("the past has its banner", `document.querySelector("main .alert").innerText.includes("known at the end of Oct 15, 2026")`)
	if past := value[string](w, `document.querySelector(".tile-value").title`); past == all {
		t.Error("the past has the figures of today")
	}
	w.do(chromedp.Click(`main .alert a`))
	w.until("back to now", fmt.Sprintf(`location.search === "" && document.querySelector(".tile-value").title === %q`, all))
}

func TestTheThemeIsChosenAndTheSessionEnds(t *testing.T) {
	t.Parallel()
	c, s := growthTech(t), newSite(t)
	w := s.window(1440, 900).as(c.users[tenant.Executive])
	w.get(c.path("/home?period=2026"))
	w.do(chromedp.Click(`.top [aria-label="Use the dark theme"]`))
	w.until("the page is dark, and the same", `document.documentElement.dataset.theme === "dark" && location.search === "?period=2026"`)
	w.do(chromedp.Click(`.top [aria-label="Use the light theme"]`))
	w.until("the page is light", `document.documentElement.dataset.theme === "light"`)
	w.do(chromedp.Click(`.top .menu > summary`), chromedp.Click(`.top form[action="/logout"] button`))
	w.until("the session is over", `location.pathname === "/login" && document.body.innerText.includes("You are signed out.")`)
	w.get(c.path("/home"))
	w.until("home asks to sign in", `location.pathname === "/login"`)
}

var (
	forms  = regexp.MustCompile(`(?s)<form method="(get|post)" action="([^"]*)".*?</form>`)
	fields = regexp.MustCompile(`<(?:input|select|button)[^>]*?\bname="([^"]*)"[^>]*>`)
	values = regexp.MustCompile(`\bvalue="([^"]*)"`)
)

// form is what a browser without a script would send of a form: every field, an empty one too.
func (a answer) form(t *testing.T, action string) url.Values {
	t.Helper()
	for _, m := range forms.FindAllStringSubmatch(a.Body, -1) {
		if m[2] != action {
			continue
		}
		sent := url.Values{}
		for _, f := range fields.FindAllStringSubmatch(m[0], -1) {
			sent.Set(f[1], "")
			if v := values.FindStringSubmatch(f[0]); v != nil {
				sent.Set(f[1], html.UnescapeString(v[1]))
			}
		}
		if !strings.Contains(m[0], "<button") {
			t.Errorf("the form of %s has no button", action)
		}
		return sent
	}
	t.Fatalf("no form of %s", action)
	return nil
}

func TestFiltersAndThemeWorkWithoutAScript(t *testing.T) {
	t.Parallel()
	c, s := growthTech(t), newSite(t)
	b := s.signedIn(c.users[tenant.Executive])
	for _, path := range []string{"/home", "/pipeline", "/accounts", "/quotas", "/reports/bookings", "/reports/forecast"} {
		sent := b.get(c.path(path)).is(t, http.StatusOK).form(t, c.path(path))
		if _, ok := sent["team"]; !ok {
			t.Errorf("%s has no choice of a team", path)
		}
		sent.Set("team", "West")
		if a := b.get(c.path(path)+"?"+sent.Encode()).is(t, http.StatusOK); !strings.Contains(a.Body, `<option value="West" selected`) {
			t.Errorf("%s does not keep the team", path)
		}
	}
	sent := b.get(c.path("/pipeline")).form(t, c.path("/pipeline"))
	sent.Set("q", "Analytics")
	if a := b.get(c.path("/pipeline") + "?" + sent.Encode()); strings.Contains(a.Body, "Enterprise Suite") || !strings.Contains(a.Body, "– Analytics") {
		t.Error("the list is not narrowed to what is looked for")
	}
	theme := b.get(c.path("/more")).form(t, "/theme")
	b.post("/theme", "theme", "dark", "back", theme.Get("back")).leads(t, c.path("/more"))
	b.get(c.path("/more")).is(t, http.StatusOK).says(t, `data-theme="dark"`)
}

// kontor is a zip of the small demo company's export, with a row that is refused.
func kontor(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "hanse-kontor.zip")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	z, export := zip.NewWriter(out), demo.Generate(demo.HanseKontor(), period.NewDate(2026, time.November, 20)).FS()
	err = fs.WalkDir(export, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(export, name)
		if err != nil {
			return err
		}
		if name == "Account.csv" {
			text = append(text, "\"=cmd|' /C calc'!A0\",\"\"\n"...)
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(text)
		}
		return err
	})
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// worksite is the application on a database of its own where the jobs are done, with one member of operations.
func worksite(t *testing.T) (*site, tenant.Organisation, auth.User) {
	t.Helper()
	db := testdb.Open(t, testdb.New(t), func() time.Time { return testdb.Now })
	jobs, err := work.New(db, work.Deps{PollOnly: true}, slog.New(slog.DiscardHandler))
	if err == nil {
		err = jobs.Start(context.Background())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = jobs.Stop(context.Background()) })
	settings := tenant.Settings{BaseCurrency: "EUR", TimeZone: "Europe/Berlin", FiscalStart: time.April}
	org, err := tenant.Create(t.Context(), db, "hanse-kontor", "Hanse Kontor", settings)
	if err != nil {
		t.Fatal(err)
	}
	user, err := auth.AddUser(t.Context(), db, "ops@example.com", "Olga Ops", password)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		id, err := member.Add(t.Context(), tx, member.Person{Name: "Olga Ops", Email: user.Email})
		if err != nil {
			return err
		}
		if err := member.Assign(t.Context(), tx, member.Assignment{MemberID: id, Role: tenant.Ops, ValidFrom: period.NewDate(2025, 1, 1)}); err != nil {
			return err
		}
		return auth.Join(t.Context(), tx, user.ID, id)
	})
	if err != nil {
		t.Fatal(err)
	}
	return newSiteOn(t, db, jobs), org, user
}

func TestAnExportIsUploadedWatchedAndCounted(t *testing.T) {
	t.Parallel()
	s, org, user := worksite(t)
	w := s.window(1440, 900).as(user)
	w.get("/o/" + org.Slug + "/home")
	w.until("an empty home offers an import", `document.querySelector("main a[href$='/imports']") !== null`)
	w.do(chromedp.Click(`main a[href$="/imports"]`), chromedp.WaitVisible(`[name=file]`), chromedp.SetUploadFiles(`[name=file]`, []string{kontor(t)}),
		chromedp.Click(`form[action$="/imports"] button`))
	w.until("the import has a page of its own", `/imports\/[0-9a-f-]{36}$/.test(location.pathname)`)
	w.until("the page comes to the end by itself", `document.querySelector("#import")?.innerText.includes("The import is done.")`)
	opportunities := len(demo.Generate(demo.HanseKontor(), period.NewDate(2026, time.November, 20)).Table("Opportunity.csv").Rows)
	row := value[string](w, `[...document.querySelectorAll("#import tbody tr")].find(r => r.innerText.startsWith("Opportunity\t") || r.querySelector("th").innerText === "Opportunity").innerText`)
	if !strings.Contains(row, fmt.Sprint(opportunities)) && !strings.Contains(row, strings.TrimPrefix(dollars(int64(opportunities)*100), "$")[:5]) {
		t.Errorf("of %d opportunities the page says %q", opportunities, row)
	}
	w.until("the refused row is shown", `document.querySelector("#import").innerText.includes("Rows with a problem")`)
	link := value[string](w, `document.querySelector("a[href$='/rows.csv']").getAttribute("href")`)
	rows := s.signedIn(user).get(link).is(t, http.StatusOK).says(t, "Account.csv").Body
	if strings.Contains(rows, "\n\"=") || strings.Contains(rows, ",=") || strings.Contains(rows, ",\"=") {
		t.Errorf("a formula is in the list of refused rows\n%s", rows)
	}
	w.do(chromedp.Click(`#import a[href$="/home"]`))
	w.until("the numbers are there", `document.querySelector(".tile-value") !== null && document.querySelector(".tile-value").title.startsWith("€")`)
}
