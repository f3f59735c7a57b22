package officepage_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/web/sitetest"
)

// row is a row of a page's table as words, and where its head leads.
func row(t *testing.T, body, head string) (text, href string) {
	t.Helper()
	for _, tr := range regexp.MustCompile(`(?s)<tr>.*?</tr>`).FindAllString(body, -1) {
		words := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(tr, " ")), " ")
		if strings.HasPrefix(words, head) {
			if m := regexp.MustCompile(`href="([^"]*)"`).FindStringSubmatch(tr); m != nil {
				href = html.UnescapeString(m[1])
			}
			return words, href
		}
	}
	t.Errorf("no row %q\n%s", head, sitetest.Excerpt(body))
	return "", ""
}

func TestOperationsOpenWhatIsWrong(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	ops := f.As("ops")
	home := ops.Get(f.Path("/home")).Is(t, http.StatusOK).Says(t, "Operations", "Q4 2026", "Not published",
		"firm.zip")
	late, href := row(t, home.Body, "Close date has passed")
	if !strings.Contains(late, " 5 $215K") {
		t.Errorf("what is overdue says %q", late)
	}
	ops.Get(href).Is(t, http.StatusOK).Says(t, "All 5", "Overdue")
	_, href = row(t, home.Body, "No next step")
	ops.Get(href).Is(t, http.StatusOK).Says(t, "All 10", "No next step")
	if none, href := row(t, home.Body, "No owner"); !strings.Contains(none, " 0 ") || href != "" {
		t.Errorf("nobody's are %q, and lead to %q", none, href)
	}
	home.Says(t, `aria-label="Reps without a quota: 1"`)
	ops.Get(f.Path("/home.csv")).Is(t, http.StatusOK).Says(t, "Close date has passed,", ",5,215120.99,USD")
	ops.Get(f.Path("/home?as_of=2026-10-01")).Is(t, http.StatusOK).Says(t, "what was known at the end of")
	for _, who := range []string{"executive", "manager", "rep", "finance", "admin"} {
		f.As(who).Get(f.Path("/home")).Is(t, http.StatusOK).Hides(t, "Data problems")
	}
}

func TestTheAdministratorsHomeLeadsToThoseWhoWait(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("west")
	admin := f.As("admin")
	admin.Post(f.Path("/settings/members"), "name", "Newcomer", "email", "new@west.example", "role", "rep",
		"team", "West", "valid_from", "2026-11-01").Is(t, http.StatusSeeOther)
	home := admin.Get(f.Path("/home")).Is(t, http.StatusOK).Says(t, "Administration", "Now · as of",
		`aria-label="Without access: 2"`, "Newcomer", "Added member", "no manager")
	home.Hides(t, "/o/"+f.Slug+"/commissions")
	admin.Get(f.Path("/settings/members?state=waiting")).Is(t, http.StatusOK).Says(t, "Newcomer").Hides(t, "Boss")
	admin.Get(f.Path("/settings/members?state=unplaced")).Is(t, http.StatusOK).Says(t, "Newcomer",
		"Show: No manager or team").Hides(t, `>Boss<`)
	admin.Get(f.Path("/settings/members?state=disabled")).Is(t, http.StatusOK).Hides(t, "Newcomer")
	home.Says(t, "/settings/members?state=unplaced", "/settings/members?state=disabled")
	admin.Get(f.Path("/home.csv")).Is(t, http.StatusOK).Says(t, "Newcomer,new@west.example,Rep,West,Invitation")
	for _, who := range []string{"executive", "manager", "rep", "finance", "ops"} {
		f.As(who).Get(f.Path("/home")).Is(t, http.StatusOK).Hides(t, "Members without access")
	}
}

func TestFinanceOpensWhatWaitsForIt(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	home := strings.TrimSuffix(b.Path(""), "/commissions") + "/home"
	fay := b.Browser(b.Fay)
	fay.Get(home).Is(t, http.StatusOK).Says(t, "Finance", "No payout period is open", "Now · as of")
	b.Sell(t, b.Ann, "A 80000 2026-01-20")
	b.Sell(t, b.Ben, "B 10000 2026-01-21")
	run := b.Run(t, "2026-01")
	b.Lock(t, b.Ann, "2026-01")
	page := fay.Get(home).Is(t, http.StatusOK).Says(t, `title="$1,000.00" aria-label="Approvals waiting: $1K"`,
		`title="$8,000.00" aria-label="Payroll not exported: $8K"`,
		`title="$9,000.00" aria-label="Unpaid liability: $9K"`)
	text, href := row(t, page.Body, "Jan 2026")
	if href != b.Path("/runs/"+run.ID.String()) ||
		!strings.HasSuffix(text, "$1,000.00 1 statement — — $8,000.00 1 statement $9,000.00 2 statements") {
		t.Errorf("January says %q and leads to %s", text, href)
	}
	fay.Get(href).Is(t, http.StatusOK)
	fay.Get(home+".csv").Is(t, http.StatusOK).Says(t,
		"Calculated statements,Calculated,Approved by manager statements,",
		"Jan 2026,USD,0,0.00,0,0.00,1,1000.00,0,0.00,0,0.00,1,8000.00")
	for _, who := range []uuid.UUID{b.Ben, b.Eve, b.Ada, b.Olga} {
		b.Browser(who).Get(home).Is(t, http.StatusOK).Hides(t, "$8,000.00")
	}
}
