package sitetest

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
	c := GrowthTech(t)
	headings := map[tenant.Role]string{tenant.Rep: "Good morning, ", tenant.Manager: "Team overview",
		tenant.Executive: "Company overview", tenant.Ops: "Operations", tenant.Finance: "Finance",
		tenant.Admin: "Administration"}
	sells := map[tenant.Role]bool{tenant.Rep: true, tenant.Manager: true, tenant.Executive: true}
	for _, size := range [][2]int64{{1440, 900}, {390, 844}} {
		s := New(t)
		for _, role := range tenant.Roles {
			w := s.Window(size[0], size[1])
			w.Get("/")
			w.Do(chromedp.SendKeys(`[name=email]`,
				c.users[role].Email), chromedp.SendKeys(`[name=password]`, Password+kb.Enter))
			w.Until("signing in leads home", `location.pathname.endsWith("/home")`)
			heading := Evaluate[string](w, `document.querySelector("h1").textContent`)
			if !strings.HasPrefix(heading, headings[role]) {
				t.Errorf("the %s is greeted with %q", role, heading)
			}
			won, open := c.figures(role)
			closed := `document.querySelector("a.tile-value[aria-label^='Closed won'], .pace-value")?.title ?? ""`
			if got := Evaluate[string](w, closed); sells[role] && got != Dollars(won) || !sells[role] && got != "" {
				t.Errorf("the %s has won %s, the CRM says %s", role, got, Dollars(won))
			}
			w.Get(c.path("/pipeline?in=any"))
			if got := Evaluate[string](w,
				`document.querySelector("tfoot").innerHTML`); !strings.Contains(got, `title="`+Dollars(open)+`"`) {
				t.Errorf("to the %s %q is open, the CRM says %s", role, got, Dollars(open))
			}
			if size[0] < 768 && Evaluate[int64](w, `document.querySelector(".dock").offsetHeight`) == 0 {
				t.Error("a phone has no bar")
			}
		}
	}
}

func TestTheKeyboardLeadsEverywhere(t *testing.T) {
	t.Parallel()
	c, s := GrowthTech(t), New(t)
	w := s.Window(1440, 900).As(c.users[tenant.Executive])
	w.Get(c.path("/home"))
	w.Do(chromedp.KeyEvent("g"), chromedp.KeyEvent("p"))
	w.Until("g p opens the pipeline", `location.pathname.endsWith("/pipeline")`)
	w.Do(chromedp.KeyEvent("j"), chromedp.KeyEvent(kb.Enter))
	w.Until("Enter opens the row", `location.pathname.includes("/opportunities/")`)
	name := c.told("Account.csv")[0]["Name"]
	w.Do(chromedp.KeyEvent("k", chromedp.KeyModifiers(kb.ModifierCtrl)))
	w.Until("Ctrl-K opens the palette", `document.querySelector("#palette").open`)
	w.Do(chromedp.KeyEvent(name))
	w.Until("the palette finds an account",
		fmt.Sprintf(`document.querySelector("#palette-results a[href*='/accounts/']")?.textContent.startsWith(%q)`,
			name))
	w.Do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	w.Until("Enter opens it",
		fmt.Sprintf(`location.pathname.includes("/accounts/") && document.querySelector("h1")?.textContent.includes(%q)`, name))
}

// wonTile is what a home says of what was won, exactly.
const wonTile = `document.querySelector("a.tile-value[aria-label^='Closed won']").title`

func TestAChoiceChangesTheAddressAndTheFigures(t *testing.T) {
	t.Parallel()
	c, s := GrowthTech(t), New(t)
	w := s.Window(1440, 900).As(c.users[tenant.Executive])
	team := c.Members[tenant.Manager].Team
	won, _ := c.figures(tenant.Manager)
	w.Get(c.path("/home"))
	all := Evaluate[string](w, wonTile)
	w.Do(chromedp.Click(`main .filters summary`), chromedp.SetValue(`[name=team]`, team),
		chromedp.Click(`main .filters .btn-primary`))
	w.Until("the address has the team, and nothing else", fmt.Sprintf(`location.search === "?team=%s"`, team))
	w.Until("the choice stands beside the button", fmt.Sprintf(
		`document.querySelector("main .filters summary").innerText.includes("(1)") &&
			document.querySelector("main .chip").innerText === "Team: %s"`, team))
	if got := Evaluate[string](w, wonTile); got != Dollars(won) || got == all {
		t.Errorf("%s has won %s, the CRM says %s, all have %s", team, got, Dollars(won), all)
	}
	w.Get(c.path("/home?as_of=2026-10-15"))
	w.Until("the past has its banner",
		`document.querySelector("main .alert").innerText.includes("known at the end of Oct 15, 2026")`)
	if past := Evaluate[string](w, wonTile); past == all {
		t.Error("the past has the figures of today")
	}
	w.Do(chromedp.Click(`main .alert a`))
	w.Until("back to now", fmt.Sprintf(`location.search === "" && %s === %q`, wonTile, all))
}

func TestTheThemeIsChosenAndTheSessionEnds(t *testing.T) {
	t.Parallel()
	c, s := GrowthTech(t), New(t)
	w := s.Window(1440, 900).As(c.users[tenant.Executive])
	w.Get(c.path("/home?period=2026"))
	w.Do(chromedp.Click(`.top [aria-label="Use the dark theme"]`))
	w.Until("the page is dark, and the same",
		`document.documentElement.dataset.theme === "dark" && location.search === "?period=2026"`)
	w.Do(chromedp.Click(`.top [aria-label="Use the light theme"]`))
	w.Until("the page is light", `document.documentElement.dataset.theme === "light"`)
	w.Do(chromedp.Click(`.top .menu > summary`), chromedp.Click(`.top form[action="/logout"] button`))
	w.Until("the session is over",
		`location.pathname === "/login" && document.body.innerText.includes("You are signed out.")`)
	w.Get(c.path("/home"))
	w.Until("home asks to sign in", `location.pathname === "/login"`)
}

