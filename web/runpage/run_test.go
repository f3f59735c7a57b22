package runpage_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb/cast"
	"quarterdeck/web/pay"
	"quarterdeck/web/sitetest"
)

func TestARunIsOpenedCalculatedApprovedLockedAndPaidInTheBrowser(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-01-20")
	olga, nora, fay := b.Browser(b.Olga), b.Browser(b.Nora), b.Browser(b.Fay)
	olga.Get(b.Path("/runs")).Is(t, http.StatusOK).Says(t, "No runs yet")
	at := olga.Post(b.Path("/runs"), "period", "2026-01").Is(t, http.StatusSeeOther).Location
	olga.Get(at).Is(t, http.StatusOK).Says(t, "Collecting bookings", `hx-trigger="every 2s"`)
	if again := olga.Post(b.Path("/runs"), "period", "2026-01").Is(t, http.StatusSeeOther).Location; again != at {
		t.Errorf("opened again it is at %q", again)
	}
	run := b.Run(t, "2026-01")
	if !strings.HasSuffix(at, run.ID.String()) {
		t.Errorf("the run %s is at %q", run.ID, at)
	}
	done := olga.Get(at).Is(t, http.StatusOK).Says(t, "2 statements", "$8,000.00", "All 2 in USD", "Ann", "Ben").Body
	if strings.Contains(done, "every 2s") || len(sitetest.Ticks(done)) != 0 {
		t.Error("it asks on, or operations may approve")
	}
	if csv := olga.Get(at+"/statements.csv").Is(t, http.StatusOK).Body; !strings.Contains(csv,
		"Ann,North,Sales,2026-01,Calculated,80,8000.00,8000.00,8000.00,0.00,0.00,8000.00") {
		t.Error(csv)
	}
	olga.Get(at+"?state=locked").Is(t, http.StatusOK).Says(t, "No matching statements")
	team := nora.Get(b.Path("/team?period=2026-01")).Is(t, http.StatusOK).Says(t, "Ann", "Ben", "$8,000.00").Body
	chosen := sitetest.Ticks(team)
	if len(chosen) != 4 {
		t.Fatalf("a manager can tick %v", chosen)
	}
	form := append([]string{"to", "manager_approved", "back", b.Path("/team?period=2026-01")}, chosen...)
	nora.Post(b.Path("/moves"), form[:4]...).Leads(t, form[3])
	nora.Get(form[3]).Says(t, "Select at least one statement. Nothing was changed.", "data-ticks", "Select statements:")
	nora.Post(b.Path("/moves"), form...).Is(t, http.StatusOK).Says(t, "Approve 2 statements?")
	if s, _ := b.Of(t, b.Ann, "2026-01"); s.State != statement.Calculated {
		t.Error("it was approved without being asked")
	}
	nora.Post(b.Path("/moves"), append([]string{"to", "returned", "sure", "1", "note", " "}, chosen...)...).Is(t,
		http.StatusUnprocessableEntity).Says(t, "Enter a reason for returning")
	nora.Post(b.Path("/moves"), append(form, "sure", "1")...).Leads(t, form[3])
	nora.Post(b.Path("/moves"), "to", "manager_approved", "sure", "1", "statement",
		chosen[1]).Is(t, http.StatusConflict).Says(t, "Somebody else changed this statement")
	ann, _ := b.Of(t, b.Ann, "2026-01")
	ben, _ := b.Of(t, b.Ben, "2026-01")
	fay.Post(b.Path("/moves"), "to", "returned", "sure", "1", "note", "The quota is wrong.", "statement",
		pay.Choice(ben)).Is(t, http.StatusSeeOther)
	fay.Post(b.Path("/moves"), "to", "finance_approved", "sure", "1", "statement", pay.Choice(ann), "statement",
		pay.Choice(ben)).Is(t, http.StatusOK).
		Says(t, "1 statement is now", "1 statement unchanged", "Ben", "Somebody else changed this statement")
	olga.Get(at).Is(t, http.StatusOK).Says(t, "The quota is wrong.")
	for _, to := range []string{"locked", "paid"} {
		ann, _ = b.Of(t, b.Ann, "2026-01")
		fay.Post(b.Path("/moves"), "to", to, "sure", "1", "statement", pay.Choice(ann)).Is(t, http.StatusSeeOther)
	}
	if ann, _ = b.Of(t, b.Ann, "2026-01"); ann.State != statement.Paid {
		t.Errorf("it is %s", ann.State)
	}
	fay.Post(b.Path("/moves"), "to", "calculated", "statement", pay.Choice(ann)).Is(t, http.StatusUnprocessableEntity)
	fay.Post(b.Path("/moves"), "to", "locked", "statement", "nonsense").Is(t, http.StatusUnprocessableEntity)
}

