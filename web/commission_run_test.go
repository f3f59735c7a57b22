package web

import (
	"context"
	"net/http"
	"regexp"
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
)

var tick = regexp.MustCompile(`name="statement" value="([^"]+)"`)

// ticks are the statements that a page lets somebody choose.
func ticks(page string) (form []string) {
	for _, m := range tick.FindAllStringSubmatch(page, -1) {
		form = append(form, "statement", m[1])
	}
	return form
}

func TestARunIsOpenedCalculatedApprovedLockedAndPaidInTheBrowser(t *testing.T) {
	t.Parallel()
	b := newSite(t).bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-01-20")
	olga, nora, fay := b.as(b.Olga), b.as(b.Nora), b.as(b.Fay)
	olga.get(b.path("/runs")).is(t, http.StatusOK).says(t, "No run yet")
	at := olga.post(b.path("/runs"), "period", "2026-01").is(t, http.StatusSeeOther).Location
	olga.get(at).is(t, http.StatusOK).says(t, "being gathered", `hx-trigger="every 2s"`)
	if again := olga.post(b.path("/runs"), "period", "2026-01").is(t, http.StatusSeeOther).Location; again != at {
		t.Errorf("opened again it is at %q", again)
	}
	run := b.Run(t, "2026-01")
	if !strings.HasSuffix(at, run.ID.String()) {
		t.Errorf("the run %s is at %q", run.ID, at)
	}
	done := olga.get(at).is(t, http.StatusOK).says(t, "2 statements", "$8,000.00", "All 2 in USD", "Ann", "Ben").Body
	if strings.Contains(done, "every 2s") || len(ticks(done)) != 0 {
		t.Error("it asks on, or operations may approve")
	}
	if csv := olga.get(at+"/statements.csv").is(t, http.StatusOK).Body; !strings.Contains(csv, "Ann,North,Sales,2026-01,Calculated,80,8000.00,8000.00,8000.00,0.00,0.00,8000.00") {
		t.Error(csv)
	}
	olga.get(at+"?state=locked").is(t, http.StatusOK).says(t, "No statement fits")
	team := nora.get(b.path("/team?period=2026-01")).is(t, http.StatusOK).says(t, "Ann", "Ben", "$8,000.00").Body
	chosen := ticks(team)
	if len(chosen) != 4 {
		t.Fatalf("a manager can tick %v", chosen)
	}
	form := append([]string{"to", "manager_approved", "back", b.path("/team?period=2026-01")}, chosen...)
	nora.post(b.path("/moves"), form...).is(t, http.StatusOK).says(t, "Approve 2 statements?")
	if s, _ := b.Of(t, b.Ann, "2026-01"); s.State != statement.Calculated {
		t.Error("it was approved without being asked")
	}
	nora.post(b.path("/moves"), append([]string{"to", "returned", "sure", "1", "note", " "}, chosen...)...).is(t, http.StatusUnprocessableEntity).says(t, "Say why they go back")
	if a := nora.post(b.path("/moves"), append(form, "sure", "1")...).is(t, http.StatusSeeOther); a.Location != b.path("/team?period=2026-01") {
		t.Errorf("led to %q", a.Location)
	}
	nora.post(b.path("/moves"), "to", "manager_approved", "sure", "1", "statement", chosen[1]).is(t, http.StatusConflict).says(t, "Somebody else has moved this statement on")
	ann, _ := b.Of(t, b.Ann, "2026-01")
	ben, _ := b.Of(t, b.Ben, "2026-01")
	fay.post(b.path("/moves"), "to", "returned", "sure", "1", "note", "The quota is wrong.", "statement", pay.Choice(ben)).is(t, http.StatusSeeOther)
	fay.post(b.path("/moves"), "to", "finance_approved", "sure", "1", "statement", pay.Choice(ann), "statement", pay.Choice(ben)).is(t, http.StatusOK).
		says(t, "1 statement is now", "1 statement stays", "Ben", "Somebody else has moved this statement on")
	olga.get(at).is(t, http.StatusOK).says(t, "The quota is wrong.")
	for _, to := range []string{"locked", "paid"} {
		ann, _ = b.Of(t, b.Ann, "2026-01")
		fay.post(b.path("/moves"), "to", to, "sure", "1", "statement", pay.Choice(ann)).is(t, http.StatusSeeOther)
	}
	if ann, _ = b.Of(t, b.Ann, "2026-01"); ann.State != statement.Paid {
		t.Errorf("it is %s", ann.State)
	}
	fay.post(b.path("/moves"), "to", "calculated", "statement", pay.Choice(ann)).is(t, http.StatusUnprocessableEntity)
	fay.post(b.path("/moves"), "to", "locked", "statement", "nonsense").is(t, http.StatusUnprocessableEntity)
}

