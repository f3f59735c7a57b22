package qualitypage_test

import (
	"context"
	"html"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/pipeline/cleanup"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
	"quarterdeck/web/ui"
)

// twice is a house with three accounts, two of which are one company, and its data measured.
func twice(t *testing.T) *sitetest.House {
	t.Helper()
	h := sitetest.New(t).Found()
	h.Update(func(ctx context.Context, tx *tenant.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO app.accounts (tenant_id, id, name, website, industry, created_at)
			SELECT @tenant, gen_random_uuid(), x.name, x.website, x.industry, @now
			FROM (VALUES ('Vela Bank', 'https://vela.example', ''), ('VELA BANK Inc.', 'www.vela.example', 'Banking'),
				('Solace Foods', 'solace.example', '')) x (name, website, industry)`, tenant.Args{"now": tx.Now()})
		if err != nil {
			return err
		}
		return cleanup.Measure(ctx, tx)
	})
	return h
}

func TestDuplicatesAreMergedKeptApartAndSeparatedAgain(t *testing.T) {
	t.Parallel()
	h := twice(t)
	path := h.Path("/quality/duplicates")
	for _, role := range tenant.Roles {
		want := http.StatusNotFound
		if role.May(tenant.ManageRecords) {
			want = http.StatusOK
		}
		h.As(role).Get(path).Is(t, want)
	}
	ops := h.As(tenant.Ops)
	ops.Get(h.Path("/quality")).Is(t, http.StatusOK).Says(t, "Probable duplicate accounts", "Uniqueness")
	page := ops.Get(path).Says(t, "Vela Bank and VELA BANK Inc.", "same domain", "Banking", `value="industry" checked`)
	page.Hides(t, "Solace Foods")
	one, other := hidden(t, page.Body, "survivor"), hidden(t, page.Body, "loser")
	ops.Post(path+"/merge", "survivor", one).Leads(t, path)
	ops.Get(path).Says(t, "Choose the record to merge.")
	ops.Post(path+"/merge", "survivor", one, "loser", other, "take", "industry").Leads(t, path)
	page = ops.Get(path).Says(t, "No duplicates", "Recent merges")
	ops.Get(h.Path("/accounts/"+one)).Says(t, "Banking")
	ops.Post(h.Path(regexp.MustCompile(`/quality/merges/[0-9a-f-]{36}/undo`).FindString(page.Body))).Leads(t, path)
	ops.Get(path).Says(t, "Vela Bank and VELA BANK Inc.", "Undone")
	ops.Post(path+"/distinct", "survivor", one, "loser", other).Leads(t, path)
	ops.Get(path).Says(t, "No duplicates")
}

func TestDuplicateContactsAreMergedAndSeparatedAgain(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	h.Update(func(ctx context.Context, tx *tenant.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO app.contacts (tenant_id, id, first_name, last_name, email, title, created_at)
			SELECT @tenant, gen_random_uuid(), x.first, x.last, x.email, x.title, @now
			FROM (VALUES ('William', 'Day', 'w.day@vela.example', 'Buyer'), ('Bill', 'Day', 'W.Day+news@vela.example', ''),
				('Ann', 'Lee', 'ann@solace.example', '')) x (first, last, email, title)`, tenant.Args{"now": tx.Now()})
		if err != nil {
			return err
		}
		return cleanup.Measure(ctx, tx)
	})
	path := h.Path("/quality/duplicates?object=contact")
	h.As(tenant.Rep).Get(path).Is(t, http.StatusNotFound)
	ops := h.As(tenant.Ops)
	ops.Get(h.Path("/quality")).Says(t, "Probable duplicate contacts", "/quality/duplicates?object=contact")
	ops.Get(h.Path("/quality/duplicates")).Says(t, "No duplicates", "Contacts")
	page := ops.Get(path).Says(t, "Bill Day and William Day", "same e-mail", `value="title" checked`)
	one, other := hidden(t, page.Body, "survivor"), hidden(t, page.Body, "loser")
	pair := []string{"object", "contact", "survivor", one, "loser", other, "take", "title"}
	ops.Post(h.Path("/quality/duplicates/merge"), pair...).Leads(t, path)
	page = ops.Get(path).Says(t, "No duplicates", "Recent merges", "Bill Day", "William Day")
	ops.Get(h.Path("/quality/duplicates")).Hides(t, "Recent merges")
	ops.Get(h.Path("/contacts/"+one)).Says(t, "Buyer")
	ops.Get(h.Path("/contacts/"+other)).Leads(t, h.Path("/contacts/"+one))
	ops.Post(h.Path(regexp.MustCompile(`/quality/merges/[0-9a-f-]{36}/undo`).FindString(page.Body))).Leads(t, path)
	ops.Get(path).Says(t, "Bill Day and William Day", "Undone")
	ops.Post(h.Path("/quality/duplicates/distinct"), pair...).Leads(t, path)
	ops.Get(path).Says(t, "No duplicates")
}

