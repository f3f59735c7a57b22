package whatifpage_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"

	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
	"quarterdeck/web/sitetest"
)

func TestWhatIfSaysWhatOneOpportunityWouldPay(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-11-02")
	var open string
	b.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, b.Opportunity("Gamma", b.Ann, "Proposal", 40_000_00, "2026-12-10"),
			b.Opportunity("Bens own", b.Ben, "Proposal", 40_000_00, "2026-12-10"))
		open = ids[0].String()
		return err
	})
	ann := b.Browser(b.Ann)
	page := ann.Get(b.Path("/what-if")).Is(t, http.StatusOK).Says(t, "Gamma", "Select opportunities", "Not enough data",
		`value="40,000.00"`).Body
	if strings.Contains(page, "Bens own") {
		t.Error("it offers what is Ben's")
	}
	// 20,000 at 10 % and 20,000 at 20 %
	ann.Get(b.Path("/what-if?pick="+open)).Is(t, http.StatusOK).Says(t, "+$6,000.00 earned with 1 opportunity",
		"Payable for Dec 2026", "+$6,000.00 with 1 opportunity")
	ann.Get(b.Path("/what-if?pick="+open+"&amount."+open+"=20,000&close."+open+"=2026-11-30")).Is(t,
		http.StatusOK).Says(t, "+$2,000.00 earned")
	for _, wrong := range []string{"amount." + open + "=much", "close." + open + "=2020-01-01"} {
		ann.Get(b.Path("/what-if?pick="+open+"&"+wrong)).Is(t, http.StatusUnprocessableEntity)
	}
	b.Browser(b.Ada).Get(b.Path("/what-if")).Is(t, http.StatusOK).Says(t, "No compensation plan")
}

func TestTickingAnOpportunityOnAPhoneSaysWhatItPaysAtOnce(t *testing.T) {
	t.Parallel()
	b := sitetest.New(t).Bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-11-02")
	var ids []uuid.UUID
	b.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		ids, err = cast.Take(ctx, tx, b.Opportunity("Gamma", b.Ann, "Proposal", 40_000_00, "2026-12-10"),
			b.Opportunity("Delta", b.Ann, "Proposal", 10_000_00, "2026-12-11"))
		return err
	})
	w := b.Site.Window(390, 844).As(b.Users[b.Ann])
	w.Get(b.Path("/what-if"))
	text := func(selector string) string {
		return sitetest.Evaluate[string](w, fmt.Sprintf(`document.querySelector(%q).innerText.trim()`, selector))
	}
	if got := text("#alone-" + ids[0].String()); got != "+$6,000.00" { // 20,000 at 10 % and 20,000 at 20 %
		t.Errorf("Gamma alone: %s", got)
	}
	if got := text("#tally"); got != "No opportunities selected." {
		t.Errorf("the foot says %q", got)
	}
	for _, id := range ids {
		w.Do(chromedp.Click(fmt.Sprintf(`input[name=pick][value="%s"]`, id)))
	}
	w.Until("the foot has both",
		`document.querySelector("#tally").innerText.includes("+$8,000.00 with 2 opportunities")`)
	w.Until("so has the table", `document.querySelector("#supposed").innerText.includes("Payable for Dec 2026")`)
	if got := sitetest.Evaluate[int64](w, `document.querySelectorAll("input[name=pick]:checked").length`); got != 2 {
		t.Errorf("%d are ticked", got)
	}
	w.Do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{ const f = document.querySelector("[name='amount.%s']"); f.value = "100,000"; f.dispatchEvent(new Event("change", {bubbles: true})) }`, ids[1])))
	w.Until("what is typed counts", fmt.Sprintf(`document.querySelector("#alone-%s").innerText === "+$18,000.00"`,
		ids[1]))
	w.Do(chromedp.Evaluate[chromedp.Void]("location.reload()"))
	w.Until("coming back loses nothing",
		`document.querySelectorAll("input[name=pick]:checked").length === 2 && document.querySelector("#tally").innerText.includes("+$26,000.00")`)
	w.Do(chromedp.Click(`#tally a`))
	w.Until("it starts over",
		`location.search === "" && document.querySelector("#tally").innerText.includes("No opportunities selected")`)
}
