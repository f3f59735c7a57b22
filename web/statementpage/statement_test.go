package statementpage_test

import (
	"net/http"
	"strings"
	"testing"

	"quarterdeck/internal/pay/ledger"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/web/sitetest"
)

func TestAMemberReadsWhatTheyArePaidAndWhy(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-01-20", "Beta 40000 2026-02-10")
	b.Run(t, "2026-01")
	ann := b.Browser(b.Ann)
	ann.Get(b.Path("/2026-01")).Is(t, http.StatusOK).Says(t, "$8,000.00", "This is an estimate",
		"80,000.00 × 10 %", "Alpha", "Booked Jan 20, 2026", "Close $20,000 more to unlock the 20",
		"about $2,000 getting there", "80 %")
	b.Lock(t, b.Ann, "2026-01")
	if page := ann.Get(b.Path("/2026-01")).Is(t, http.StatusOK).Says(t, "/commissions/disputes/new?statement=",
		"line=1").Body; strings.Contains(page, "This is an estimate") {
		t.Error("a locked statement is called an estimate")
	}
	b.Run(t, "2026-02")
	ann.Get(b.Path("/2026-02")).Is(t, http.StatusOK).Says(t, "$6,000.00", "You reached the highest rate",
		"Earned in 2026", "Paid in 2026", "Approved, not yet paid", "Pending")
	if a := ann.Get(b.Path("/mine")); a.Location != b.Path("/2026-02") {
		t.Errorf("led to %q", a.Location)
	}
	csv := ann.Get(b.Path("/2026-02/statement.csv")).Is(t, http.StatusOK).Body
	if !strings.Contains(csv, "20000,0.1,1,2000.00") || !strings.Contains(csv, "20000,0.2,1,4000.00") {
		t.Error(csv)
	}
	ann.Get(b.Path("/2026-02/statement.xlsx")).Is(t, http.StatusOK)
	pdf := ann.Get(b.Path("/2026-02/statement.pdf")).Is(t, http.StatusOK)
	if !strings.HasPrefix(pdf.Body, "%PDF") || !strings.Contains(pdf.Body, sitetest.OnPaper("$6,000.00")) ||
		!strings.Contains(pdf.Body, sitetest.OnPaper("Commission statement Feb 2026")) {
		t.Error("the paper does not say the total")
	}
	if again := ann.Get(b.Path("/2026-02/statement.pdf")).Is(t, http.StatusOK); again.Body != pdf.Body {
		t.Error("the paper is not the same twice")
	}
	ann.Get(b.Path("/2026-02/proof.zip")).Is(t, http.StatusUnprocessableEntity)
	zip := ann.Get(b.Path("/2026-01/proof.zip")).Is(t, http.StatusOK)
	if m, _, err := ledger.Verify([]byte(zip.Body)); err != nil || m.Payable != 8_000_00 {
		t.Errorf("the proof says %d: %v", m.Payable, err)
	}
	ann.Get(b.Path("/2026-03")).Is(t, http.StatusOK).Says(t, "No statement for Mar 2026")
	ann.Get(b.Path("/2026")).Is(t, http.StatusNotFound)
}

func TestWhyAStatementChangedIsSaidOpportunityByOpportunity(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	deals := b.Sell(t, b.Ann, "Alpha 80000 2026-11-02", "Beta 40000 2026-11-03")
	b.Run(t, "2026-11")
	b.Amend(t, deals["Alpha"], 50_000_00)
	b.Run(t, "2026-11")
	ann := b.Browser(b.Ann)
	page := ann.Get(b.Path("/2026-11/changes")).Is(t, http.StatusOK).Says(t, "$14,000.00", "$9,000.00", "−$5,000.00",
		"2 opportunities", "Alpha", "Changed Nov 20, 2026 to 50,000.00", "No change of its own").Body
	// Beta is no longer above the quota
	if !strings.Contains(page, "$8,000.00") || !strings.Contains(page, "$6,000.00") {
		t.Error("it does not say what each earns")
	}
	ann.Get(b.Path("/2026-11/changes?from=2&to=2")).Is(t, http.StatusOK).Says(t, "No differences")
	ann.Get(b.Path("/2026-11/changes?from=1&to=2026-11-20")).Is(t, http.StatusOK).Says(t, "−$5,000.00")
	for _, wrong := range []string{"7", "2026-01", "2020-01-01", "x"} {
		ann.Get(b.Path("/2026-11/changes?from="+wrong)).Is(t, http.StatusNotFound)
	}
}