func TestARunIsSearchedSortedAndSetBesideTheMonthBefore(t *testing.T) {
	t.Parallel()
	b := newSite(t).bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-01-20", "Beta 5000 2026-02-03")
	b.Sell(t, b.Ben, "Gamma 10000 2026-02-10")
	b.Run(t, "2026-01")
	for _, who := range []uuid.UUID{b.Ann, b.Ben} {
		b.Lock(t, who, "2026-01")
	}
	run := b.Run(t, "2026-02")
	at, olga := b.path("/runs/"+run.ID.String()), b.as(b.Olga)
	page := olga.get(at).is(t, http.StatusOK).says(t, "vs Jan 2026", "−$7,500.00", "+$1,000.00", "−$6,500.00", "/changes?member="+b.Ann.String()).Body
	if strings.Contains(page, "recalculated") {
		t.Error("the first calculation is set beside another")
	}
	for query, first := range map[string]string{"": "Ann", "?sort=-member": "Ben", "?sort=-payable": "Ben", "?sort=payable": "Ann", "?sort=-change": "Ben", "?sort=change": "Ann", "?sort=nonsense": "Ann", "?sort=-attainment": "Ann", "?sort=-earned": "Ben", "?q=bE": "Ben"} {
		body := olga.get(at+query).is(t, http.StatusOK).Body
		body = body[strings.Index(body, "<tbody"):]
		ann, ben := strings.Index(body, ">Ann<"), strings.Index(body, ">Ben<")
		if got := map[bool]string{true: "Ann", false: "Ben"}[ann >= 0 && (ben < 0 || ann < ben)]; got != first {
			t.Errorf("by %q %s is first", query, got)
		}
	}
	olga.get(at+"?q=nobody").is(t, http.StatusOK).says(t, "No statement fits")
	olga.get(at+"?all=1").is(t, http.StatusOK).says(t, "2 statements")
	if csv := olga.get(at+"/statements.csv?sort=-payable").is(t, http.StatusOK).Body; !strings.Contains(csv, "USD,,,0.00,1000.00\r\nAnn") && !strings.Contains(csv, "USD,,,0.00,1000.00\nAnn") {
		t.Error(csv)
	}
	olga.get(b.path("/runs")).is(t, http.StatusOK).says(t, "$8,000.00", "$1,500.00")
	b.Sell(t, b.Ann, "Delta 2000 2026-02-20")
	b.Run(t, "2026-02")
	olga.get(at).is(t, http.StatusOK).says(t, "+$200.00 recalculated", "by the last calculation")
	ann, _ := b.Of(t, b.Ann, "2026-02")
	ben, _ := b.Of(t, b.Ben, "2026-02")
	b.as(b.Nora).post(b.path("/moves"), "to", "manager_approved", "statement", pay.Choice(ann), "statement", pay.Choice(ben)).is(t, http.StatusOK).says(t, "Approve 2 statements?", "$1,700.00")
}

func TestARunShowsWhoCouldNotBeCalculatedAndLetsNobodyApproveIt(t *testing.T) {
	t.Parallel()
	b := newSite(t).bureau(office.Selling)
	b.As(t, b.Olga, func(ctx context.Context, tx *tenant.Tx) error { // Cat has no quota
		return compensation.Assign(ctx, tx, compensation.Assignment{MemberID: b.Cat, PlanID: b.Plan, ValidFrom: period.NewDate(2026, 1, 1)})
	})
	b.Sell(t, b.Cat, "Alpha 80000 2026-01-20")
	run := b.Run(t, "2026-01")
	a := b.as(b.Fay).get(b.path("/runs/"+run.ID.String()+"?problem=1")).is(t, http.StatusOK).says(t, "1 statement", "There is no quota", "Problem")
	a.hides(t, "$8,000")
	if len(ticks(a.Body)) != 0 {
		t.Error("what could not be calculated can be ticked")
	}
}

