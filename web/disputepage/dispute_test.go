package disputepage_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

func TestADisputeGoesThroughItsPages(t *testing.T) {
	t.Parallel()
	d := sitetest.NewDesk(t)
	d.Sell(t, d.Ann, "A 80000 2026-01-20")
	d.Run(t, "2026-01")
	d.Lock(t, d.Ann, "2026-01")
	s, _ := d.Of(t, d.Ann, "2026-01")
	ann := d.As(t, d.Ann)
	form := ann.Get(d.Path("/commissions/disputes/new?line=1&statement="+s.ID.String())).Is(t, 200)
	if !strings.Contains(form.Body, "$8,000.00") {
		t.Error("the form does not show the line")
	}
	ann.Post(d.Path("/commissions/disputes"), "statement", s.ID.String(), "line", "1", "note", "").Is(t, 422)
	ann.Post(d.Path("/commissions/disputes"), "statement", s.ID.String(), "line", "99", "note", "x").Is(t, 404)
	opened := ann.Post(d.Path("/commissions/disputes"), "statement", s.ID.String(), "line", "1", "claimed", "9,000.50",
		"note", "It was sold with zzservices.").Is(t, 303)
	for name, who := range map[string]uuid.UUID{"another rep": d.Ben, "another manager": d.Sol, "an executive": d.Eve,
		"the administrator": d.Ada} {
		b := d.As(t, who)
		b.Get(opened.Location).Is(t, 404)
		b.Post(opened.Location, "number", "1", "to", "closed", "note", "x").Is(t, 404)
		if list := b.Get(d.Path("/commissions/disputes?all=1")).Is(t, 200); strings.Contains(list.Body, "Ann") {
			t.Errorf("%s sees that Ann has a dispute", name)
		}
	}
	d.As(t, d.Nora).Get(opened.Location).Is(t, 200)
	olga, fay := d.As(t, d.Olga), d.As(t, d.Fay)
	olga.Post(opened.Location, "number", "7", "to", "partly", "note", "Half.", "amount", "500").Is(t, 409)
	olga.Post(opened.Location, "number", "1", "to", "partly", "note", "Half.").Is(t, 422)
	olga.Post(opened.Location, "number", "1", "to", "partly", "note", "Half.", "amount", "500").Is(t, 303)
	var waits adjustment.Adjustment
	d.See(t, d.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := adjustment.List(ctx, tx, nil)
		if len(all) == 1 {
			waits = all[0]
		}
		return err
	})
	decision := d.Path("/commissions/adjustments/" + waits.ID.String() + "/decision")
	olga.Post(decision, "approved", "1").Is(t, 404)
	fay.Post(decision, "approved", "1").Is(t, 303)
	fay.Post(decision, "approved", "0").Is(t, 409)
	d.Run(t, "2026-02")
	if s, _ := d.Of(t, d.Ann, "2026-02"); s.Payable != 500_00 {
		t.Errorf("February pays %d", s.Payable)
	}
	if page := ann.Get(opened.Location).Is(t, 200); !strings.Contains(page.Body, "Approved in part") ||
		!strings.Contains(page.Body, "$500.00") {
		t.Error("the member does not see what was granted")
	}
}

