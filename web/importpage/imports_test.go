package importpage_test

import (
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

func TestABadUploadIsRefusedWithAReason(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	b := h.As(tenant.Ops)
	b.Get(h.Path("/imports")).Is(t, http.StatusOK).Says(t, "No imports yet", `enctype="multipart/form-data"`)
	for why, file := range map[string][]byte{
		"Choose a CSV":    nil,
		"is not a zip":    []byte("PK\x03\x04 and then nothing"),
		"outside itself":  sitetest.Zipped(t, "../../etc/Account.csv", sitetest.Accounts),
		"no CSV file":     sitetest.Zipped(t, "readme.txt", "hello"),
		"two files":       sitetest.Zipped(t, "a/Account.csv", sitetest.Accounts, "b/Account.csv", sitetest.Accounts),
		"more than 1 GiB": sitetest.Zipped(t, "Account.csv", strings.Repeat("0", 40<<20)),
	} {
		b.Upload(h.Path("/imports"), file, "format", "salesforce").Is(t, http.StatusUnprocessableEntity).Says(t, why)
	}
	b.Upload(h.Path("/imports"), sitetest.Zipped(t, "Account.csv", sitetest.Accounts), "format", "csv").Is(t,
		http.StatusUnprocessableEntity).Says(t, "needs a mapping file")
	b.Upload(h.Path("/imports"), sitetest.Zipped(t, "Account.csv", sitetest.Accounts), "format", "xml").Is(t,
		http.StatusUnprocessableEntity).Says(t, "is not a format")
	b.Upload(h.Path("/imports"), sitetest.Zipped(t, "Account.csv", sitetest.Accounts), "format", "csv", "mapping",
		`{"sauces": []}`).Is(t, http.StatusUnprocessableEntity).Says(t, "sauces")
	b.Upload(h.Path("/imports"), sitetest.Zipped(t, "Account.csv", sitetest.Accounts), "format", "salesforce",
		"mapping", string(mapping.MavenCRM)).Is(t, http.StatusUnprocessableEntity).Says(t, "needs no mapping file")
	b.Post(h.Path("/imports"), "again", "nothing").Is(t, http.StatusUnprocessableEntity)
	b.Post(h.Path("/imports"), "again", uuid.NewString()).Is(t, http.StatusNotFound)
	b.Get(h.Path("/imports")).Says(t, "No imports yet")
}

func TestAnUploadWaitsForItsTurn(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	b := h.As(tenant.Ops)
	to := b.Upload(h.Path("/imports"), sitetest.Zipped(t, "Account.csv", sitetest.Accounts), "format", "salesforce",
		"dry_run", "1").Is(t, http.StatusSeeOther).Location
	id := path.Base(to)
	var queued int
	if err := s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river.river_job
		WHERE kind = 'import' AND args->>'import_id' = $1`, id).Scan(&queued); err != nil || queued != 1 {
		t.Errorf("%d jobs are queued for the import: %v", queued, err)
	}
	b.Get(to).Is(t, http.StatusOK).Says(t, "The import is waiting to start.", "export.zip", "The ops", "<progress",
		to+"/progress", `hx-trigger="every 2s"`)
	b.Get(h.Path("/imports")).Says(t, "export.zip", "Waiting")
	b.Upload(h.Path("/imports"), sitetest.Zipped(t, "accounts.csv", "account\nAcme\n"), "format", "csv", "mapping",
		string(mapping.MavenCRM)).Is(t, http.StatusSeeOther)
	b.Header.Set("HX-Request", "true")
	part := b.Get(to).Is(t, http.StatusOK).Says(t, "is waiting to start", "every 2s").Body
	if strings.Contains(part, "<html") {
		t.Error("the part that moves is a whole page")
	}
	for _, path := range []string{to, to + "/progress", to + "/rows.csv"} {
		h.As(tenant.Rep).Get(path).Is(t, http.StatusNotFound)
		other := s.Found()
		other.As(tenant.Ops).Get(strings.Replace(path, h.Slug, other.Slug, 1)).Is(t, http.StatusNotFound)
	}
}

func TestAStreamEndsWhenTheServerDoes(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	b := h.As(tenant.Ops)
	to := b.Upload(h.Path("/imports"), sitetest.Zipped(t, "Account.csv", sitetest.Accounts), "format",
		"salesforce").Is(t, http.StatusSeeOther).Location
	time.AfterFunc(300*time.Millisecond, s.Server.End)
	b.Get(to+"/progress").Is(t, http.StatusOK).Says(t, "is waiting to start") // nothing else would end it
}

func TestAnImportThatIsOverShowsWhatBecameOfTheRows(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	b := h.As(tenant.Ops)
	to := b.Upload(h.Path("/imports"), sitetest.Zipped(t, "Account.csv", sitetest.Accounts+"003,\"Initech\" Inc\n"),
		"format", "salesforce", "dry_run", "1").Is(t, http.StatusSeeOther).Location
	id := uuid.MustParse(path.Base(to))
	sitetest.Run(t, s, h, id)
	b.Get(to).Is(t, http.StatusOK).Says(t, "The dry run is done. Nothing was stored.",
		"This import would give: 2 added", "Account", "1 rejected", "rows.csv", "Run import")
	stream := b.Get(to+"/progress").Is(t, http.StatusOK)
	if got := stream.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("the progress is %s", got)
	}
	stream.Says(t, "data: ", "The dry run is done.", "event: over\ndata: done\n\n")
	rows := b.Get(to+"/rows.csv").Is(t, http.StatusOK).Says(t, "File,Line,Level,Reason,Row", "Account.csv")
	if !strings.HasPrefix(rows.Header.Get("Content-Type"), "text/csv") {
		t.Error("the rows are not CSV")
	}
	earnest := b.Post(h.Path("/imports"), "again", id.String()).Is(t, http.StatusSeeOther).Location
	sitetest.Run(t, s, h, uuid.MustParse(path.Base(earnest)))
	b.Get(earnest).Is(t, http.StatusOK).Says(t, "The import is done.", "2 added", h.Path("/home"))
}

func TestAnImportWhoseProcessEndedSaysSoAndIsStartedAgain(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	b := h.As(tenant.Ops)
	to := b.Upload(h.Path("/imports"), sitetest.Zipped(t, "Account.csv", sitetest.Accounts), "format", "salesforce",
		"dry_run", "1").Is(t, http.StatusSeeOther).Location
	err := s.DB.Update(t.Context(), tenant.AsSystem(h.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE app.imports SET state = 'running' WHERE tenant_id = @tenant`, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.Get(to).Is(t, http.StatusOK).Says(t, "The import was interrupted.", "Run import again", "Stopped")
	b.Get(h.Path("/imports")).Says(t, "Stopped")
	again := b.Post(h.Path("/imports"), "again", path.Base(to)).Is(t, http.StatusSeeOther).Location
	sitetest.Run(t, s, h, uuid.MustParse(path.Base(again)))
	b.Get(again).Says(t, "The dry run is done.")
}

func TestHowAnImportReadItsFilesIsShownAndCanBeChanged(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	b := h.As(tenant.Ops)
	deals := "Id;Name;StageName;Amount;CloseDate;ForecastCategoryName;CreatedDate\nO1;A;Proposal;1.250;5/6/2027;Solid;2026-01-05\n"
	to := b.Upload(h.Path("/imports"), sitetest.Zipped(t, "Opportunity.csv", deals), "format", "salesforce", "dry_run",
		"1").Is(t, http.StatusSeeOther).Location
	id := uuid.MustParse(path.Base(to))
	sitetest.Run(t, s, h, id)
	b.Get(to).Is(t, http.StatusOK).Says(t, "File formats", "Forecast category “Solid” (1 row)",
		"Semicolons (detected)", "1.234,50 (detected)", "Opportunity.csv: read numbers as 1.234,50")
	again := b.Post(h.Path("/imports"), "again", id.String(), "choose", "1", "word", "commit", "delimiter_0", ";",
		"decimal_0", ".", "order_0", "DMY").Is(t, http.StatusSeeOther).Location
	sitetest.Run(t, s, h, uuid.MustParse(path.Base(again)))
	b.Get(again).Is(t, http.StatusOK).Says(t, "The import is done.", "1 added", "Forecast category “Solid”",
		`value="commit" selected`)
	var amount int64
	var day, category string
	err := s.DB.View(t.Context(), tenant.AsSystem(h.TenantID), func(tx *tenant.Tx) error {
		got, err := tenant.Value[string](t.Context(), tx, `SELECT amount || ' ' || close_on || ' ' || category
			FROM app.opportunities WHERE tenant_id = @tenant`, nil)
		if err == nil {
			_, err = fmt.Sscan(got, &amount, &day, &category)
		}
		return err
	})
	if err != nil || amount != 125 || day != "2027-06-05" || category != "commit" {
		t.Errorf("%d %s %s (%v)", amount, day, category, err)
	}
	b.Post(h.Path("/imports"), "again", id.String(), "choose", "1", "word", "sure").Is(t,
		http.StatusUnprocessableEntity)
}

func TestTheChoicesOfAnImportAreAccessibleInBothThemesAndSizes(t *testing.T) {
	t.Parallel()
	s, source := sitetest.New(t), sitetest.Axe(t)
	h := s.Found()
	deals := "Id;Name;StageName;Amount;CloseDate;ForecastCategoryName;Probability;CreatedDate\nO1;A;Proposal;1.250;5/6/2027;Solid;0,6;2026-01-05\n"
	to := h.As(tenant.Ops).Upload(h.Path("/imports"), sitetest.Zipped(t, "Opportunity.csv", deals, "User.csv",
		"Id,Name\nU1,Ann\n"), "format", "salesforce").Is(t, http.StatusSeeOther).Location
	sitetest.Run(t, s, h, uuid.MustParse(path.Base(to)))
	for _, size := range [][2]int64{{1440, 900}, {390, 844}} {
		w := s.Window(size[0], size[1])
		w.Cookie("theme", "light")
		w.As(h.Users[tenant.Ops])
		w.Get(to)
		w.Inspect(sitetest.Look{Name: "import-choices", Path: to, Who: tenant.Ops}, size[0], source)
	}
}