func TestARunIsSearchedSortedAndSetBesideTheMonthBefore(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-01-20", "Beta 5000 2026-02-03")
	b.Sell(t, b.Ben, "Gamma 10000 2026-02-10")
	b.Run(t, "2026-01")
	for _, who := range []uuid.UUID{b.Ann, b.Ben} {
		b.Lock(t, who, "2026-01")
	}
	run := b.Run(t, "2026-02")
	at, olga := b.Path("/runs/"+run.ID.String()), b.Browser(b.Olga)
	page := olga.Get(at).Is(t, http.StatusOK).Says(t, "vs Jan 2026", "−$7,500.00", "+$1,000.00", "−$6,500.00",
		"/changes?member="+b.Ann.String()).Body
	if strings.Contains(page, "recalculated") {
		t.Error("the first calculation is set beside another")
	}
	for query, first := range map[string]string{"": "Ann", "?sort=-member": "Ben", "?sort=-payable": "Ben",
		"?sort=payable": "Ann", "?sort=-change": "Ben", "?sort=change": "Ann", "?sort=nonsense": "Ann",
		"?sort=-attainment": "Ann", "?sort=-earned": "Ben", "?q=bE": "Ben"} {
		body := olga.Get(at+query).Is(t, http.StatusOK).Body
		body = body[strings.Index(body, "<tbody"):]
		ann, ben := strings.Index(body, ">Ann<"), strings.Index(body, ">Ben<")
		if got := map[bool]string{true: "Ann", false: "Ben"}[ann >= 0 && (ben < 0 || ann < ben)]; got != first {
			t.Errorf("by %q %s is first", query, got)
		}
	}
	olga.Get(at+"?q=nobody").Is(t, http.StatusOK).Says(t, "No matching statements")
	olga.Get(at+"?all=1").Is(t, http.StatusOK).Says(t, "2 statements")
	if csv := olga.Get(at+"/statements.csv?sort=-payable").Is(t, http.StatusOK).Body; !strings.Contains(csv,
		"USD,,,0.00,1000.00\r\nAnn") && !strings.Contains(csv, "USD,,,0.00,1000.00\nAnn") {
		t.Error(csv)
	}
	olga.Get(b.Path("/runs")).Is(t, http.StatusOK).Says(t, "$8,000.00", "$1,500.00")
	b.Sell(t, b.Ann, "Delta 2000 2026-02-20")
	b.Run(t, "2026-02")
	olga.Get(at).Is(t, http.StatusOK).Says(t, "+$200.00 recalculated", "by the last calculation")
	ann, _ := b.Of(t, b.Ann, "2026-02")
	ben, _ := b.Of(t, b.Ben, "2026-02")
	b.Browser(b.Nora).Post(b.Path("/moves"), "to", "manager_approved", "statement", pay.Choice(ann), "statement",
		pay.Choice(ben)).Is(t, http.StatusOK).Says(t, "Approve 2 statements?", "$1,700.00")
}

func TestARunShowsWhoCouldNotBeCalculatedAndLetsNobodyApproveIt(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	b.As(t, b.Olga, func(ctx context.Context, tx *tenant.Tx) error { // Cat has no quota
		return compensation.Assign(ctx, tx,
			compensation.Assignment{MemberID: b.Cat, PlanID: b.Plan, ValidFrom: period.NewDate(2026, 1, 1)})
	})
	b.Sell(t, b.Cat, "Alpha 80000 2026-01-20")
	run := b.Run(t, "2026-01")
	a := b.Browser(b.Fay).Get(b.Path("/runs/"+run.ID.String()+"?problem=1")).Is(t, http.StatusOK).Says(t, "1 statement",
		"There is no quota", "Problem")
	a.Hides(t, "$8,000")
	if len(sitetest.Ticks(a.Body)) != 0 {
		t.Error("what could not be calculated can be ticked")
	}
}

