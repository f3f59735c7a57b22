package billingpage_test

import (
	"net/http"
	"strings"
	"testing"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

func TestCreditIsSaidByThoseWhoMayAndRefusedAtItsField(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("credit")
	path := f.Path("/opportunities/" + f.Opportunities["mate"].String() + "/credit")
	mate, rep := f.People["mate"].String(), f.People["rep"].String()
	for _, who := range []string{"rep", "manager", "executive"} {
		f.As(who).Get(path).Is(t, http.StatusNotFound)
		f.As(who).Post(path, "member_0", mate, "share_0", "100").Is(t, http.StatusNotFound)
	}
	ops := f.As("ops")
	ops.Get(path).Is(t, http.StatusOK).Says(t, sitetest.Mark("credit", "mate"))
	ops.Post(path, "member_0", mate, "share_0", "sixty").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Each share must be a percentage", `value="sixty"`)
	ops.Post(path, "member_0", mate, "share_0", "60", "member_1", rep, "share_1", "50").Is(t,
		http.StatusUnprocessableEntity)
	ops.Post(path, "member_0", mate, "share_0", "60", "member_1", rep, "share_1", "40").Leads(t, path)
	ops.Post(path+"/events", "kind", "invoice", "amount", "500", "on", "").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Enter a date", `value="500"`)
	ops.Post(path+"/events", "kind", "go_live", "on", "2026-11-02", "note", "Live").Leads(t, path+"#events")
	ops.Get(path).Is(t, http.StatusOK).Says(t, "Live", `value="60"`, `value="40"`)
}

func TestABillingFileIsForThoseWhoEditCreditAndRefusedAtItsField(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	path := h.Path("/commissions/billing")
	for _, role := range tenant.Roles {
		want := http.StatusNotFound
		if role.May(tenant.EditCredit) {
			want = http.StatusOK
		}
		h.As(role).Get(path).Is(t, want)
	}
	ops := h.As(tenant.Ops)
	ops.Upload(path, nil).Is(t, http.StatusUnprocessableEntity).Says(t, "Choose a CSV file of at most 20 MB.")
	ops.Upload(path, []byte("what,ever\n1,2\n")).Is(t, http.StatusUnprocessableEntity)
	page := ops.Upload(path, []byte("key,opportunity,kind,on\nb1,A,go_live,2026-11-02\n")).Is(t, http.StatusOK)
	if page.Says(t, "1 rejected", "A"); !strings.Contains(page.Body, "0 events added") {
		t.Error("an event of no opportunity is taken")
	}
}