func TestABillingFileIsTakenAndItsBadLinesSayWhy(t *testing.T) {
	t.Parallel()
	d := sitetest.NewDesk(t)
	d.Sell(t, d.Ann, "A 80000 2026-01-20")
	fay := d.As(t, d.Fay)
	file := "key,opportunity,kind,on,amount,currency,note\nb1,A,invoice,2026-01-22,80000.00,USD,\nb2,A,cash,2026-02-01,\"8,0\",USD,\nb3,Z,cash,2026-02-01,1,USD,\n" +
		"b4,A,refund,2026-02-01,1,USD,\nb5,A,cash,2026-02-30,1,USD,\n,A,go_live,2026-02-01,,,\nb6,A,go_live,2026-02-01,,,Done\nb1,A,invoice,2026-01-22,80000.00,USD,\n"
	upload := func(body string) sitetest.Answer {
		return fay.Send("POST", d.Path("/commissions/billing"), "multipart/form-data; boundary=x",
			strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.csv\"\r\nContent-Type: text/csv\r\n\r\n"+body+"\r\n--x--\r\n"))
	}
	first := upload(file).Is(t, 200)
	for _, want := range []string{"2 events added", "1 already recorded, 5 rejected", "is not an amount of USD",
		"There is no opportunity with the key", "is not a date", "could be imported twice",
		"an invoice, a payment"} {
		if !strings.Contains(first.Body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if second := upload(file).Is(t, 200); !strings.Contains(second.Body, "0 events added") {
		t.Error("a file is taken twice")
	}
	upload("what,ever\n1,2\n").Is(t, 422)
	upload("").Is(t, 422)
}

func TestTheCreditOfAnOpportunityIsSharedByOperations(t *testing.T) {
	t.Parallel()
	d := sitetest.NewDesk(t)
	a := d.Sell(t, d.Ann, "A 80000 2026-01-20")["A"].String()
	olga := d.As(t, d.Olga)
	path := d.Path("/opportunities/" + a + "/credit")
	olga.Get(path).Is(t, 200)
	olga.Post(path, "member_0", d.Ann.String(), "share_0", "60", "member_1", d.Ben.String(), "share_1", "30").Is(t, 422)
	olga.Post(path, "member_0", d.Ann.String(), "share_0", "60", "member_1", d.Ben.String(), "share_1",
		"40 %").Is(t, 303)
	d.As(t, d.Ann).Get(path).Is(t, 404)
	d.Run(t, "2026-01")
	ann, _ := d.Of(t, d.Ann, "2026-01")
	ben, _ := d.Of(t, d.Ben, "2026-01")
	if ann.Payable != 4800_00 || ben.Payable != 3200_00 {
		t.Errorf("Ann is paid %d and Ben %d", ann.Payable, ben.Payable)
	}
}

// TestWhatAFormHidesIsLookedAt sends keys of another organisation's people, files that are no text, and everything
// twice.
func TestWhatAFormHidesIsLookedAt(t *testing.T) {
	t.Parallel()
	d := sitetest.NewDesk(t)
	other := office.Open(t, office.Selling)
	a := d.Sell(t, d.Ann, "A 80000 2026-01-20")["A"].String()
	d.Run(t, "2026-01")
	d.Lock(t, d.Ann, "2026-01")
	s, _ := d.Of(t, d.Ann, "2026-01")
	ann, fay := d.As(t, d.Ann), d.As(t, d.Fay)
	for _, stranger := range []string{other.Ann.String(), uuid.NewString()} {
		fay.Post(d.Path("/opportunities/"+a+"/credit"), "member_0", stranger, "share_0",
			"100").Is(t, 422).Says(t, "from the list")
		fay.Post(d.Path("/commissions/readers"), "member", stranger, "reason", "x").Is(t, 404)
		fay.Post(d.Path("/commissions/adjustments"), "member", stranger, "amount", "5", "reason", "x").Is(t, 422)
		fay.Post(d.Path("/opportunities/"+stranger+"/credit/events"), "kind", "go_live", "on", "2026-11-01").Is(t, 404)
		fay.Get(d.Path("/plans/"+d.Plan.String()+"/letter?member="+stranger)).Is(t, 404)
		ann.Post(d.Path("/commissions/disputes"), "statement", stranger, "note", "x").Is(t, 404)
	}
	for i, status := range []int{303, 409} { // two clicks each
		fay.Post(d.Path("/commissions/adjustments"), "member", d.Ann.String(), "amount", "5", "reason",
			"A prize.").Is(t, status)
		fay.Post(d.Path("/opportunities/"+a+"/credit/events"), "kind", "invoice", "on", "2026-11-01", "amount",
			"500").Is(t, status)
		ann.Post(d.Path("/commissions/disputes"), "statement", s.ID.String(), "line", "1", "note", "Why?").Is(t, status)
		fay.Post(d.Path("/commissions/readers"), "member", d.Eve.String(), "reason",
			"She signs them.").Is(t, []int{303, 409}[i])
	}
	fay.Send("POST", d.Path("/commissions/billing"), "multipart/form-data; boundary=x",
		strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.csv\"\r\n\r\nkey,opportunity,kind,on,note\nb1,A,go_live,2026-11-01,a\x00b\r\n--x--\r\n")).Is(t, 422).Says(t, "is not text")
	fay.Get(d.Path("/plans/"+d.Plan.String()+"/letter?member="+d.Ann.String())).Is(t, 200)
	ann.Get(d.Path("/plans/"+d.Plan.String()+"/letter?member="+d.Ann.String())).Is(t, 200)
	d.See(t, d.Ada, func(ctx context.Context, tx *tenant.Tx) error {
		seen, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT a.member_id FROM app.audit_log a
			WHERE a.tenant_id = @tenant AND a.action = 'viewed' AND a.object_id = 'plan letter'`, nil)
		if len(seen) != 1 || seen[0] != d.Fay {
			t.Errorf("the log says that %v read letters of others", seen)
		}
		return err
	})
}
