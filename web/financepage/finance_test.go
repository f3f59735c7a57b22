package financepage_test

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
	"quarterdeck/web/sitetest"
)

// paid posts two quarters of pay in a firm: everybody who sells in the first, and in the second, whose run it returns.
func paid(f *sitetest.Firm, t *testing.T, sellers ...string) (run uuid.UUID) {
	t.Helper()
	err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) (err error) {
		b := ledger.Open()
		for _, key := range []string{"2026-Q2", "2026-Q3"} {
			for i, who := range sellers {
				s := ledger.Statement{Member: f.People[who], Period: key,
					Lines: []ledger.Line{{Component: "new-business", Opportunity: f.Opportunities[who],
						Amount: int64(1_234_56 + i)}}, Pending: 100_00}
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

func TestAGrantOpensTheWholeAndIsWrittenDown(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	paid(f, t, "rep")
	err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO app.pay_grants (tenant_id, id, member_id, reason, known_at)
			VALUES (@tenant, @id, @member, 'the audit', @now)`,
			tenant.Args{"id": uuid.New(), "member": f.People["executive"], "now": tx.Now()})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	f.As("executive").Get(f.Path("/commissions/liability")).Is(t, http.StatusOK).Says(t, "new-business")
	f.As("finance").Get(f.Path("/commissions/payroll")).Is(t, http.StatusOK)
	for who, object := range map[string]string{"executive": "liability", "finance": "payroll"} {
		if !logged(f, t, who, "viewed", object) {
			t.Errorf("nothing tells that %s looked at %s", who, object)
		}
	}
}

// logged tells that somebody did something about pay, and fails where an amount stands in it.
func logged(f *sitetest.Firm, t *testing.T, who, action, object string) (found bool) {
	t.Helper()
	err := f.Site.DB.View(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		all, err := audit.List(t.Context(), tx, audit.Filter{Limit: 200})
		for _, e := range all {
			if e.Object != "pay" {
				continue
			}
			if strings.Contains(sitetest.Keys.ReplaceAllString(fmt.Sprint(e.Detail, e.ObjectID), ""), "1234") {
				t.Errorf("an amount stands in the log: %v", e)
			}
			found = found || e.Action == action && e.ObjectID == object && e.MemberID != nil &&
				*e.MemberID == f.People[who]
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
	s := sitetest.New(t)
	f, twin := s.Firm("west"), s.Firm("twin")
	run, other := paid(f, t, sitetest.Sellers...), paid(twin, t, sitetest.Sellers...)
	for _, who := range []string{"rep", "manager", "admin", "executive"} {
		b := f.As(who)
		for _, path := range []string{"/commissions/capitalisation", "/commissions/capitalisation.csv",
			"/commissions/payroll", "/commissions/payroll/" + run.String() + ".csv", "/commissions/spifs",
			"/commissions/spifs.csv"} {
			b.Get(f.Path(path)).Is(t, http.StatusNotFound)
		}
		b.Post(f.Path("/commissions/payroll/"+run.String()+"/paid")).Is(t, http.StatusNotFound)
		if who != "executive" {
			b.Get(f.Path("/commissions/liability")).Is(t, http.StatusNotFound)
			b.Get(f.Path("/commissions/liability.xlsx")).Is(t, http.StatusNotFound)
		}
	}
	f.As("ops").Get(f.Path("/commissions/payroll")).Is(t, http.StatusNotFound)
	f.As("finance").Get(f.Path("/commissions/payroll/"+other.String()+".csv")).Is(t, http.StatusNotFound)
	f.As("finance").Post(f.Path("/commissions/payroll/"+other.String()+"/paid")).Is(t, http.StatusNotFound)
	f.As("finance").Get(f.Path("/commissions/capitalisation?contract="+twin.Opportunities["rep"].String())).Is(t,
		http.StatusNotFound)
}

func TestTheCostOfContractsIsSpreadUnderThePolicyThatFinanceSets(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	paid(f, t, "rep")
	b := f.As("finance")
	page := b.Get(f.Path("/commissions/capitalisation?period=2026-Q2")).Is(t, http.StatusOK).Says(t,
		sitetest.Mark("west", "rep")+" open", "1 contract", "Roll-forward of Q2 2026", "New policy", "$1,234.56")
	page.Hides(t, "Not found")
	b.Get(f.Path("/commissions/capitalisation?contract="+f.Opportunities["rep"].String())).Is(t, http.StatusOK).Says(t,
		"over 36 months", "Total")
	b.Get(f.Path("/commissions/capitalisation.csv?period=2026-Q2")).Is(t, http.StatusOK).Says(t, "1234.56")
	form := []string{"from", "2026-01-01", "method", "day", "life_months", "24", "tax_share", "7.65", "overrides", "1"}
	b.Post(f.Path("/commissions/capitalisation"), form...).Leads(t, f.Path("/commissions/capitalisation"))
	b.Get(f.Path("/commissions/capitalisation")).Is(t, http.StatusOK).Says(t, "straight line, by day", "24 months",
		"7.65\u00a0% added to the cost")
	b.Post(f.Path("/commissions/capitalisation"), form...).Is(t,
		http.StatusUnprocessableEntity).Says(t, "can change from this month on")
	f.As("ops").Post(f.Path("/commissions/capitalisation"), form...).Is(t, http.StatusNotFound)
	f.As("ops").Get(f.Path("/commissions/capitalisation")).Is(t, http.StatusOK).Hides(t, "New policy")
}

func TestThePayrollFileIsLaidOutAndARunIsPaid(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	run := paid(f, t, "rep", "mate")
	b := f.As("finance")
	b.Get(f.Path("/commissions/payroll")).Is(t, http.StatusOK).Says(t, "Q3 2026",
		"2 locked, not paid", "File for Q3 2026",
		"$2,269.13", "new-business")
	columns := []string{"rows", "component", "header_0", "Staff", "field_0", "employee_id", "header_1", "Wage type",
		"field_1", "code", "header_2", "Sum", "field_2", "amount", "header_3", "Note", "field_3", "text", "text_3",
		"=1+1", "component_0", "", "code_0", "9000", "component_1", "new-business", "code_1", "4711"}
	b.Post(f.Path("/commissions/payroll"), append(columns, "do", "preview")...).Is(t, http.StatusOK).Says(t,
		"not saved yet", "Wage type", "4711")
	b.Get(f.Path("/commissions/payroll")).Hides(t, "Wage type")
	b.Post(f.Path("/commissions/payroll"), columns...).Leads(t, f.Path("/commissions/payroll#columns"))
	b.Post(f.Path("/commissions/payroll"), "rows", "statement", "header_0", "@SUM", "field_0", "amount").Is(t,
		http.StatusUnprocessableEntity).Says(t, "as a formula", "@SUM")
	file := b.Get(f.Path("/commissions/payroll/"+run.String()+".csv")).Is(t, http.StatusOK)
	if want := "Staff,Wage type,Sum,Note\nu-rep,4711,1134.56,'=1+1\nu-mate,4711,1134.57,'=1+1\n"; file.Body != want &&
		file.Body != "Staff,Wage type,Sum,Note\nu-mate,4711,1134.57,'=1+1\nu-rep,4711,1134.56,'=1+1\n" {
		t.Errorf("the file is\n%s", file.Body)
	}
	b.Get(f.Path("/commissions/payroll/"+run.String()+".csv?pay_on=soon")).Is(t, http.StatusUnprocessableEntity)
	b.Post(f.Path("/commissions/payroll/"+run.String()+"/paid"), "waiting",
		"").Is(t, http.StatusConflict).Says(t, "Download the payroll file again", "File columns")
	_, waiting, _ := strings.Cut(b.Get(f.Path("/commissions/payroll")).Body, `name="waiting" value="`)
	b.Post(f.Path("/commissions/payroll/"+run.String()+"/paid"), "waiting", waiting[:32]).Leads(t,
		f.Path("/commissions/payroll"))
	b.Get(f.Path("/commissions/payroll")).Says(t, "2 statements are marked as paid")
	b.Post(f.Path("/commissions/payroll/"+run.String()+"/paid")).Is(t, http.StatusConflict)
	if !logged(f, t, "finance", "exported", "payroll 2026-Q3") || !logged(f, t, "finance", "paid", "2026-Q3") {
		t.Error("nothing tells of the file and the payment")
	}
}

func TestAnOrganisationWithoutPayHasEmptyPages(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	b := h.As(tenant.Finance)
	for path, text := range map[string]string{"liability": "Not calculated yet",
		"capitalisation": "No contract costs yet", "payroll": "No commission run yet",
		"spifs": "No SPIF budgets"} {
		b.Get(h.Path("/commissions/"+path)).Is(t, http.StatusOK).Says(t, text)
	}
	b.Get(h.Path("/commissions/liability.csv")).Is(t, http.StatusOK)
	b.Get(h.Path("/commissions/capitalisation.csv?period=nonsense&as_of=nonsense&from=-4")).Is(t, http.StatusOK)
	h.As(tenant.Executive).Get(h.Path("/commissions/liability")).Is(t, http.StatusOK).Says(t, "Not calculated yet")
}

func TestAnImpairmentIsAskedOnceMoreAndThenWrittenOff(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	paid(f, t, sitetest.Sellers...)
	id := f.Opportunities["rep"].String()
	open, at := f.Path("/commissions/capitalisation?contract="+id),
		f.Path("/commissions/capitalisation/"+id+"/impairments")
	finance := f.As("finance")
	today := ""
	if err := f.Site.DB.View(t.Context(),
		tenant.AsSystem(f.TenantID),
		func(tx *tenant.Tx) error { today = tx.Today().String(); return nil }); err != nil {
		t.Fatal(err)
	}
	finance.Get(open).Is(t, http.StatusOK).Says(t, "Test for impairment")
	f.As("ops").Get(open).Is(t, http.StatusOK).Says(t, "Impairment").Hides(t, "Test for impairment")
	form := []string{"currency", "USD", "on", today, "consideration", "500.00", "costs", "100.00", "reason",
		"Half of the seats are gone."}
	finance.Post(at, "currency", "USD", "on", today, "consideration", "90000", "reason", "All is well.").Is(t,
		http.StatusUnprocessableEntity).Says(t, "No impairment: the carrying amount", "All is well.", `value="90000"`)
	finance.Post(at, "currency", "USD", "on", today, "consideration", "some", "reason", "Zz reason").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Enter an amount", "Zz reason")
	finance.Post(at, form...).Is(t, http.StatusOK).Says(t, "$400.00", "Write off $", "Half of the seats are gone.")
	finance.Get(open).Is(t, http.StatusOK).Hides(t, "Half of the seats are gone.") // the test alone writes nothing
	finance.Post(at, append(form, "sure", "1")...).Is(t, http.StatusSeeOther)
	finance.Get(open).Is(t, http.StatusOK).Says(t, "Impaired on", "Half of the seats are gone.",
		"less costs of $100.00")
	for _, who := range []string{"executive", "manager", "rep", "admin", "ops"} {
		f.As(who).Post(at, append(form, "sure", "1")...).Is(t, http.StatusNotFound)
	}
}

func TestAPayrollFileIsShownWhole(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	run := paid(f, t, sitetest.Sellers...)
	finance := f.As("finance")
	at := f.Path("/commissions/payroll?run=" + run.String())
	finance.Get(f.Path("/commissions/payroll")).Is(t, http.StatusOK).Says(t, "payroll?run="+run.String())
	finance.Get(at).Is(t, http.StatusOK).Says(t, sitetest.Mark("west", "far"), "1134.60").Hides(t, "the first 8 rows")
	finance.Get(f.Path("/commissions/payroll?run="+uuid.NewString())).Is(t, http.StatusNotFound)
}