func TestPayIsReadByThoseWhoseItIs(t *testing.T) {
	t.Parallel()
	b := newSite(t).bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 10000 2026-01-15")
	b.Sell(t, b.Ben, "Zzbens 71234.50 2026-01-20")
	run := b.Run(t, "2026-01")
	b.Lock(t, b.Ben, "2026-01")
	s, _ := b.Of(t, b.Ben, "2026-01")
	of := "?member=" + b.Ben.String()
	var paths []string
	for _, p := range []string{"/2026-01", "/2026-01/statement.csv", "/2026-01/statement.xlsx", "/2026-01/statement.pdf", "/2026-01/proof.zip", "/2026-01/changes"} {
		paths = append(paths, p+of, p+of+"&plan="+s.PlanID.String(), p+of+"&from=1&to=1")
	}
	other := []string{"", "/mine", "/2026-01", "/2026-01/statement.csv", "/2026-01/statement.pdf", "/2026-01/changes", "/what-if", "/what-if?pick=" + b.Ben.String(), "/team", "/team?period=2026-01", "/team.csv?period=2026-01", "/runs", "/runs/" + run.ID.String(),
		"/runs/" + run.ID.String() + "/statements.csv", "/runs/" + run.ID.String() + "/statements.xlsx"}
	for who, reads := range map[uuid.UUID]bool{b.Ann: false, b.Eve: false, b.Ada: false, b.Sol: false, b.Nora: true, b.Fay: true, b.Olga: true, b.Ben: true} {
		browser := b.as(who)
		for _, p := range paths {
			a := browser.get(b.path(p))
			if reads && a.Status != http.StatusOK || !reads && a.Status != http.StatusNotFound {
				t.Errorf("%v is answered with %d at %s", b.Actor(who).Role, a.Status, p)
			}
		}
		if reads {
			continue
		}
		for _, p := range append(paths, other...) {
			text := words(t, browser.get(b.path(p)))
			for _, secret := range []string{"7123.45", "7,123.45", "71234", "71,234"} {
				if strings.Contains(text, secret) {
					t.Errorf("%v reads %s at %s", b.Actor(who).Role, secret, p)
				}
			}
		}
		if a := browser.post(b.path("/moves"), "to", "paid", "sure", "1", "statement", pay.Choice(s)); a.Status != http.StatusNotFound {
			t.Errorf("%v moves it on: %d", b.Actor(who).Role, a.Status)
		}
	}
	b.as(b.Nora).get(b.path("/2026-01"+of)).is(t, http.StatusOK).says(t, "$7,123.45", "Zzbens")
	b.former(t)
	b.as(b.Nora).get(b.path("/2026-01"+of)).is(t, http.StatusNotFound)
	if team := b.as(b.Nora).get(b.path("/team?period=2026-01")).is(t, http.StatusOK).Body; strings.Contains(team, "7,123.45") {
		t.Error("a former manager reads the pay of a team that is another's")
	}
	b.traced(t)
}

