package web

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
)

// desk is an office whose people sign in.
type desk struct {
	office.Office
	site *site
	slug string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	o := office.Open(t, office.Selling)
	d := &desk{Office: o, site: newSiteOn(t, o.DB, newJobs(t, o.DB))}
	orgs, err := tenant.Organisations(t.Context(), o.DB)
	if err != nil {
		t.Fatal(err)
	}
	for _, org := range orgs {
		if org.TenantID == o.TenantID {
			d.slug = org.Slug
		}
	}
	return d
}

// as is a browser in which a member has signed in.
func (d *desk) as(t *testing.T, member uuid.UUID) *browser {
	t.Helper()
	user, err := auth.AddUser(t.Context(), d.DB, uuid.NewString()+"@example.com", "Somebody", "")
	if err != nil {
		t.Fatal(err)
	}
	d.Do(t, func(ctx context.Context, tx *tenant.Tx) error { return auth.Join(ctx, tx, user.ID, member) })
	return d.site.signedIn(user)
}

func (d *desk) path(rest string) string { return "/o/" + d.slug + rest }

func TestADisputeGoesThroughItsPages(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Sell(t, d.Ann, "A 80000 2026-01-20")
	d.Run(t, "2026-01")
	d.Lock(t, d.Ann, "2026-01")
	s, _ := d.Of(t, d.Ann, "2026-01")
	ann := d.as(t, d.Ann)
	form := ann.get(d.path("/commissions/disputes/new?line=1&statement="+s.ID.String())).is(t, 200)
	if !strings.Contains(form.Body, "$8,000.00") {
		t.Error("the form does not show the line")
	}
	ann.post(d.path("/commissions/disputes"), "statement", s.ID.String(), "line", "1", "note", "").is(t, 422)
	ann.post(d.path("/commissions/disputes"), "statement", s.ID.String(), "line", "99", "note", "x").is(t, 404)
	opened := ann.post(d.path("/commissions/disputes"), "statement", s.ID.String(), "line", "1", "claimed", "9,000.50", "note", "It was sold with zzservices.").is(t, 303)
	for name, who := range map[string]uuid.UUID{"another rep": d.Ben, "another manager": d.Sol, "an executive": d.Eve, "the administrator": d.Ada} {
		b := d.as(t, who)
		b.get(opened.Location).is(t, 404)
		b.post(opened.Location, "number", "1", "to", "closed", "note", "x").is(t, 404)
		if list := b.get(d.path("/commissions/disputes?all=1")).is(t, 200); strings.Contains(list.Body, "Ann") {
			t.Errorf("%s sees that Ann has a dispute", name)
		}
	}
	d.as(t, d.Nora).get(opened.Location).is(t, 200)
	olga, fay := d.as(t, d.Olga), d.as(t, d.Fay)
	olga.post(opened.Location, "number", "7", "to", "partly", "note", "Half.", "amount", "500").is(t, 409)
	olga.post(opened.Location, "number", "1", "to", "partly", "note", "Half.").is(t, 422)
	olga.post(opened.Location, "number", "1", "to", "partly", "note", "Half.", "amount", "500").is(t, 303)
	var waits statement.Adjustment
	d.See(t, d.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := statement.Adjustments(ctx, tx, nil)
		if len(all) == 1 {
			waits = all[0]
		}
		return err
	})
	decision := d.path("/commissions/adjustments/" + waits.ID.String() + "/decision")
	olga.post(decision, "approved", "1").is(t, 404)
	fay.post(decision, "approved", "1").is(t, 303)
	fay.post(decision, "approved", "0").is(t, 409)
	d.Run(t, "2026-02")
	if s, _ := d.Of(t, d.Ann, "2026-02"); s.Payable != 500_00 {
		t.Errorf("February pays %d", s.Payable)
	}
	if page := ann.get(opened.Location).is(t, 200); !strings.Contains(page.Body, "Approved in part") || !strings.Contains(page.Body, "$500.00") {
		t.Error("the member does not see what was granted")
	}
}