func TestPayIsReadByThoseWhoseItIs(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 10000 2026-01-15")
	b.Sell(t, b.Ben, "Zzbens 71234.50 2026-01-20")
	run := b.Run(t, "2026-01")
	b.Lock(t, b.Ben, "2026-01")
	s, _ := b.Of(t, b.Ben, "2026-01")
	of := "?member=" + b.Ben.String()
	var paths []string
	for _, p := range []string{"/2026-01", "/2026-01/statement.csv", "/2026-01/statement.xlsx",
		"/2026-01/statement.pdf", "/2026-01/proof.zip", "/2026-01/changes"} {
		paths = append(paths, p+of, p+of+"&plan="+s.PlanID.String(), p+of+"&from=1&to=1")
	}
	other := []string{"", "/mine", "/2026-01", "/2026-01/statement.csv", "/2026-01/statement.pdf", "/2026-01/changes",
		"/what-if", "/what-if?pick=" + b.Ben.String(), "/team", "/team?period=2026-01", "/team.csv?period=2026-01",
		"/runs", "/runs/" + run.ID.String(), "/runs/" + run.ID.String() + "/statements.csv",
		"/runs/" + run.ID.String() + "/statements.xlsx"}
	for who, reads := range map[uuid.UUID]bool{b.Ann: false, b.Eve: false, b.Ada: false, b.Sol: false, b.Nora: true,
		b.Fay: true, b.Olga: true, b.Ben: true} {
		browser := b.Browser(who)
		for _, p := range paths {
			a := browser.Get(b.Path(p))
			if reads && a.Status != http.StatusOK || !reads && a.Status != http.StatusNotFound {
				t.Errorf("%v is answered with %d at %s", b.Actor(who).Role, a.Status, p)
			}
		}
		if reads {
			continue
		}
		for _, p := range append(paths, other...) {
			text := sitetest.Words(t, browser.Get(b.Path(p)))
			for _, secret := range []string{"7123.45", "7,123.45", "71234", "71,234"} {
				if strings.Contains(text, secret) {
					t.Errorf("%v reads %s at %s", b.Actor(who).Role, secret, p)
				}
			}
		}
		if a := browser.Post(b.Path("/moves"), "to", "paid", "sure", "1", "statement",
			pay.Choice(s)); a.Status != http.StatusNotFound {
			t.Errorf("%v moves it on: %d", b.Actor(who).Role, a.Status)
		}
	}
	b.Browser(b.Nora).Get(b.Path("/2026-01"+of)).Is(t, http.StatusOK).Says(t, "$7,123.45", "Zzbens")
	former(b, t)
	b.Browser(b.Nora).Get(b.Path("/2026-01"+of)).Is(t, http.StatusNotFound)
	if team := b.Browser(b.Nora).Get(b.Path("/team?period=2026-01")).Is(t, http.StatusOK).Body; strings.Contains(team,
		"7,123.45") {
		t.Error("a former manager reads the pay of a team that is another's")
	}
	traced(b, t)
}