var (
	forms  = regexp.MustCompile(`(?s)<form method="(get|post)" action="([^"]*)".*?</form>`)
	fields = regexp.MustCompile(`<(?:input|select|button)[^>]*?\bname="([^"]*)"[^>]*>`)
	values = regexp.MustCompile(`\bvalue="([^"]*)"`)
)

// form is what a browser without a script would send of a form: every field, an empty one too.
func (a Answer) form(t *testing.T, action string) url.Values {
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
	c, s := GrowthTech(t), New(t)
	b := s.SignedIn(c.users[tenant.Executive])
	for _, path := range []string{"/home", "/pipeline", "/accounts", "/quotas", "/reports/bookings",
		"/reports/forecast"} {
		sent := b.Get(c.path(path)).Is(t, http.StatusOK).form(t, c.path(path))
		if _, ok := sent["team"]; !ok {
			t.Errorf("%s has no choice of a team", path)
		}
		sent.Set("team", "West")
		if a := b.Get(c.path(path)+"?"+sent.Encode()).Is(t, http.StatusOK); !strings.Contains(a.Body,
			`<option value="West" selected`) {
			t.Errorf("%s does not keep the team", path)
		}
	}
	sent := b.Get(c.path("/pipeline")).form(t, c.path("/pipeline"))
	sent.Set("q", "Analytics")
	if a := b.Get(c.path("/pipeline") + "?" + sent.Encode()); strings.Contains(a.Body, "Enterprise Suite") ||
		!strings.Contains(a.Body, "– Analytics") {
		t.Error("the list is not narrowed to what is looked for")
	}
	theme := b.Get(c.path("/more")).form(t, "/theme")
	b.Post("/theme", "theme", "dark", "back", theme.Get("back")).Leads(t, c.path("/more"))
	b.Get(c.path("/more")).Is(t, http.StatusOK).Says(t, `data-theme="dark"`)
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
func worksite(t *testing.T) (*Site, tenant.Organisation, auth.User) {
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
	user, err := auth.AddUser(t.Context(), db, "ops@example.com", "Olga Ops", Password)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		id, err := member.Add(t.Context(), tx, member.Person{Name: "Olga Ops", Email: user.Email})
		if err != nil {
			return err
		}
		if err := member.Assign(t.Context(), tx,
			member.Assignment{MemberID: id, Role: tenant.Ops, ValidFrom: period.NewDate(2025, 1, 1)}); err != nil {
			return err
		}
		return auth.Join(t.Context(), tx, user.ID, id)
	})
	if err != nil {
		t.Fatal(err)
	}
	return NewOn(t, db, jobs), org, user
}

func TestAnExportIsUploadedWatchedAndCounted(t *testing.T) {
	t.Parallel()
	s, org, user := worksite(t)
	w := s.Window(1440, 900).As(user)
	w.Get("/o/" + org.Slug + "/home")
	w.Until("an empty home offers an import", `document.querySelector("main a[href$='/imports']") !== null`)
	w.Do(chromedp.Click(`main a[href$="/imports"]`), chromedp.WaitVisible(`[name=file]`),
		chromedp.SetUploadFiles(`[name=file]`, []string{kontor(t)}),
		chromedp.Click(`form[action$="/imports"] button`))
	w.Until("the import has a page of its own", `/imports\/[0-9a-f-]{36}$/.test(location.pathname)`)
	w.Until("the page comes to the end by itself",
		`document.querySelector("#import")?.innerText.includes("The import is done.")`)
	opportunities := len(demo.Generate(demo.HanseKontor(),
		period.NewDate(2026, time.November, 20)).Table("Opportunity.csv").Rows)
	row := Evaluate[string](w,
		`[...document.querySelectorAll("#import tbody tr")].find(r => r.innerText.startsWith("Opportunity\t") || r.querySelector("th").innerText === "Opportunity").innerText`)
	if !strings.Contains(row, fmt.Sprint(opportunities)) &&
		!strings.Contains(row, strings.TrimPrefix(Dollars(int64(opportunities)*100), "$")[:5]) {
		t.Errorf("of %d opportunities the page says %q", opportunities, row)
	}
	w.Until("the refused row is shown", `document.querySelector("#import").innerText.includes("Rows with a problem")`)
	link := Evaluate[string](w, `document.querySelector("a[href$='/rows.csv']").getAttribute("href")`)
	rows := s.SignedIn(user).Get(link).Is(t, http.StatusOK).Says(t, "Account.csv").Body
	if strings.Contains(rows, "\n\"=") || strings.Contains(rows, ",=") || strings.Contains(rows, ",\"=") {
		t.Errorf("a formula is in the list of refused rows\n%s", rows)
	}
	w.Do(chromedp.Click(`#import a[href$="/home"]`))
	w.Until("the home says that it is done",
		`document.querySelector("a.tile-value[aria-label^='Last import']")?.textContent === "Done"`)
	w.Get("/o/" + org.Slug + "/pipeline?status=all&in=any")
	w.Until("the numbers are there", `document.querySelector("tfoot .n")?.title.startsWith("€")`)
}