func hidden(t *testing.T, body, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]+)"`).FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("the page has no %s", name)
	}
	return found[1]
}

func TestAFindingIsHandedOutFixedAndChecked(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("handed")
	measure := func() {
		t.Helper()
		if err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
			return cleanup.Measure(t.Context(), tx)
		}); err != nil {
			t.Fatal(err)
		}
	}
	measure()
	path := f.Path("/quality/tasks?rule=overdue")
	for _, who := range []string{"rep", "manager", "executive", "finance"} {
		f.As(who).Get(path).Is(t, http.StatusNotFound)
		f.As(who).Post(path, "due_on", "2026-11-27").Is(t, http.StatusNotFound)
	}
	ops, rep := f.As("ops"), f.As("rep")
	ops.Get(f.Path("/quality")).Says(t, "Close date has passed", "Make tasks", "Fix in bulk").Hides(t, "fixed since")
	ops.Get(path).Says(t, "Who gets a task", "Make 5 tasks",
		sitetest.Mark("handed", "rep"), `value="2026-11-27"`).Hides(t, "Tasks made")
	ops.Post(path, "due_on", "2026-11-01").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Choose today or a later day.", `value="2026-11-01"`)
	give := func() {
		t.Helper()
		ops.Post(path, "due_on", "2026-11-27").Leads(t, f.Path("/quality"))
	}
	give()
	undo := regexp.MustCompile(`/quality/tasks/[0-9a-f-]{36}/undo`).FindString(ops.Get(f.Path("/quality")).Says(t,
		"5 tasks made.").Body)
	ops.Post(f.Path(undo)).Leads(t, f.Path("/quality"))
	ops.Get(f.Path("/quality")).Says(t, "5 tasks deleted.").Hides(t, "fixed since")
	rep.Get(f.Path("/tasks")).Hides(t, "Move or close")
	give()
	ops.Get(f.Path("/quality")).Says(t, "0 of ", " fixed since Nov 20, 2026")
	ops.Get(path).Says(t, "Tasks made in the last 90 days", "Has an open task").Hides(t, "Make 1 task")
	task := regexp.MustCompile(`/tasks/[0-9a-f]{8}-[0-9a-f-]{27}`).FindString(rep.Get(f.Path("/tasks")).Body)
	list := link(t, rep.Get(f.Path(task)).Says(t, "Open these opportunities").Body, "Open these opportunities")
	rep.Get(list).Is(t, http.StatusOK).Says(t, sitetest.Mark("handed", "rep")).Hides(t, sitetest.Mark("handed", "mate"))
	if err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE app.opportunities SET close_on = '2026-12-31'
			WHERE tenant_id = @tenant AND owner_id = @owner`, tenant.Args{"owner": f.People["rep"]})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	measure()
	rep.Get(f.Path("/tasks")).Hides(t, "Move or close")
	rep.Get(f.Path(task)).Says(t, "Done: checked by the data quality measurement")
}

// link is where a link of a page leads.
func link(t *testing.T, body, text string) string {
	t.Helper()
	found := regexp.MustCompile(`href="([^"]+)"[^>]*>` + text).FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("the page has no link %q", text)
	}
	return html.UnescapeString(found[1])
}

func TestAnEarlierMeasurementIsOpened(t *testing.T) {
	t.Parallel()
	h := twice(t)
	h.Update(func(ctx context.Context, tx *tenant.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO app.quality_reports (tenant_id, id, at, score, report, doubles)
			SELECT @tenant, gen_random_uuid(), '2026-11-03T12:00:00Z', 91.5, @report, '{}'`,
			tenant.Args{"report": quality.Report{At: time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC), Currency: "USD",
				Score: decimal.RequireFromString("91.5"), Teams: []quality.Team{{Name: "Lynx", Open: 3}},
				Findings: []quality.Finding{{Rule: quality.NoDate, Count: 7}}}})
		return err
	})
	ops := h.As(tenant.Ops)
	ops.Get(h.Path("/quality")).Says(t, "since Nov 3, 2026", "/quality?measured=2026-11-03", "Measure now",
		"No close date", ui.Minus+"7").Hides(t, "Score 91.5")
	for _, day := range []string{"2026-11-03", "2026-11-19"} {
		page := ops.Get(h.Path("/quality?measured="+day)).Says(t, "Score 91.5 of 100", "Lynx",
			"This is an earlier measurement", "Measured Nov 3")
		for _, act := range []string{"Measure now", "Fix in bulk", "Make tasks"} {
			page.Hides(t, act)
		}
	}
	ops.Get(h.Path("/quality?measured=2026-11-02")).Says(t, "Nothing measured by then")
	ops.Get(h.Path("/quality?measured=nonsense")).Says(t, "Measure now")
}