// former gives Ben another manager from yesterday on.
func former(b *sitetest.Bureau, t *testing.T) {
	t.Helper()
	err := b.Site.DB.Update(t.Context(), tenant.AsSystem(b.TenantID), func(tx *tenant.Tx) error {
		return member.Assign(t.Context(), tx, member.Assignment{MemberID: b.Ben, Role: tenant.Rep, ManagerID: &b.Sol,
			Team: "South", ValidFrom: tx.Today() - 1})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// traced asks that who looked at another's pay is in the audit log, without an amount.
func traced(b *sitetest.Bureau, t *testing.T) {
	t.Helper()
	err := b.Site.DB.View(t.Context(), tenant.AsSystem(b.TenantID), func(tx *tenant.Tx) error {
		rows, err := tenant.Values[string](t.Context(), tx, `SELECT a.object || ' by ' || coalesce(a.member_id::text,
				'') || ' ' || a.detail::text FROM app.audit_log a
			WHERE a.tenant_id = @tenant AND a.action = 'viewed'`, nil)
		all := strings.Join(rows, "\n")
		for _, want := range []string{"statement by " + b.Fay.String(), "statement proof by " + b.Nora.String(),
			"pay by " + b.Nora.String()} {
			if err == nil && !strings.Contains(all, want) {
				t.Errorf("the log does not say %q:\n%s", want, all)
			}
		}
		if strings.Contains(all, " by "+b.Ben.String()) ||
			strings.Contains(sitetest.Keys.ReplaceAllString(all, ""), "7123") {
			t.Errorf("the log says who looked at their own pay, or an amount:\n%s", all)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAMonthIsWaivedAndARunWithdrawnInTheBrowser(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-07-20")
	b.Run(t, "2026-06")
	olga, fay := b.Browser(b.Olga), b.Browser(b.Fay)
	olga.Post(b.Path("/runs"), "period", "2026-12").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Dec 2026 has not started")
	olga.Post(b.Path("/runs"), "period", "2026-08").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Jul 2026, before Aug 2026, was never opened", "1 person has earnings")
	if strings.Contains(olga.Get(b.Path("/runs")).Is(t, http.StatusOK).Says(t, "Periods without statements",
		"Jul 2026").Body, "Skip period") {
		t.Error("operations is offered to waive pay")
	}
	fay.Get(b.Path("/runs")).Is(t, http.StatusOK).Says(t, "Skip period")
	fay.Post(b.Path("/waivers"), "period", "2026-07", "reason", " ").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Enter a reason for skipping Jul 2026")
	fay.Post(b.Path("/waivers"), "period", "2026-07", "reason", "July was paid by hand.").Is(t, http.StatusSeeOther)
	fay.Get(b.Path("/runs")).Is(t, http.StatusOK).Says(t, "July was paid by hand.")
	at := olga.Post(b.Path("/runs"), "period", "2026-08").Is(t, http.StatusSeeOther).Location
	olga.Get(at).Is(t, http.StatusOK).Says(t, "Run withdrawal")
	olga.Post(at+"/withdrawal", "reason", "").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Enter a reason for withdrawing the run")
	olga.Post(at+"/withdrawal", "reason", "A typing error.").Is(t, http.StatusSeeOther)
	olga.Get(at).Is(t, http.StatusNotFound)
	b.Lock(t, b.Ann, "2026-06")
	run := b.Run(t, "2026-08")
	b.Lock(t, b.Ann, "2026-08")
	if s, _ := b.Of(t, b.Ann, "2026-08"); s.Payable != 8_000_00 {
		t.Errorf("what was waived is not paid with August: %d", s.Payable)
	}
	page := olga.Get(b.Path("/runs/"+run.ID.String())).Is(t, http.StatusOK).Body
	if strings.Contains(page, "Run withdrawal") {
		t.Error("a run with a locked statement can be withdrawn")
	}
	olga.Post(b.Path("/runs/"+run.ID.String()+"/withdrawal"), "reason", "x").Is(t,
		http.StatusUnprocessableEntity).Says(t, "A run with a locked statement cannot be withdrawn")
}

func TestAStatementOfAPlanThatWasNeverTheirsTakesItBack(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-01-20")
	b.Run(t, "2026-01")
	b.Lock(t, b.Ann, "2026-01")
	b.As(t, b.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		return compensation.End(ctx, tx, b.Ann, b.Plan, cast.Day("2025-12-31"))
	})
	b.Run(t, "2026-02")
	b.Browser(b.Ann).Get(b.Path("/2026-02")).Is(t, http.StatusOK).Says(t, "−$8,000.00", "Taken back as it was stated")
	for _, path := range []string{"/2026-02/statement.csv", "/2026-02/statement.pdf", "/2026-02/changes"} {
		b.Browser(b.Ann).Get(b.Path(path)).Is(t, http.StatusOK)
	}
}
