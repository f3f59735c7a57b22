package statementpage_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/web/sitetest"
)

func TestALongStatementIsSearchedAndLedThrough(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	var deals []string
	for n := range 70 {
		deals = append(deals, fmt.Sprintf("Deal%02d 1000 2026-01-%02d", n, n%28+1))
	}
	b.Sell(t, b.Ann, deals...)
	b.Run(t, "2026-01")
	b.Lock(t, b.Ann, "2026-01")
	b.Run(t, "2026-02")
	ann := b.Browser(b.Ann)
	page := ann.Get(b.Path("/2026-01")).Is(t, http.StatusOK).Says(t, "70 opportunities in this statement", "1–60 of 70",
		"$7,000.00", b.Path("/2026-02")).Body
	if n := strings.Count(page, `id="line-`); n != 60 {
		t.Errorf("%d lines on a page", n)
	}
	if n := strings.Count(ann.Get(b.Path("/2026-01?from=60")).Is(t, http.StatusOK).Body, `id="line-`); n != 10 {
		t.Errorf("%d lines on the second page", n)
	}
	found := ann.Get(b.Path("/2026-01?q=deal42")).Is(t, http.StatusOK).Says(t, "1 of 70 opportunities", "Deal42",
		"$7,000.00").Body
	if strings.Contains(found, "Deal41") || strings.Count(found, `id="line-`) != 1 {
		t.Error("it shows what was not searched")
	}
	ann.Get(b.Path("/2026-02")).Is(t, http.StatusOK).Says(t, b.Path("/2026-01"), "Nothing new in Feb 2026")
	none := ann.Get(b.Path("/2026-01?q=nothing-of-the-kind")).Is(t, http.StatusOK).Says(t, "0 of 70 opportunities")
	if strings.Contains(none.Body, `id="line-`) {
		t.Error("it finds what is not there")
	}
}

func TestHomesSayWhatPayIsNear(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-10-20")
	b.Sell(t, b.Ben, "Beta 10000 2026-10-21")
	b.Run(t, "2026-10")
	home := strings.TrimSuffix(b.Path(""), "/commissions") + "/home"
	b.Browser(b.Ann).Get(home).Is(t, http.StatusOK).Says(t, "Commission Q4 2026", "$8,000.00",
		"Close $20,000 more to unlock the 20", "about $2,000 getting there", "an estimate")
	page := b.Browser(b.Nora).Get(home).Is(t, http.StatusOK).Says(t, "2 statements of Oct 2026 for you to approve",
		"Sales: 80\u00a0% of its quota · Close $20,000 more to unlock the 20", "state=calculated").Body
	if strings.Contains(page, "$8,000") || strings.Contains(page, "on the way") ||
		strings.Contains(page, "$90,000 more") {
		t.Error("a manager's home says what somebody is paid, or names who is far from the next rate")
	}
	if page := b.Browser(b.Eve).Get(home).Is(t, http.StatusOK).Body; strings.Contains(page, "Commissions of the team") {
		t.Error("an executive's home says how far people are")
	}
}
