package qualitypage_test

import (
	"context"
	"net/http"
	"regexp"
	"testing"

	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

// twice is a house with three accounts, two of which are one company, and its data measured.
func twice(t *testing.T) *sitetest.House {
	t.Helper()
	h := sitetest.New(t).Found()
	h.Update(func(ctx context.Context, tx *tenant.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO app.accounts (tenant_id, id, name, website, industry, created_at)
			SELECT @tenant, gen_random_uuid(), x.name, x.website, x.industry, @now
			FROM (VALUES ('Vela Bank', 'https://vela.example', ''), ('VELA BANK Inc.', 'www.vela.example', 'Banking'),
				('Solace Foods', 'solace.example', '')) x (name, website, industry)`, tenant.Args{"now": tx.Now()})
		if err != nil {
			return err
		}
		return quality.Measure(ctx, tx)
	})
	return h
}

func TestDuplicatesAreMergedKeptApartAndSeparatedAgain(t *testing.T) {
	t.Parallel()
	h := twice(t)
	path := h.Path("/quality/duplicates")
	for _, role := range tenant.Roles {
		want := http.StatusNotFound
		if role.May(tenant.ManageRecords) {
			want = http.StatusOK
		}
		h.As(role).Get(path).Is(t, want)
	}
	ops := h.As(tenant.Ops)
	ops.Get(h.Path("/quality")).Is(t, http.StatusOK).Says(t, "Probable duplicate accounts", "Uniqueness")
	page := ops.Get(path).Says(t, "Vela Bank and VELA BANK Inc.", "same domain", "Banking", `value="industry" checked`)
	page.Hides(t, "Solace Foods")
	one, other := hidden(t, page.Body, "survivor"), hidden(t, page.Body, "loser")
	ops.Post(path+"/merge", "survivor", one).Leads(t, path)
	ops.Get(path).Says(t, "Choose the account to merge.")
	ops.Post(path+"/merge", "survivor", one, "loser", other, "take", "industry").Leads(t, path)
	page = ops.Get(path).Says(t, "No duplicates", "Recent merges")
	ops.Get(h.Path("/accounts/"+one)).Says(t, "Banking")
	ops.Post(h.Path(regexp.MustCompile(`/quality/merges/[0-9a-f-]{36}/undo`).FindString(page.Body))).Leads(t, path)
	ops.Get(path).Says(t, "Vela Bank and VELA BANK Inc.", "Undone")
	ops.Post(path+"/distinct", "survivor", one, "loser", other).Leads(t, path)
	ops.Get(path).Says(t, "No duplicates")
}

func hidden(t *testing.T, body, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]+)"`).FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("the page has no %s", name)
	}
	return found[1]
}
