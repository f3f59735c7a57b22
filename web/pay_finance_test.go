package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/ledger"
)

// paid posts two quarters of pay in a firm: everybody who sells in the first, and in the second, whose run it returns.
func (f *firm) paid(t *testing.T, sellers ...string) (run uuid.UUID) {
	t.Helper()
	err := f.site.db.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) (err error) {
		b := ledger.Open()
		for _, key := range []string{"2026-Q2", "2026-Q3"} {
			for i, who := range sellers {
				s := ledger.Statement{Member: f.people[who], Period: key, Lines: []ledger.Line{{Component: "new-business", Opportunity: f.opportunities[who], Amount: int64(1_234_56 + i)}}, Pending: 100_00}
				if key == "2026-Q2" {
					s.PaidAt = time.Date(2026, 7, 15, 12, 0, 0, 0, time.UTC)
				}
				if _, run, err = b.Post(t.Context(), tx, s); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return run
}

var sellers = []string{"manager", "rep", "mate", "east", "far"}

func TestFinanceSeesWhatIsOwedAndAnExecutiveOnlyTotals(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	f.paid(t, sellers...)
	full := f.as("finance").get(f.path("/commissions/liability?kind=quarter")).is(t, http.StatusOK)
	full.says(t, "Unpaid liability", "new-business", "Roll-forward", "$6,172.90", "Due", "Pending")
	f.as("ops").get(f.path("/commissions/liability")).is(t, http.StatusOK).says(t, "new-business")
	for _, path := range []string{"/commissions/liability", "/commissions/liability?kind=month&as_of=2026-08-01&currency=USD"} {
		a := f.as("executive").get(f.path(path)).is(t, http.StatusOK).says(t, "Totals only", "$6,172.90", "Q3 2026")
		a.hides(t, "new-business")
		a.hides(t, "1,234.5")
		a.hides(t, "As of</label>")
	}
	sheet := f.as("executive").get(f.path("/commissions/liability.csv")).is(t, http.StatusOK)
	sheet.says(t, "6172.90")
	sheet.hides(t, "1234.5")
}

func TestAPeriodOfTheLiabilityOpensForWhoReadsAllPay(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	f.paid(t, sellers...)
	at := f.path("/commissions/liability/2026-Q3")
	f.as("finance").get(f.path("/commissions/liability?kind=quarter")).says(t, "/commissions/liability/2026-Q3")
	for _, who := range []string{"finance", "ops"} {
		f.as(who).get(at).is(t, http.StatusOK).says(t, "5 members", mark("west", "rep"), "$1,234.57", "$6,172.90", "All periods")
	}
	f.as("finance").get(at+"/members.csv").is(t, http.StatusOK).says(t, mark("west", "far"), "1234.60")
	f.as("finance").get(f.path("/commissions/liability/2020-01")).is(t, http.StatusOK).says(t, "Nothing moved")
	for _, who := range []string{"executive", "manager", "rep", "admin"} {
		f.as(who).get(at).is(t, http.StatusNotFound)
		f.as(who).get(at+"/members.csv").is(t, http.StatusNotFound)
	}
	f.as("executive").get(f.path("/commissions/liability")).hides(t, "/commissions/liability/2026")
}

func TestAnExecutiveNeverSeesAFigureOfOnePerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	one, two := s.firm("west"), s.firm("east")
	one.paid(t, "rep")
	two.paid(t, "rep", "far")
	for _, f := range []*firm{one, two} {
		for _, path := range []string{"/commissions/liability", "/commissions/liability.csv"} {
			a := f.as("executive").get(f.path(path)).is(t, http.StatusOK)
			for _, figure := range []string{"1,234", "1234", "2,469", "2469", "1.23K", "2.47K", "2,3", "1,1"} {
				a.hides(t, figure)
			}
		}
		f.as("executive").get(f.path("/commissions/liability")).says(t, "Too few people")
	}
	mixed := s.firm("north")
	mixed.paid(t, sellers...)
	err := s.db.Update(t.Context(), tenant.AsSystem(mixed.TenantID), func(tx *tenant.Tx) error {
		b := ledger.Open()
		_, _, err := b.Post(t.Context(), tx, ledger.Statement{Member: mixed.people["idle"], Plan: "Another", Period: "2026-10", Open: true, LockedAt: time.Date(2026, 11, 5, 12, 0, 0, 0, time.UTC),
			Lines: []ledger.Line{{Component: "one", Opportunity: mixed.opportunities["rep"], Amount: 777_77}}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	mixed.as("finance").get(mixed.path("/commissions/liability")).says(t, "$777.77", "not locked")
	for _, path := range []string{"/commissions/liability", "/commissions/liability.csv"} {
		a := mixed.as("executive").get(mixed.path(path)).is(t, http.StatusOK).says(t, "Q3 2026 – Q4 2026")
		a.hides(t, "777.77")
		a.hides(t, "777")
	}
}

// TestAnExecutiveSeesWhatFinanceSeesAtTheEndOfTheLastMonth calculates October in November, pays September late, and has begun November: what was earned
// counts by its period and not by when it became known.
func TestAnExecutiveSeesWhatFinanceSeesAtTheEndOfTheLastMonth(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	at := func(day int) time.Time { return time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC) }
	b := ledger.Open()
	post := func(key string, amount int64, s ledger.Statement) {
		t.Helper()
		err := f.site.db.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
			for _, who := range sellers {
				s.Member, s.Period, s.Lines = f.people[who], key, []ledger.Line{{Component: "new-business", Opportunity: f.opportunities[who], Amount: amount}}
				if _, _, err := b.Post(t.Context(), tx, s); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	executive := func() answer { return f.as("executive").get(f.path("/commissions/liability")).is(t, http.StatusOK) }
	executive().says(t, "Not calculated yet").hides(t, "$0")
	post("2026-09", 1_000_00, ledger.Statement{LockedAt: at(2), PaidAt: at(10)})
	executive().says(t, "$5,000.00", "through Sep 30, 2026", "Oct 2026 is not calculated yet", "Q4 2026, an estimate").hides(t, "Oct 31, 2026")
	f.as("executive").get(f.path("/commissions/liability.csv")).is(t, http.StatusOK).hides(t, "Q4 2026") // what nobody calculated is no row
	post("2026-10", 2_000_00, ledger.Statement{LockedAt: at(4)})
	post("2026-11", 4_000_00, ledger.Statement{Open: true, LockedAt: at(19)})
	page := executive().says(t, "$15,000.00", "through Oct 31, 2026") // September is paid on 10 November, and owed on 31 October
	page.hides(t, "$30,000.00")
	page.hides(t, "not calculated yet")
	finance := f.as("finance").get(f.path("/commissions/liability.csv?kind=month")).is(t, http.StatusOK)
	finance.says(t, "Oct 2026,2026-10-01,2026-10-31,5000.00,10000.00,0.00,0.00,0.00,15000.00")
	f.as("executive").get(f.path("/commissions/liability.csv")).is(t, http.StatusOK).says(t, "2026-10-01,2026-10-31,5000.00,10000.00,,,0.00,15000.00")
	f.as("finance").get(f.path("/commissions/liability")).is(t, http.StatusOK).says(t, "$30,000.00", "through Nov 20, 2026")
}

func TestAGrantOpensTheWholeAndIsWrittenDown(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	f.paid(t, "rep")
	err := f.site.db.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO app.pay_grants (tenant_id, id, member_id, reason, known_at) VALUES (@tenant, @id, @member, 'the audit', @now)`,
			tenant.Args{"id": uuid.New(), "member": f.people["executive"], "now": tx.Now()})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	f.as("executive").get(f.path("/commissions/liability")).is(t, http.StatusOK).says(t, "new-business")
	f.as("finance").get(f.path("/commissions/payroll")).is(t, http.StatusOK)
	for who, object := range map[string]string{"executive": "liability", "finance": "payroll"} {
		if !f.logged(t, who, "viewed", object) {
			t.Errorf("nothing tells that %s looked at %s", who, object)
		}
	}
}

// logged tells that somebody did something about pay, and fails where an amount stands in it.
func (f *firm) logged(t *testing.T, who, action, object string) (found bool) {
	t.Helper()
	err := f.site.db.View(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		all, err := audit.List(t.Context(), tx, audit.Cursor{}, 200)
		for _, e := range all {
			if e.Object != "pay" {
				continue
			}
			if strings.Contains(keys.ReplaceAllString(fmt.Sprint(e.Detail, e.ObjectID), ""), "1234") {
				t.Errorf("an amount stands in the log: %v", e)
			}
			found = found || e.Action == action && e.ObjectID == object && e.MemberID != nil && *e.MemberID == f.people[who]
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestPayOfOthersIsNobodysPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f, twin := s.firm("west"), s.firm("twin")
	run, other := f.paid(t, sellers...), twin.paid(t, sellers...)
	for _, who := range []string{"rep", "manager", "admin", "executive"} {
		b := f.as(who)
		for _, path := range []string{"/commissions/capitalisation", "/commissions/capitalisation.csv", "/commissions/payroll", "/commissions/payroll/" + run.String() + ".csv", "/commissions/spifs", "/commissions/spifs.csv"} {
			b.get(f.path(path)).is(t, http.StatusNotFound)
		}
		b.post(f.path("/commissions/payroll/"+run.String()+"/paid")).is(t, http.StatusNotFound)
		if who != "executive" {
			b.get(f.path("/commissions/liability")).is(t, http.StatusNotFound)
			b.get(f.path("/commissions/liability.xlsx")).is(t, http.StatusNotFound)
		}
	}
	f.as("ops").get(f.path("/commissions/payroll")).is(t, http.StatusNotFound)
	f.as("finance").get(f.path("/commissions/payroll/"+other.String()+".csv")).is(t, http.StatusNotFound)
	f.as("finance").post(f.path("/commissions/payroll/"+other.String()+"/paid")).is(t, http.StatusNotFound)
	f.as("finance").get(f.path("/commissions/capitalisation?contract="+twin.opportunities["rep"].String())).is(t, http.StatusNotFound)
}

func TestTheCostOfContractsIsSpreadUnderThePolicyThatFinanceSets(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	f.paid(t, "rep")
	b := f.as("finance")
	page := b.get(f.path("/commissions/capitalisation?period=2026-Q2")).is(t, http.StatusOK).says(t, mark("west", "rep")+" open", "1 contract", "Roll-forward of Q2 2026", "Change the policy", "$1,234.56")
	page.hides(t, "Not found")
	b.get(f.path("/commissions/capitalisation?contract="+f.opportunities["rep"].String())).is(t, http.StatusOK).says(t, "over 36 months", "Together")
	b.get(f.path("/commissions/capitalisation.csv?period=2026-Q2")).is(t, http.StatusOK).says(t, "1234.56")
	form := []string{"from", "2026-01-01", "method", "day", "life_months", "24", "tax_share", "7.65", "overrides", "1"}
	b.post(f.path("/commissions/capitalisation"), form...).leads(t, f.path("/commissions/capitalisation"))
	b.get(f.path("/commissions/capitalisation")).is(t, http.StatusOK).says(t, "straight line, by day", "24 months", "7.65% on top")
	b.post(f.path("/commissions/capitalisation"), form...).is(t, http.StatusUnprocessableEntity).says(t, "counts from this month on")
	f.as("ops").post(f.path("/commissions/capitalisation"), form...).is(t, http.StatusNotFound)
	f.as("ops").get(f.path("/commissions/capitalisation")).is(t, http.StatusOK).hides(t, "Change the policy")
}

func TestThePayrollFileIsLaidOutAndARunIsPaid(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	run := f.paid(t, "rep", "mate")
	b := f.as("finance")
	b.get(f.path("/commissions/payroll")).is(t, http.StatusOK).says(t, "Q3 2026", "2 to pay", "File of Q3 2026", "$2,269.13", "new-business")
	columns := []string{"rows", "component", "header_0", "Staff", "field_0", "employee_id", "header_1", "Wage type", "field_1", "code", "header_2", "Sum", "field_2", "amount", "header_3", "Note", "field_3", "text", "text_3", "=1+1",
		"component_0", "", "code_0", "9000", "component_1", "new-business", "code_1", "4711"}
	b.post(f.path("/commissions/payroll"), append(columns, "do", "preview")...).is(t, http.StatusOK).says(t, "not saved yet", "Wage type", "4711")
	b.get(f.path("/commissions/payroll")).hides(t, "Wage type")
	b.post(f.path("/commissions/payroll"), columns...).leads(t, f.path("/commissions/payroll#columns"))
	b.post(f.path("/commissions/payroll"), "rows", "statement", "header_0", "@SUM", "field_0", "amount").is(t, http.StatusUnprocessableEntity).says(t, "as a formula", "@SUM")
	file := b.get(f.path("/commissions/payroll/"+run.String()+".csv")).is(t, http.StatusOK)
	if want := "Staff,Wage type,Sum,Note\nu-rep,4711,1134.56,'=1+1\nu-mate,4711,1134.57,'=1+1\n"; file.Body != want && file.Body != "Staff,Wage type,Sum,Note\nu-mate,4711,1134.57,'=1+1\nu-rep,4711,1134.56,'=1+1\n" {
		t.Errorf("the file is\n%s", file.Body)
	}
	b.get(f.path("/commissions/payroll/"+run.String()+".csv?pay_on=soon")).is(t, http.StatusUnprocessableEntity)
	b.post(f.path("/commissions/payroll/"+run.String()+"/paid"), "waiting", "").is(t, http.StatusConflict).says(t, "Take the file again")
	_, waiting, _ := strings.Cut(b.get(f.path("/commissions/payroll")).Body, `name="waiting" value="`)
	b.post(f.path("/commissions/payroll/"+run.String()+"/paid"), "waiting", waiting[:32]).leads(t, f.path("/commissions/payroll"))
	b.get(f.path("/commissions/payroll")).says(t, "2 statements are marked as paid")
	b.post(f.path("/commissions/payroll/"+run.String()+"/paid")).is(t, http.StatusConflict)
	if !f.logged(t, "finance", "exported", "payroll 2026-Q3") || !f.logged(t, "finance", "paid", "2026-Q3") {
		t.Error("nothing tells of the file and the payment")
	}
}

func TestAnOrganisationWithoutPayHasEmptyPages(t *testing.T) {
	t.Parallel()
	h := newSite(t).found()
	b := h.as(tenant.Finance)
	for path, text := range map[string]string{"liability": "Not calculated yet", "capitalisation": "No contract cost anything yet", "payroll": "No commission run yet", "spifs": "No bonus has a budget"} {
		b.get(h.path("/commissions/"+path)).is(t, http.StatusOK).says(t, text)
	}
	b.get(h.path("/commissions/liability.csv")).is(t, http.StatusOK)
	b.get(h.path("/commissions/capitalisation.csv?period=nonsense&as_of=nonsense&from=-4")).is(t, http.StatusOK)
	h.as(tenant.Executive).get(h.path("/commissions/liability")).is(t, http.StatusOK).says(t, "Not calculated yet")
}

func TestAnImpairmentIsAskedOnceMoreAndThenWrittenOff(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	f.paid(t, sellers...)
	id := f.opportunities["rep"].String()
	open, at := f.path("/commissions/capitalisation?contract="+id), f.path("/commissions/capitalisation/"+id+"/impairments")
	finance := f.as("finance")
	today := ""
	if err := f.site.db.View(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error { today = tx.Today().String(); return nil }); err != nil {
		t.Fatal(err)
	}
	finance.get(open).is(t, http.StatusOK).says(t, "Test for impairment")
	f.as("ops").get(open).is(t, http.StatusOK).says(t, "Impairment").hides(t, "Test for impairment")
	form := []string{"currency", "USD", "on", today, "consideration", "500.00", "costs", "100.00", "reason", "Half of the seats are gone."}
	finance.post(at, "currency", "USD", "on", today, "consideration", "90000", "reason", "All is well.").is(t, http.StatusUnprocessableEntity).says(t, "Nothing is impaired", "All is well.", `value="90000"`)
	finance.post(at, "currency", "USD", "on", today, "consideration", "some", "reason", "Zz reason").is(t, http.StatusUnprocessableEntity).says(t, "Type an amount", "Zz reason")
	finance.post(at, form...).is(t, http.StatusOK).says(t, "$400.00", "Write off $", "Half of the seats are gone.")
	finance.get(open).is(t, http.StatusOK).hides(t, "Half of the seats are gone.") // the test alone writes nothing
	finance.post(at, append(form, "sure", "1")...).is(t, http.StatusSeeOther)
	finance.get(open).is(t, http.StatusOK).says(t, "Impaired on", "Half of the seats are gone.", "less costs of $100.00")
	for _, who := range []string{"executive", "manager", "rep", "admin", "ops"} {
		f.as(who).post(at, append(form, "sure", "1")...).is(t, http.StatusNotFound)
	}
}

func TestAPayrollFileIsShownWholeAndAComponentOpensToWhoEarnedIt(t *testing.T) {
	t.Parallel()
	f := newSite(t).firm("west")
	run := f.paid(t, sellers...)
	finance := f.as("finance")
	at := f.path("/commissions/payroll?run=" + run.String())
	finance.get(f.path("/commissions/payroll")).is(t, http.StatusOK).says(t, "payroll?run="+run.String())
	finance.get(at).is(t, http.StatusOK).says(t, mark("west", "far"), "1134.60").hides(t, "the first 8 rows")
	finance.get(f.path("/commissions/payroll?run="+uuid.NewString())).is(t, http.StatusNotFound)
	opened := f.path("/commissions/liability?kind=quarter&component=new-business&in=USD")
	for _, who := range []string{"finance", "ops"} {
		f.as(who).get(opened).is(t, http.StatusOK).says(t, "Who earned “new-business”", mark("west", "rep"), "$2,469.14", "5 members", "$12,345.80")
	}
	finance.get(f.path("/commissions/liability?component=nothing&in=USD")).is(t, http.StatusOK).says(t, "Nothing was earned")
	f.as("executive").get(opened).is(t, http.StatusOK).hides(t, "Who earned")
}
