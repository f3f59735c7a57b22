package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/platform/tenant"
)

// zipped is an archive of files, given in pairs of name and content.
func zipped(t *testing.T, pairs ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(pairs); i += 2 {
		f, err := z.Create(pairs[i])
		if err == nil {
			_, err = f.Write([]byte(pairs[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// upload sends a file as the form does, with more fields in pairs; "mapping" is a file too.
func (b *browser) upload(to string, file []byte, pairs ...string) answer {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == "mapping" {
			part, _ := form.CreateFormFile("mapping", "mapping.json")
			_, _ = part.Write([]byte(pairs[i+1]))
			continue
		}
		_ = form.WriteField(pairs[i], pairs[i+1])
	}
	if file != nil {
		part, err := form.CreateFormFile("file", "export.zip")
		if err != nil {
			b.t.Fatal(err)
		}
		_, _ = part.Write(file)
	}
	_ = form.Close()
	return b.send(http.MethodPost, to, form.FormDataContentType(), &body)
}

const accounts = "Id,Name\n001,Acme\n002,Globex\n"

func TestABadUploadIsRefusedWithAReason(t *testing.T) {
	t.Parallel()
	h := newSite(t).found()
	b := h.as(tenant.Ops)
	b.get(h.path("/imports")).is(t, http.StatusOK).says(t, "No imports yet", `enctype="multipart/form-data"`)
	for why, file := range map[string][]byte{
		"Choose a zip":   nil,
		"is not a zip":   []byte("PK\x03\x04 and then nothing"),
		"outside itself": zipped(t, "../../etc/Account.csv", accounts),
		"no CSV file":    zipped(t, "readme.txt", "hello"),
		"two files":      zipped(t, "a/Account.csv", accounts, "b/Account.csv", accounts),
		"far more than":  zipped(t, "Account.csv", strings.Repeat("0", 40<<20)),
	} {
		b.upload(h.path("/imports"), file, "format", "salesforce").is(t, http.StatusUnprocessableEntity).says(t, why)
	}
	b.upload(h.path("/imports"), zipped(t, "Account.csv", accounts), "format", "csv").is(t, http.StatusUnprocessableEntity).says(t, "needs a mapping file")
	b.upload(h.path("/imports"), zipped(t, "Account.csv", accounts), "format", "xml").is(t, http.StatusUnprocessableEntity).says(t, "is not a format")
	b.upload(h.path("/imports"), zipped(t, "Account.csv", accounts), "format", "csv", "mapping", `{"sauces": []}`).is(t, http.StatusUnprocessableEntity).says(t, "sauces")
	b.upload(h.path("/imports"), zipped(t, "Account.csv", accounts), "format", "salesforce", "mapping", string(importer.MavenCRM)).is(t, http.StatusUnprocessableEntity).says(t, "needs no mapping file")
	b.post(h.path("/imports"), "again", "nothing").is(t, http.StatusUnprocessableEntity)
	b.post(h.path("/imports"), "again", uuid.NewString()).is(t, http.StatusNotFound)
	b.get(h.path("/imports")).says(t, "No imports yet")
}

func TestAnUploadWaitsForItsTurn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h := s.found()
	b := h.as(tenant.Ops)
	to := b.upload(h.path("/imports"), zipped(t, "Account.csv", accounts), "format", "salesforce", "dry_run", "1").is(t, http.StatusSeeOther).Location
	id := path.Base(to)
	var queued int
	if err := s.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river.river_job WHERE kind = 'import' AND args->>'import_id' = $1`, id).Scan(&queued); err != nil || queued != 1 {
		t.Errorf("%d jobs are queued for the import: %v", queued, err)
	}
	b.get(to).is(t, http.StatusOK).says(t, "The import waits for its turn.", "export.zip", "The ops", "<progress", to+"/progress", `hx-trigger="every 2s"`)
	b.get(h.path("/imports")).says(t, "export.zip", "Waiting")
	b.upload(h.path("/imports"), zipped(t, "accounts.csv", "account\nAcme\n"), "format", "csv", "mapping", string(importer.MavenCRM)).is(t, http.StatusSeeOther)
	b.header.Set("HX-Request", "true")
	part := b.get(to).is(t, http.StatusOK).says(t, "waits for its turn", "every 2s").Body
	if strings.Contains(part, "<html") {
		t.Error("the part that moves is a whole page")
	}
	for _, path := range []string{to, to + "/progress", to + "/rows.csv"} {
		h.as(tenant.Rep).get(path).is(t, http.StatusNotFound)
		other := s.found()
		other.as(tenant.Ops).get(strings.Replace(path, h.Slug, other.Slug, 1)).is(t, http.StatusNotFound)
	}
}

func TestAStreamEndsWhenTheServerDoes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h := s.found()
	b := h.as(tenant.Ops)
	to := b.upload(h.path("/imports"), zipped(t, "Account.csv", accounts), "format", "salesforce").is(t, http.StatusSeeOther).Location
	time.AfterFunc(300*time.Millisecond, s.server.End)
	began := time.Now()
	b.get(to+"/progress").is(t, http.StatusOK).says(t, "waits for its turn")
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("the stream went on for %s", took)
	}
}

func TestAnImportThatIsOverShowsWhatBecameOfTheRows(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h := s.found()
	b := h.as(tenant.Ops)
	to := b.upload(h.path("/imports"), zipped(t, "Account.csv", accounts+"003,\"Initech\" Inc\n"), "format", "salesforce", "dry_run", "1").is(t, http.StatusSeeOther).Location
	id := uuid.MustParse(path.Base(to))
	run(t, s, h, id)
	b.get(to).is(t, http.StatusOK).says(t, "The dry run is done. Nothing was stored.", "In earnest it would be: 2 added", "Account", "1 rejected", "rows.csv", "Import in earnest")
	stream := b.get(to+"/progress").is(t, http.StatusOK)
	if got := stream.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("the progress is %s", got)
	}
	stream.says(t, "data: ", "The dry run is done.", "event: over\ndata: done\n\n")
	rows := b.get(to+"/rows.csv").is(t, http.StatusOK).says(t, "File,Line,Level,Reason,Row", "Account.csv")
	if !strings.HasPrefix(rows.Header.Get("Content-Type"), "text/csv") {
		t.Error("the rows are not CSV")
	}
	earnest := b.post(h.path("/imports"), "again", id.String()).is(t, http.StatusSeeOther).Location
	run(t, s, h, uuid.MustParse(path.Base(earnest)))
	b.get(earnest).is(t, http.StatusOK).says(t, "The import is done.", "2 added", h.path("/home"))
}

// run does an import as the job would.
func run(t *testing.T, s *site, h *house, id uuid.UUID) {
	t.Helper()
	actor := tenant.AsSystem(h.TenantID)
	files := importer.FromStored(t.Context(), s.db, actor, id)
	if err := importer.Run(t.Context(), s.db, actor, id, files, nil); err != nil {
		t.Fatal(err)
	}
}

func TestAnImportWhoseProcessEndedSaysSoAndIsStartedAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h := s.found()
	b := h.as(tenant.Ops)
	to := b.upload(h.path("/imports"), zipped(t, "Account.csv", accounts), "format", "salesforce", "dry_run", "1").is(t, http.StatusSeeOther).Location
	err := s.db.Update(t.Context(), tenant.AsSystem(h.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE app.imports SET state = 'running' WHERE tenant_id = @tenant`, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.get(to).is(t, http.StatusOK).says(t, "The import stopped in the middle.", "Start it again", "Stopped")
	b.get(h.path("/imports")).says(t, "Stopped")
	again := b.post(h.path("/imports"), "again", path.Base(to)).is(t, http.StatusSeeOther).Location
	run(t, s, h, uuid.MustParse(path.Base(again)))
	b.get(again).says(t, "The dry run is done.")
}

func TestHowAnImportReadItsFilesIsShownAndCanBeChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	h := s.found()
	b := h.as(tenant.Ops)
	deals := "Id;Name;StageName;Amount;CloseDate;ForecastCategoryName;CreatedDate\nO1;A;Proposal;1.250;5/6/2027;Solid;2026-01-05\n"
	to := b.upload(h.path("/imports"), zipped(t, "Opportunity.csv", deals), "format", "salesforce", "dry_run", "1").is(t, http.StatusSeeOther).Location
	id := uuid.MustParse(path.Base(to))
	run(t, s, h, id)
	b.get(to).is(t, http.StatusOK).says(t, "How the files were read", "Forecast category “Solid” (1 row)", "Semicolons (guessed)", "1.234,50 (guessed)", "Opportunity.csv: read numbers as 1.234,50")
	again := b.post(h.path("/imports"), "again", id.String(), "choose", "1", "word-0", "commit", "delimiter-0", ";", "decimal-0", ".", "order-0", "DMY").is(t, http.StatusSeeOther).Location
	run(t, s, h, uuid.MustParse(path.Base(again)))
	b.get(again).is(t, http.StatusOK).says(t, "The import is done.", "1 added", "Forecast category “Solid”", `value="commit" selected`)
	var amount int64
	var day, category string
	err := s.db.View(t.Context(), tenant.AsSystem(h.TenantID), func(tx *tenant.Tx) error {
		got, err := tenant.Value[string](t.Context(), tx, `SELECT amount || ' ' || close_on || ' ' || category FROM app.opportunities WHERE tenant_id = @tenant`, nil)
		if err == nil {
			_, err = fmt.Sscan(got, &amount, &day, &category)
		}
		return err
	})
	if err != nil || amount != 125 || day != "2027-06-05" || category != "commit" {
		t.Errorf("%d %s %s (%v)", amount, day, category, err)
	}
	b.post(h.path("/imports"), "again", id.String(), "choose", "1", "word-0", "sure").is(t, http.StatusUnprocessableEntity)
}

func TestTheChoicesOfAnImportAreAccessibleInBothThemesAndSizes(t *testing.T) {
	t.Parallel()
	s, source := newSite(t), axe(t)
	h := s.found()
	deals := "Id;Name;StageName;Amount;CloseDate;ForecastCategoryName;Probability;CreatedDate\nO1;A;Proposal;1.250;5/6/2027;Solid;0,6;2026-01-05\n"
	to := h.as(tenant.Ops).upload(h.path("/imports"), zipped(t, "Opportunity.csv", deals, "User.csv", "Id,Name\nU1,Ann\n"), "format", "salesforce").is(t, http.StatusSeeOther).Location
	run(t, s, h, uuid.MustParse(path.Base(to)))
	for _, size := range [][2]int64{{1440, 900}, {390, 844}} {
		w := s.window(size[0], size[1])
		w.cookie("theme", "light")
		w.as(h.users[tenant.Ops])
		w.get(to)
		w.inspect(look{"import-choices", to, tenant.Ops}, size[0], source)
	}
}
