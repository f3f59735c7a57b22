package web

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
)

// bureau is an office whose people can sign in: Ann and Ben are paid, Nora leads them.
type bureau struct {
	office.Office
	site  *site
	slug  string
	users map[uuid.UUID]auth.User
}

// bureau opens an office with a plan.
func (s *site) bureau(plan string) *bureau {
	t := s.t
	t.Helper()
	b := &bureau{Office: office.Open(t, plan), site: s, users: map[uuid.UUID]auth.User{}}
	for _, id := range []uuid.UUID{b.Eve, b.Nora, b.Ann, b.Ben, b.Sol, b.Olga, b.Fay, b.Ada} {
		user, err := auth.AddUser(t.Context(), s.db, uuid.NewString()+"@example.com", "Somebody", "")
		if err == nil {
			err = s.db.Update(t.Context(), tenant.AsSystem(b.TenantID), func(tx *tenant.Tx) error { return auth.Join(t.Context(), tx, user.ID, id) })
		}
		if err != nil {
			t.Fatal(err)
		}
		b.users[id] = user
	}
	orgs, err := tenant.Organisations(t.Context(), s.db)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range orgs {
		if o.TenantID == b.TenantID {
			b.slug = o.Slug
		}
	}
	return b
}

func (b *bureau) as(member uuid.UUID) *browser { return b.site.signedIn(b.users[member]) }

func (b *bureau) path(rest string) string { return "/o/" + b.slug + "/commissions" + rest }

// onPaper is a text as a PDF has it: two bytes a letter.
func onPaper(s string) string {
	var out strings.Builder
	for _, unit := range utf16.Encode([]rune(s)) {
		out.Write([]byte{byte(unit >> 8), byte(unit)})
	}
	return out.String()
}

func TestAMemberReadsWhatTheyArePaidAndWhy(t *testing.T) {
	t.Parallel()
	b := newSite(t).bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-01-20", "Beta 40000 2026-02-10")
	b.Run(t, "2026-01")
	ann := b.as(b.Ann)
	ann.get(b.path("/2026-01")).is(t, http.StatusOK).says(t, "$8,000.00", "An estimate", "80,000.00 × 10 %", "Alpha", "Booked Jan 20, 2026", "$20,000 more to reach 20", "about $2,000 on the way", "80 %")
	b.Lock(t, b.Ann, "2026-01")
	if page := ann.get(b.path("/2026-01")).is(t, http.StatusOK).says(t, "/commissions/disputes/new?statement=", "line=1").Body; strings.Contains(page, "An estimate") {
		t.Error("a locked statement is called an estimate")
	}
	b.Run(t, "2026-02")
	ann.get(b.path("/2026-02")).is(t, http.StatusOK).says(t, "$6,000.00", "The highest rate is reached", "Earned in 2026", "Paid in 2026", "Approved, not yet paid", "Pending")
	if a := ann.get(b.path("/mine")); a.Location != b.path("/2026-02") {
		t.Errorf("led to %q", a.Location)
	}
	csv := ann.get(b.path("/2026-02/statement.csv")).is(t, http.StatusOK).Body
	if !strings.Contains(csv, "20000,0.1,1,2000.00") || !strings.Contains(csv, "20000,0.2,1,4000.00") {
		t.Error(csv)
	}
	ann.get(b.path("/2026-02/statement.xlsx")).is(t, http.StatusOK)
	pdf := ann.get(b.path("/2026-02/statement.pdf")).is(t, http.StatusOK)
	if !strings.HasPrefix(pdf.Body, "%PDF") || !strings.Contains(pdf.Body, onPaper("$6,000.00")) || !strings.Contains(pdf.Body, onPaper("Commission statement Feb 2026")) {
		t.Error("the paper does not say the total")
	}
	if again := ann.get(b.path("/2026-02/statement.pdf")).is(t, http.StatusOK); again.Body != pdf.Body {
		t.Error("the paper is not the same twice")
	}
	ann.get(b.path("/2026-02/proof.zip")).is(t, http.StatusUnprocessableEntity)
	zip := ann.get(b.path("/2026-01/proof.zip")).is(t, http.StatusOK)
	if m, _, err := statement.Verify([]byte(zip.Body)); err != nil || m.Payable != 8_000_00 {
		t.Errorf("the proof says %d: %v", m.Payable, err)
	}
	ann.get(b.path("/2026-03")).is(t, http.StatusOK).says(t, "No statement of Mar 2026")
	ann.get(b.path("/2026")).is(t, http.StatusNotFound)
}

func TestWhyAStatementChangedIsSaidOpportunityByOpportunity(t *testing.T) {
	t.Parallel()
	b := newSite(t).bureau(office.Selling)
	deals := b.Sell(t, b.Ann, "Alpha 80000 2026-11-02", "Beta 40000 2026-11-03")
	b.Run(t, "2026-11")
	b.Amend(t, deals["Alpha"], 50_000_00)
	b.Run(t, "2026-11")
	ann := b.as(b.Ann)
	page := ann.get(b.path("/2026-11/changes")).is(t, http.StatusOK).says(t, "$14,000.00", "$9,000.00", "−$5,000.00", "2 opportunities", "Alpha", "Changed Nov 20, 2026 to 50,000.00", "Nothing of its own").Body
	if !strings.Contains(page, "$8,000.00") || !strings.Contains(page, "$6,000.00") { // Beta is no longer above the quota
		t.Error("it does not say what each earns")
	}
	ann.get(b.path("/2026-11/changes?from=2&to=2")).is(t, http.StatusOK).says(t, "Nothing differs")
	ann.get(b.path("/2026-11/changes?from=1&to=2026-11-20")).is(t, http.StatusOK).says(t, "−$5,000.00")
	for _, wrong := range []string{"7", "2026-01", "2020-01-01", "x"} {
		ann.get(b.path("/2026-11/changes?from="+wrong)).is(t, http.StatusNotFound)
	}
}

func TestWhatIfSaysWhatOneOpportunityWouldPay(t *testing.T) {
	t.Parallel()
	b := newSite(t).bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-11-02")
	var open string
	b.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := cast.Take(ctx, tx, b.Opportunity("Gamma", b.Ann, "Proposal", 40_000_00, "2026-12-10"), b.Opportunity("Bens own", b.Ben, "Proposal", 40_000_00, "2026-12-10"))
		open = ids[0].String()
		return err
	})
	ann := b.as(b.Ann)
	page := ann.get(b.path("/what-if")).is(t, http.StatusOK).says(t, "Gamma", "Tick opportunities", "Not enough data", `value="40,000.00"`).Body
	if strings.Contains(page, "Bens own") {
		t.Error("it offers what is Ben's")
	}
	ann.get(b.path("/what-if?pick="+open)).is(t, http.StatusOK).says(t, "+$6,000.00 earned with 1 opportunity", "Payable for Dec 2026", "+$6,000.00 with 1 opportunity") // 20,000 at 10 % and 20,000 at 20 %
	ann.get(b.path("/what-if?pick="+open+"&amount."+open+"=20,000&close."+open+"=2026-11-30")).is(t, http.StatusOK).says(t, "+$2,000.00 earned")
	for _, wrong := range []string{"amount." + open + "=much", "close." + open + "=2020-01-01"} {
		ann.get(b.path("/what-if?pick="+open+"&"+wrong)).is(t, http.StatusUnprocessableEntity)
	}
	b.as(b.Ada).get(b.path("/what-if")).is(t, http.StatusOK).says(t, "No compensation plan")
}