func TestABillingFileIsTakenAndItsBadLinesSayWhy(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Sell(t, d.Ann, "A 80000 2026-01-20")
	fay := d.as(t, d.Fay)
	file := "key,opportunity,kind,on,amount,currency,note\nb1,A,invoice,2026-01-22,80000.00,USD,\nb2,A,cash,2026-02-01,\"8,0\",USD,\nb3,Z,cash,2026-02-01,1,USD,\n" +
		"b4,A,refund,2026-02-01,1,USD,\nb5,A,cash,2026-02-30,1,USD,\n,A,go_live,2026-02-01,,,\nb6,A,go_live,2026-02-01,,,Done\nb1,A,invoice,2026-01-22,80000.00,USD,\n"
	upload := func(body string) answer {
		return fay.send("POST", d.path("/commissions/billing"), "multipart/form-data; boundary=x",
			strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.csv\"\r\nContent-Type: text/csv\r\n\r\n"+body+"\r\n--x--\r\n"))
	}
	first := upload(file).is(t, 200)
	for _, want := range []string{"2 events taken", "1 were known already, 5 were refused", "is not an amount of USD", "There is no opportunity with the key", "is not a day", "could be taken twice",
		"an invoice, a payment"} {
		if !strings.Contains(first.Body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if second := upload(file).is(t, 200); !strings.Contains(second.Body, "0 events taken") {
		t.Error("a file is taken twice")
	}
	upload("what,ever\n1,2\n").is(t, 422)
	upload("").is(t, 422)
}

func TestTheCreditOfAnOpportunityIsSharedByOperations(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.Sell(t, d.Ann, "A 80000 2026-01-20")["A"].String()
	olga := d.as(t, d.Olga)
	path := d.path("/opportunities/" + a + "/credit")
	olga.get(path).is(t, 200)
	olga.post(path, "member_0", d.Ann.String(), "share_0", "60", "member_1", d.Ben.String(), "share_1", "30").is(t, 422)
	olga.post(path, "member_0", d.Ann.String(), "share_0", "60", "member_1", d.Ben.String(), "share_1", "40 %").is(t, 303)
	d.as(t, d.Ann).get(path).is(t, 404)
	d.Run(t, "2026-01")
	ann, _ := d.Of(t, d.Ann, "2026-01")
	ben, _ := d.Of(t, d.Ben, "2026-01")
	if ann.Payable != 4800_00 || ben.Payable != 3200_00 {
		t.Errorf("Ann is paid %d and Ben %d", ann.Payable, ben.Payable)
	}
}

// TestWhatAFormHidesIsLookedAt sends keys of another organisation's people, files that are no text, and everything twice.
func TestWhatAFormHidesIsLookedAt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	other := office.Open(t, office.Selling)
	a := d.Sell(t, d.Ann, "A 80000 2026-01-20")["A"].String()
	d.Run(t, "2026-01")
	d.Lock(t, d.Ann, "2026-01")
	s, _ := d.Of(t, d.Ann, "2026-01")
	ann, fay := d.as(t, d.Ann), d.as(t, d.Fay)
	for _, stranger := range []string{other.Ann.String(), uuid.NewString()} {
		fay.post(d.path("/opportunities/"+a+"/credit"), "member_0", stranger, "share_0", "100").is(t, 422).says(t, "from the list")
		fay.post(d.path("/commissions/readers"), "member", stranger, "reason", "x").is(t, 404)
		fay.post(d.path("/commissions/adjustments"), "member", stranger, "amount", "5", "reason", "x").is(t, 422)
		fay.post(d.path("/opportunities/"+stranger+"/credit/events"), "kind", "go_live", "on", "2026-11-01").is(t, 404)
		fay.get(d.path("/plans/"+d.Plan.String()+"/letter?member="+stranger)).is(t, 404)
		ann.post(d.path("/commissions/disputes"), "statement", stranger, "note", "x").is(t, 404)
	}
	for i, status := range []int{303, 409} { // two clicks each
		fay.post(d.path("/commissions/adjustments"), "member", d.Ann.String(), "amount", "5", "reason", "A prize.").is(t, status)
		fay.post(d.path("/opportunities/"+a+"/credit/events"), "kind", "invoice", "on", "2026-11-01", "amount", "500").is(t, status)
		ann.post(d.path("/commissions/disputes"), "statement", s.ID.String(), "line", "1", "note", "Why?").is(t, status)
		fay.post(d.path("/commissions/readers"), "member", d.Eve.String(), "reason", "She signs them.").is(t, []int{303, 409}[i])
	}
	fay.send("POST", d.path("/commissions/billing"), "multipart/form-data; boundary=x",
		strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.csv\"\r\n\r\nkey,opportunity,kind,on,note\nb1,A,go_live,2026-11-01,a\x00b\r\n--x--\r\n")).is(t, 422).says(t, "is not text")
	fay.get(d.path("/plans/"+d.Plan.String()+"/letter?member="+d.Ann.String())).is(t, 200)
	ann.get(d.path("/plans/"+d.Plan.String()+"/letter?member="+d.Ann.String())).is(t, 200)
	d.See(t, d.Ada, func(ctx context.Context, tx *tenant.Tx) error {
		seen, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT a.member_id FROM app.audit_log a WHERE a.tenant_id = @tenant AND a.action = 'viewed' AND a.object_id = 'plan letter'`, nil)
		if len(seen) != 1 || seen[0] != d.Fay {
			t.Errorf("the log says that %v read letters of others", seen)
		}
		return err
	})
}
