package adjustmentpage_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/web/sitetest"
)

var decision = regexp.MustCompile(`action="[^"]*(/adjustments/[0-9a-f-]+/decision)"`)

func TestAnAdjustmentIsProposedByOneAndApprovedByAnother(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	olga, fay := b.Browser(b.Olga), b.Browser(b.Fay)
	propose := []string{"member", b.Ann.String(), "amount", "125.50", "reason", "A prize."}
	olga.Get(b.Path("/adjustments")).Is(t, http.StatusOK).Says(t, "No adjustments")
	olga.Post(b.Path("/adjustments"), propose...).Is(t, http.StatusUnprocessableEntity).Says(t,
		"This member has no statement to adjust.")
	b.Sell(t, b.Ann, "Alpha 80000 2026-01-20")
	b.Run(t, "2026-01")
	olga.Post(b.Path("/adjustments"), "amount", "5", "reason", "x").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Choose a member.")
	olga.Post(b.Path("/adjustments"), propose...).Leads(t, b.Path("/adjustments"))
	if page := olga.Get(b.Path("/adjustments")).Says(t, "A prize.", "$125.50",
		"waits").Body; decision.MatchString(page) {
		t.Error("whoever proposed it can decide")
	}
	at := decision.FindStringSubmatch(fay.Get(b.Path("/adjustments")).Is(t, http.StatusOK).Body)
	if at == nil {
		t.Fatal("finance cannot decide")
	}
	olga.Post(b.Path(at[1]), "approved", "1").Is(t, http.StatusNotFound)
	fay.Post(b.Path(at[1]), "approved", "1").Leads(t, b.Path("/adjustments"))
	fay.Post(b.Path(at[1]), "approved", "1").Is(t, http.StatusConflict)
	b.Run(t, "2026-01")
	b.Browser(b.Ann).Get(b.Path("/2026-01")).Is(t, http.StatusOK).Says(t, "$8,125.50")
}

func TestWhoElseReadsPayIsGrantedAndTakenAwayByFinance(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-01-20")
	b.Run(t, "2026-01")
	fay, eve, of := b.Browser(b.Fay), b.Browser(b.Eve), b.Path("/2026-01?member="+b.Ann.String())
	eve.Get(of).Is(t, http.StatusNotFound)
	if page := b.Browser(b.Olga).Get(b.Path("/adjustments")).Is(t, http.StatusOK).Body; strings.Contains(page,
		"Who else reads pay") {
		t.Error("operations is offered to grant it")
	}
	fay.Post(b.Path("/readers"), "reason", "She signs them.").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Choose a member.", `value="She signs them."`)
	fay.Post(b.Path("/readers"), "member", b.Eve.String(), "reason", "She signs them.").Leads(t,
		b.Path("/adjustments#readers"))
	eve.Get(of).Is(t, http.StatusOK).Says(t, "$8,000.00")
	fay.Get(b.Path("/adjustments")).Says(t, "She signs them.")
	fay.Post(b.Path("/readers"), "member", b.Eve.String(), "withdraw", "1").Leads(t, b.Path("/adjustments#readers"))
	eve.Get(of).Is(t, http.StatusNotFound)
}
