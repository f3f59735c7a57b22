package importpage_test

import (
	"context"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/undo"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/command"
	"quarterdeck/web/sitetest"
)

func TestAnImportIsUndoneFromItsPage(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	b := h.As(tenant.Ops)
	to := b.Upload(h.Path("/imports"), sitetest.Zipped(t, "Account.csv", "Id,Name\nA1,Acme\nA2,Globex\nA3,Initech\n"),
		"format", "salesforce").Is(t, http.StatusSeeOther).Location
	id := uuid.MustParse(path.Base(to))
	b.Get(to+"/undo").Is(t, http.StatusOK).Says(t, "Only an import that has ended can be undone.")
	sitetest.Run(t, s, h, id)
	err := s.DB.Update(t.Context(), tenant.AsSystem(h.TenantID), func(tx *tenant.Tx) error {
		ids, err := account.IDs(t.Context(), tx)
		if err != nil {
			return err
		}
		steel, none := "Steel", ""
		_, err = account.Set(t.Context(), tx, ids["A2"], []command.Wish{{Field: "industry", Saw: &none, Want: &steel}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.Get(to).Says(t, "Undo import", to+"/undo")
	page := b.Get(to+"/undo").Is(t, http.StatusOK).Says(t, "What the undo would do now", "Globex",
		"Changed since the import on", "It changes 2 records.", "Products, line items")
	if strings.Contains(page.Body, "undo-poll") {
		t.Error("the page asks for progress before anything is begun")
	}
	for _, who := range []*sitetest.Browser{h.As(tenant.Rep), h.As(tenant.Finance), s.Found().As(tenant.Ops)} {
		who.Get(to+"/undo").Is(t, http.StatusNotFound)
		who.Post(to+"/undo").Is(t, http.StatusNotFound)
		who.Get(to+"/undo.csv").Is(t, http.StatusNotFound)
	}
	b.Post(to+"/undo").Is(t, http.StatusSeeOther)
	b.Post(to+"/undo").Is(t, http.StatusSeeOther) // a second click leads to the same undo
	b.Get(to+"/undo").Says(t, "0 of 3", "every 2s", "Refresh progress")
	var queued int
	if err := s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river.river_job
		WHERE kind = 'undo_import' AND args->>'import_id' = $1`, id.String()).Scan(&queued); err != nil || queued != 1 {
		t.Errorf("%d jobs are queued for the undo: %v", queued, err)
	}
	if err := undo.Run(context.Background(), s.DB, h.TenantID, id); err != nil {
		t.Fatal(err)
	}
	b.Get(to+"/undo").Says(t, "The import is undone.", "Globex", "Download as CSV", "The ops")
	b.Get(to+"/undo.csv").Is(t, http.StatusOK).Says(t,
		"Object,Record,Result,Reason", "Account,Globex,Left,Changed since")
	b.Get(to).Says(t, "Undone", "This import was undone")
	b.Post(to+"/undo").Is(t, http.StatusConflict)
	if body := b.Get(h.Path("/accounts")).Body; strings.Contains(body, "Acme") || !strings.Contains(body, "Globex") {
		t.Error("the accounts are not those that stay")
	}
}

func TestADraftIsDiscardedWithItsFiles(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	b := h.As(tenant.Ops)
	to := upload(t, h, b, "Accounts.csv", "Name\nA\n")
	b.Get(to).Says(t, "Discard draft")
	discard := strings.Replace(to, "/columns", "/discard", 1)
	h.As(tenant.Rep).Post(discard).Is(t, http.StatusNotFound)
	s.Found().As(tenant.Ops).Post(discard).Is(t, http.StatusNotFound)
	b.Post(discard).Is(t, http.StatusSeeOther)
	b.Get(h.Path("/imports")).Says(t, "No imports yet", "Draft discarded")
	b.Get(to).Is(t, http.StatusNotFound)
	b.Post(discard).Is(t, http.StatusNotFound)
	var parts int
	if err := s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM app.import_files WHERE import_id = $1`,
		path.Base(path.Dir(to))).Scan(&parts); err == nil && parts > 0 {
		t.Errorf("%d parts of its files are kept", parts)
	}
}
