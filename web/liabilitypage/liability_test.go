package liabilitypage_test

import (
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

// post adds statements to a firm's book.
func post(f *sitetest.Firm, t *testing.T, b *ledger.Book, all ...ledger.Statement) {
	t.Helper()
	err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		for _, s := range all {
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

// paid posts two quarters of pay of some sellers, of which the first is paid.
func paid(f *sitetest.Firm, t *testing.T, sellers ...string) *ledger.Book {
	t.Helper()
	b := ledger.Open()
	for _, key := range []string{"2026-Q2", "2026-Q3"} {
		for i, who := range sellers {
			s := ledger.Statement{Member: f.People[who], Period: key, Pending: 100_00,
				Lines: []ledger.Line{{Component: "new-business", Opportunity: f.Opportunities[who],
					Amount: int64(1_234_56 + i)}}}
			if key == "2026-Q2" {
				s.PaidAt = time.Date(2026, 7, 15, 12, 0, 0, 0, time.UTC)
			}
			post(f, t, b, s)
		}
	}
	return b
}

func TestFinanceSeesWhatIsOwedAndAnExecutiveOnlyTotals(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	paid(f, t, sitetest.Sellers...)
	full := f.As("finance").Get(f.Path("/commissions/liability?kind=quarter")).Is(t, http.StatusOK)
	full.Says(t, "Unpaid liability", "new-business", "Roll-forward", "$6,172.90", "Due", "Pending")
	f.As("ops").Get(f.Path("/commissions/liability")).Is(t, http.StatusOK).Says(t, "new-business")
	for _, path := range []string{"/commissions/liability",
		"/commissions/liability?kind=month&as_of=2026-08-01&currency=USD"} {
		a := f.As("executive").Get(f.Path(path)).Is(t, http.StatusOK).Says(t, "Totals cover", "$6,172.90", "Q3 2026")
		a.Hides(t, "new-business")
		a.Hides(t, "1,234.5")
		a.Hides(t, "As of</label>")
	}
	sheet := f.As("executive").Get(f.Path("/commissions/liability.csv")).Is(t, http.StatusOK)
	sheet.Says(t, "6172.90")
	sheet.Hides(t, "1234.5")
}

func TestAPeriodOfTheLiabilityOpensForWhoReadsAllPay(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	paid(f, t, sitetest.Sellers...)
	at := f.Path("/commissions/liability/2026-Q3")
	f.As("finance").Get(f.Path("/commissions/liability?kind=quarter")).Says(t, "/commissions/liability/2026-Q3")
	for _, who := range []string{"finance", "ops"} {
		f.As(who).Get(at).Is(t, http.StatusOK).Says(t, "5 members", sitetest.Mark("west", "rep"), "$1,234.57",
			"$6,172.90", "All periods")
	}
	f.As("finance").Get(at+"/members.csv").Is(t, http.StatusOK).Says(t, sitetest.Mark("west", "far"), "1234.60")
	f.As("finance").Get(f.Path("/commissions/liability/2020-01")).Is(t, http.StatusOK).Says(t, "No movements")
	for _, who := range []string{"executive", "manager", "rep", "admin"} {
		f.As(who).Get(at).Is(t, http.StatusNotFound)
		f.As(who).Get(at+"/members.csv").Is(t, http.StatusNotFound)
	}
	f.As("executive").Get(f.Path("/commissions/liability")).Hides(t, "/commissions/liability/2026")
}

func TestAnExecutiveNeverSeesAFigureOfOnePerson(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	one, two := s.Firm("west"), s.Firm("east")
	paid(one, t, "rep")
	paid(two, t, "rep", "far")
	for _, f := range []*sitetest.Firm{one, two} {
		for _, path := range []string{"/commissions/liability", "/commissions/liability.csv"} {
			a := f.As("executive").Get(f.Path(path)).Is(t, http.StatusOK)
			for _, figure := range []string{"1,234", "1234", "2,469", "2469", "1.23K", "2.47K", "2,3", "1,1"} {
				a.Hides(t, figure)
			}
		}
		f.As("executive").Get(f.Path("/commissions/liability")).Says(t, "Hidden to protect individual pay")
	}
	mixed := s.Firm("north")
	paid(mixed, t, sitetest.Sellers...)
	post(mixed, t, ledger.Open(), ledger.Statement{Member: mixed.People["idle"], Plan: "Another",
		Period: "2026-10", Open: true, LockedAt: time.Date(2026, 11, 5, 12, 0, 0, 0, time.UTC),
		Lines: []ledger.Line{{Component: "one", Opportunity: mixed.Opportunities["rep"], Amount: 777_77}}})
	mixed.As("finance").Get(mixed.Path("/commissions/liability")).Says(t, "$777.77", "not locked")
	for _, path := range []string{"/commissions/liability", "/commissions/liability.csv"} {
		a := mixed.As("executive").Get(mixed.Path(path)).Is(t, http.StatusOK).Says(t, "Q3 2026 – Q4 2026")
		a.Hides(t, "777.77")
		a.Hides(t, "777")
	}
}

// TestAnExecutiveSeesWhatFinanceSeesAtTheEndOfTheLastMonth calculates October in November, pays September late, and has
// begun November: what was earned counts by its period and not by when it became known.
func TestAnExecutiveSeesWhatFinanceSeesAtTheEndOfTheLastMonth(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	at := func(day int) time.Time { return time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC) }
	b := ledger.Open()
	everybody := func(key string, amount int64, s ledger.Statement) {
		for _, who := range sitetest.Sellers {
			s.Member, s.Period, s.Lines = f.People[who], key,
				[]ledger.Line{{Component: "new-business", Opportunity: f.Opportunities[who], Amount: amount}}
			post(f, t, b, s)
		}
	}
	executive := func() sitetest.Answer {
		return f.As("executive").Get(f.Path("/commissions/liability")).Is(t, http.StatusOK)
	}
	executive().Says(t, "Not calculated yet").Hides(t, "$0")
	everybody("2026-09", 1_000_00, ledger.Statement{LockedAt: at(2), PaidAt: at(10)})
	executive().Says(t, "$5,000.00", "through Sep 30, 2026", "No run calculated for Oct 2026 yet",
		"Q4 2026, estimate").Hides(t, "Oct 31, 2026")
	// what nobody calculated is no row
	f.As("executive").Get(f.Path("/commissions/liability.csv")).Is(t, http.StatusOK).Hides(t, "Q4 2026")
	everybody("2026-10", 2_000_00, ledger.Statement{LockedAt: at(4)})
	everybody("2026-11", 4_000_00, ledger.Statement{Open: true, LockedAt: at(19)})
	// September is paid on 10 November, and owed on 31 October
	page := executive().Says(t, "$15,000.00", "through Oct 31, 2026")
	page.Hides(t, "$30,000.00")
	page.Hides(t, "No run calculated")
	finance := f.As("finance").Get(f.Path("/commissions/liability.csv?kind=month")).Is(t, http.StatusOK)
	finance.Says(t, "Oct 2026,2026-10-01,2026-10-31,5000.00,10000.00,0.00,0.00,0.00,15000.00")
	f.As("executive").Get(f.Path("/commissions/liability.csv")).Is(t, http.StatusOK).Says(t,
		"2026-10-01,2026-10-31,5000.00,10000.00,,,0.00,15000.00")
	f.As("finance").Get(f.Path("/commissions/liability")).Is(t, http.StatusOK).Says(t, "$30,000.00",
		"through Nov 20, 2026")
}

func TestAComponentOpensToWhoEarnedIt(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	paid(f, t, sitetest.Sellers...)
	opened := f.Path("/commissions/liability?kind=quarter&component=new-business&in=USD")
	for _, who := range []string{"finance", "ops"} {
		f.As(who).Get(opened).Is(t, http.StatusOK).Says(t, "Who earned “New business”",
			sitetest.Mark("west", "rep"), "$2,469.14", "5 members", "$12,345.80")
	}
	f.As("finance").Get(f.Path("/commissions/liability?component=nothing&in=USD")).Is(t, http.StatusOK).Says(t,
		"No earnings")
	f.As("executive").Get(opened).Is(t, http.StatusOK).Hides(t, "Who earned")
}

func TestThePastOfTheLiabilityIsWhatWasOwedThen(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	paid(f, t, "rep")
	b := f.As("finance")
	at := "/commissions/liability.csv?kind=quarter&as_of="
	// on 10 July the second quarter was locked and not paid yet; a week later it was paid
	b.Get(f.Path(at+"2026-07-10")).Is(t, http.StatusOK).Says(t,
		"Q2 2026,2026-04-01,2026-06-30,0.00,1234.56,0.00,0.00,0.00,1234.56").Hides(t, "2469")
	b.Get(f.Path(at+"2026-07-20")).Is(t, http.StatusOK).Says(t, "1134.56,100.00")
	b.Get(f.Path(at+"2026-01-31")).Is(t, http.StatusOK).Hides(t, "1234")
	b.Get(f.Path("/commissions/liability/2026-Q2?as_of=2026-07-10")).Is(t, http.StatusOK).Says(t, "as of Jul 10",
		"1 member", "$1,234.56")
	b.Get(f.Path("/commissions/liability/2026-Q3?as_of=2026-07-10")).Is(t, http.StatusOK).Says(t,
		sitetest.Mark("west", "rep")).Hides(t, "$2,469")
}

func TestACurrencyIsShownByItselfAndAsOneSumOnlyWithARate(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	b := paid(f, t, "rep")
	post(f, t, b, ledger.Statement{Member: f.People["far"], Plan: "Europe", Currency: "SEK", Period: "2026-Q3",
		Lines: []ledger.Line{{Component: "nordic", Opportunity: f.Opportunities["far"], Amount: 8_765_43}}})
	finance := f.As("finance")
	all := finance.Get(f.Path("/commissions/liability?kind=quarter")).Is(t, http.StatusOK).Says(t,
		"1 statement is not in these totals: no exchange rate", "By currency", "SEK")
	all.Says(t, "Nordic")
	kronor := finance.Get(f.Path("/commissions/liability?kind=quarter&currency=SEK")).Is(t, http.StatusOK).Says(t,
		"8,765.43", "Nordic")
	kronor.Hides(t, "New business")
	kronor.Hides(t, "no exchange rate")
	finance.Get(f.Path("/commissions/liability/2026-Q3?currency=SEK")).Is(t, http.StatusOK).Says(t, "1 member",
		sitetest.Mark("west", "far"), "8,765.43").Hides(t, sitetest.Mark("west", "rep"))
	finance.Get(f.Path("/commissions/liability/2026-Q3/members.csv?currency=SEK")).Is(t, http.StatusOK).Says(t,
		"8765.43", "SEK").Hides(t, "USD")
}

func TestAnAddressThatMeansNothingShowsTheWholeAndHurtsNobody(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	paid(f, t, "rep", "mate", "far")
	b, whole := f.As("finance"), f.Path("/commissions/liability.csv")
	plain := b.Get(whole).Is(t, http.StatusOK).Body
	const script = "%3Cscript%3Ealert(1)%3C/script%3E"
	for _, q := range []string{"kind=fortnight", "currency=" + script, "currency=usd%27%20OR%20true--",
		"as_of=tomorrow", "as_of=2099-01-01", "kind=&currency=&as_of=", "kind=month&kind=quarter",
		"in=xyz&component="} {
		if got := b.Get(whole+"?"+q).Is(t, http.StatusOK).Body; got != plain {
			t.Errorf("%s makes it\n%s\nnot\n%s", q, got, plain)
		}
	}
	for _, q := range []string{"currency=%00", "component=%FF&in=USD"} {
		b.Get(whole+"?"+q).Is(t, http.StatusUnprocessableEntity).Says(t, "is not text")
	}
	b.Get(f.Path("/commissions/liability?component="+script+"&in="+script)).Is(t, http.StatusOK).Says(t,
		"No earnings").Hides(t, "<script>alert")
	for _, key := range []string{"2026-13", "nothing", "2026-Q9", "%2e%2e", script, strings.Repeat("9", 400)} {
		b.Get(f.Path("/commissions/liability/"+key)).Is(t, http.StatusNotFound)
		b.Get(f.Path("/commissions/liability/"+key+"/members.csv")).Is(t, http.StatusNotFound)
	}
}

func TestWhoOpensAPeriodOfTheLiabilityIsWrittenDown(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f, twin := s.Firm("west"), s.Firm("twin")
	paid(f, t, "rep")
	paid(twin, t, "mate")
	f.As("executive").Get(f.Path("/commissions/liability/2026-Q3")).Is(t, http.StatusNotFound)
	f.As("ops").Get(f.Path("/commissions/liability/2026-Q3")).Is(t, http.StatusOK).Hides(t,
		sitetest.Mark("twin", "mate"))
	f.As("finance").Get(twin.Path("/commissions/liability/2026-Q3")).Is(t, http.StatusNotFound)
	seen := map[uuid.UUID]string{}
	err := s.DB.View(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		all, err := audit.List(t.Context(), tx, audit.Filter{Limit: 200})
		for _, e := range all {
			if e.Object == "pay" && e.MemberID != nil {
				seen[*e.MemberID] += e.Action + " " + e.ObjectID + " "
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := seen[f.People["ops"]]; len(seen) != 1 || got != "viewed liability " {
		t.Errorf("the log has %v", seen)
	}
}