// former gives Ben another manager from yesterday on.
func (b *bureau) former(t *testing.T) {
	t.Helper()
	err := b.site.db.Update(t.Context(), tenant.AsSystem(b.TenantID), func(tx *tenant.Tx) error {
		return member.Assign(t.Context(), tx, member.Assignment{MemberID: b.Ben, Role: tenant.Rep, ManagerID: &b.Sol, Team: "South", ValidFrom: tx.Today() - 1})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// traced asks that who looked at another's pay is in the audit log, without an amount.
func (b *bureau) traced(t *testing.T) {
	t.Helper()
	err := b.site.db.View(t.Context(), tenant.AsSystem(b.TenantID), func(tx *tenant.Tx) error {
		rows, err := tenant.Values[string](t.Context(), tx, `SELECT a.object || ' by ' || coalesce(a.member_id::text, '') || ' ' || a.detail::text FROM app.audit_log a
			WHERE a.tenant_id = @tenant AND a.action = 'viewed'`, nil)
		all := strings.Join(rows, "\n")
		for _, want := range []string{"statement by " + b.Fay.String(), "statement proof by " + b.Nora.String(), "pay by " + b.Nora.String()} {
			if err == nil && !strings.Contains(all, want) {
				t.Errorf("the log does not say %q:\n%s", want, all)
			}
		}
		if strings.Contains(all, " by "+b.Ben.String()) || strings.Contains(keys.ReplaceAllString(all, ""), "7123") {
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
	b := newSite(t).bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-07-20")
	b.Run(t, "2026-06")
	olga, fay := b.as(b.Olga), b.as(b.Fay)
	olga.post(b.path("/runs"), "period", "2026-12").is(t, http.StatusUnprocessableEntity).says(t, "Dec 2026 has not begun")
	olga.post(b.path("/runs"), "period", "2026-08").is(t, http.StatusUnprocessableEntity).says(t, "Jul 2026 comes before Aug 2026 and was not opened", "1 person has something to be paid")
	if strings.Contains(olga.get(b.path("/runs")).is(t, http.StatusOK).says(t, "Periods without statements", "Jul 2026").Body, "Waive period") {
		t.Error("operations is offered to waive pay")
	}
	fay.get(b.path("/runs")).is(t, http.StatusOK).says(t, "Waive period")
	fay.post(b.path("/waivers"), "period", "2026-07", "reason", " ").is(t, http.StatusUnprocessableEntity).says(t, "Say why there are no statements of Jul 2026")
	fay.post(b.path("/waivers"), "period", "2026-07", "reason", "July was paid by hand.").is(t, http.StatusSeeOther)
	fay.get(b.path("/runs")).is(t, http.StatusOK).says(t, "July was paid by hand.")
	at := olga.post(b.path("/runs"), "period", "2026-08").is(t, http.StatusSeeOther).Location
	olga.get(at).is(t, http.StatusOK).says(t, "Withdraw this run")
	olga.post(at+"/withdrawal", "reason", "").is(t, http.StatusUnprocessableEntity).says(t, "Say why the run is withdrawn")
	olga.post(at+"/withdrawal", "reason", "A typing error.").is(t, http.StatusSeeOther)
	olga.get(at).is(t, http.StatusNotFound)
	b.Lock(t, b.Ann, "2026-06")
	run := b.Run(t, "2026-08")
	b.Lock(t, b.Ann, "2026-08")
	if s, _ := b.Of(t, b.Ann, "2026-08"); s.Payable != 8_000_00 {
		t.Errorf("what was waived is not paid with August: %d", s.Payable)
	}
	page := olga.get(b.path("/runs/"+run.ID.String())).is(t, http.StatusOK).Body
	if strings.Contains(page, "Withdraw this run") {
		t.Error("a run with a locked statement can be withdrawn")
	}
	olga.post(b.path("/runs/"+run.ID.String()+"/withdrawal"), "reason", "x").is(t, http.StatusUnprocessableEntity).says(t, "A statement of this run is locked")
}

func TestAStatementOfAPlanThatWasNeverTheirsTakesItBack(t *testing.T) {
	t.Parallel()
	b := newSite(t).bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-01-20")
	b.Run(t, "2026-01")
	b.Lock(t, b.Ann, "2026-01")
	b.As(t, b.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		return compensation.End(ctx, tx, b.Ann, b.Plan, cast.Day("2025-12-31"))
	})
	b.Run(t, "2026-02")
	b.as(b.Ann).get(b.path("/2026-02")).is(t, http.StatusOK).says(t, "−$8,000.00", "Taken back as it was stated")
	for _, path := range []string{"/2026-02/statement.csv", "/2026-02/statement.pdf", "/2026-02/changes"} {
		b.as(b.Ann).get(b.path(path)).is(t, http.StatusOK)
	}
}
