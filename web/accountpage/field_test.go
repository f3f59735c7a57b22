package accountpage_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/web/sitetest"
)

func TestCustomFieldsOfAccountsAreDefinedEditedAndExported(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("accountfields")
	ops, rep, base, none := f.As("ops"), f.As("rep"), f.Path("/settings/fields"), uuid.Nil.String()
	at := base + "?object=account"
	ops.Get(at).Is(t, http.StatusOK).Says(t, "Custom fields of accounts", "No custom fields yet")
	ops.Get(at+"&add=1").Is(t, http.StatusOK).Hides(t, "Required")
	ops.Post(at, "do", "save", "id", none, "saw", none, "name", "Plants", "kind", "number", "needed",
		"Proposal").Is(t, http.StatusUnprocessableEntity)
	ops.Post(at, "do", "preview", "id", none, "saw", none, "name", "Plants", "kind", "number").Is(t,
		http.StatusOK).Says(t, "This changes no account.")
	ops.Post(at, "do", "save", "id", none, "saw", none, "name", "Plants", "kind", "number").Leads(t, at)
	ops.Post(at, "do", "save", "id", none, "saw", none, "name", "Budget", "kind", "amount").Leads(t, at)
	found := regexp.MustCompile(`edit=([0-9a-f-]{36})`).FindAllStringSubmatch(ops.Get(at).Body, -1)
	id, key := found[0][1], "custom:"+found[0][1]
	ops.Get(base).Says(t, "No custom fields yet")
	ops.Get(base+"?edit="+id).Is(t, http.StatusNotFound)
	ops.Post(base, "do", "save", "id", id, "saw", none, "name", "Plants", "kind", "number").Is(t, http.StatusNotFound)
	ops.Get(base+".csv?object=account").Is(t, http.StatusOK).Says(t, "Plants,Number")
	rep.Get(f.Path("/accounts/new")).Says(t, "Plants", "Budget")
	rep.Post(f.Path("/accounts"), "name", "Larch", "key_0", key, "custom_0", "many").Is(t,
		http.StatusUnprocessableEntity).Says(t, `value="many"`, "Larch")
	path := rep.Post(f.Path("/accounts"), "name", "Larch", "key_0", key, "custom_0", "1,250.5", "key_1",
		"custom:"+found[1][1], "custom_1", "99").Is(t, http.StatusSeeOther).Header.Get("Location")
	rep.Get(path).Is(t, http.StatusOK).Says(t, "Edit Plants: 1250.5", "Edit Budget: $99.00")
	rep.Post(path+"/fields", "field", key, "saw", "1250.5", "value", "7").Leads(t, path)
	rep.Get(path).Says(t, "Edit Plants: 7", "1250.5 → 7", "You changed plants")
	rep.Get(path+"?as_of=2026-11-19").Is(t, http.StatusOK).Hides(t, "Edit Plants")
	f.As("manager").Post(path+"/fields", "field", key, "saw", "1250.5", "value", "8").Is(t,
		http.StatusConflict).Says(t, "Keep mine")
	rep.Get(f.Path("/accounts.csv")).Is(t, http.StatusOK).Says(t, ",Plants,Budget", ",7,99")
	for _, who := range []string{"rep", "manager", "executive", "finance"} {
		f.As(who).Get(at).Is(t, http.StatusNotFound)
	}
}

// A refused custom field says why once, at the field.
func TestARefusedCustomFieldOfANewDealSaysWhyOnce(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("once")
	at, none := f.Path("/settings/fields"), uuid.Nil.String()
	f.As("ops").Post(at, "do", "save", "id", none, "saw", none, "name", "Plan", "kind", "choice", "options", "A")
	key := "custom:" + regexp.MustCompile(`edit=([0-9a-f-]{36})`).FindStringSubmatch(f.As("ops").Get(at).Body)[1]
	page := f.As("rep").Post(f.Path("/opportunities"), "name", "New one", "key_0", key, "custom_0", "x").Is(t,
		http.StatusUnprocessableEntity)
	if n := strings.Count(page.Body, "is not one of the choices"); n != 1 {
		t.Errorf("the message is there %d times", n)
	}
}
