package importpage_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

// upload begins a draft import of a file and answers with the address of its columns.
func upload(t *testing.T, h *sitetest.House, b *sitetest.Browser, name, text string) string {
	t.Helper()
	to := b.UploadAs(name, h.Path("/imports"), []byte(text), "format", "salesforce").Is(t,
		http.StatusSeeOther).Location // a single file is mapped whatever is chosen
	return b.Get(to).Is(t, http.StatusSeeOther).Location
}

func TestAFileOfAnySystemIsMappedPreviewedAndImported(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	b := h.As(tenant.Ops)
	to := upload(t, h, b, "Kunden.csv", "Firma;Webseite;Mitarbeiter;Notiz\nAcme;https://www.acme.example/de;1.250;x\nGlobex;globex.example;12;\n")
	page := b.Get(to).Is(t, http.StatusOK).Says(t, "Map columns", "Kunden.csv", "Rows are", "Firma", "Acme · Globex",
		`value="account" selected`, `value="website" selected`, `value="employees" selected`,
		`value="custom" selected`, "Semicolons (detected)", "Match rows to records by", "2 rows read",
		`value="leave" selected`)
	if strings.Contains(page.Body, `role="alert"`) {
		t.Error("a suggestion that is whole has a problem")
	}
	dry := b.Post(to, "file", "0", "object", "account", "field", "name", "field", "website", "field", "employees",
		"field", "", "match", "website", "empty", "leave", "then", "preview").Is(t, http.StatusSeeOther).Location
	sitetest.Run(t, s, h, uuid.MustParse(path.Base(dry)))
	b.Get(dry).Is(t, http.StatusOK).Says(t, "The dry run is done.", "2 added", "Change columns", "Run import",
		"CSV with mapped columns")
	earnest := b.Post(h.Path("/imports"), "again", path.Base(dry)).Is(t, http.StatusSeeOther).Location
	sitetest.Run(t, s, h, uuid.MustParse(path.Base(earnest)))
	b.Get(earnest).Says(t, "The import is done.", "2 added")
	again := upload(t, h, b, "more.csv", "Firma,Webseite,Mitarbeiter,Notiz\nAcme GmbH,acme.example,1300,\n")
	b.Get(again).Says(t, `value="account" selected`, `value="" selected`) // the notes were ignored last time
	next := b.Post(again, "file", "0", "object", "account", "field", "name", "field", "website", "field", "employees",
		"field", "", "match", "website", "then", "preview").Is(t, http.StatusSeeOther).Location
	sitetest.Run(t, s, h, uuid.MustParse(path.Base(next)))
	b.Get(next).Says(t, "0 added, 1 changed", "What would change", "more.csv, line 2", "Employees:", "1250 → 1300",
		"Acme → Acme GmbH")
}

func TestRejectedRowsAreDownloadedMendedAndUploadedAgain(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h := s.Found()
	b := h.As(tenant.Ops)
	// take previews a file of accounts and imports it.
	take := func(text string) string {
		to := upload(t, h, b, "Accounts.csv", text)
		fields := []string{"file", "0", "object", "account", "match", "key", "then", "preview"}
		for range strings.Count(strings.SplitN(text, "\n", 2)[0], ",") - 1 {
			fields = append(fields, "field", "")
		}
		dry := b.Post(to, append([]string{"field", "key", "field", "name"}, fields...)...).Is(t,
			http.StatusSeeOther).Location
		sitetest.Run(t, s, h, uuid.MustParse(path.Base(dry)))
		earnest := b.Post(h.Path("/imports"), "again", path.Base(dry)).Is(t, http.StatusSeeOther).Location
		sitetest.Run(t, s, h, uuid.MustParse(path.Base(earnest)))
		return earnest
	}
	done := take("Id,Name,Note\n1,Acme,x\n1,Twice,=1+1\n,Keyless,z\n,Also keyless,+49 30\nshort\n")
	page := b.Get(done).Says(t, "Problems by cause", "The key 1 is already used in line 2",
		"Download rejected rows").Body
	if n := strings.Count(page, "key is missing"); n != 3 { // once as a cause, and for each of its two rows
		t.Errorf("the missing keys are listed %d times", n)
	}
	file := b.Get(done+"/rejected.csv?file=Accounts.csv").Is(t, http.StatusOK).Body
	want := "Id,Name,Note,Import problem\n1,Twice,'=1+1,The key 1 is already used in line 2 of Accounts.csv.\n"
	if !strings.HasPrefix(file, want) || strings.Count(file, "\n") != 5 || strings.Contains(file, "Acme,") {
		t.Fatalf("the rejected rows are\n%s", file)
	}
	mended := strings.NewReplacer("1,Twice", "2,Twice", ",Keyless", "3,Keyless", ",Also", "4,Also").Replace(file)
	b.Get(take(mended)).Says(t, "3 added", "1 rejected")
	for _, who := range []*sitetest.Browser{h.As(tenant.Rep), s.Found().As(tenant.Ops)} {
		who.Get(done+"/rejected.csv?file=Accounts.csv").Is(t, http.StatusNotFound)
	}
}

func TestWhatIsMissingInTheColumnsIsSaidWhereItIs(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	b := h.As(tenant.Ops)
	to := upload(t, h, b, "deals.csv", "Deal Name,Deal Stage,Amount\nBig,Proposal,100\n")
	b.Get(to).Says(t, `value="opportunity" selected`, `value="stage" selected`)
	b.Post(to, "file", "0", "object", "opportunity", "field", "name", "field", "", "field", "amount", "match", "",
		"then", "preview").Is(t, http.StatusUnprocessableEntity).Says(t, "Choose the column with the stage.",
		"Choose the column with the ID", `role="alert"`)
	b.Post(to, "file", "0", "object", "opportunity", "field", "name", "field", "name", "field", "stage", "match",
		"name", "then", "preview").Is(t, http.StatusUnprocessableEntity).Says(t, "already fills this field")
	b.Post(to, "file", "0", "object", "contact", "field", "name").Is(t, http.StatusSeeOther)
	b.Get(to).Says(t, `value="contact" selected`, `value="custom" selected`)
	b.Post(to, "file", "0", "object", "king").Is(t, http.StatusUnprocessableEntity).Says(t, "Choose what the rows are.")
}

func TestAnUploadThatCannotBeReadIsRefusedWithAReason(t *testing.T) {
	t.Parallel()
	var bare bytes.Buffer
	z := zip.NewWriter(&bare)
	if _, err := z.Create("readme.txt"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	h := sitetest.New(t).Found()
	b := h.As(tenant.Ops)
	for name, c := range map[string][2]string{
		"empty.csv": {"", "The file is empty."}, "book.xlsx": {"PK\x03\x04", "Excel workbook"},
		"twice.csv": {"Name,name\nA,B\n", "two columns named"}, "cut.zip": {"PK\x03\x04 and then", "is not a zip"},
		"bare.zip":   {bare.String(), "The zip contains no CSV file."},
		"binary.csv": {"\x00\x01\x02\x03", "not text"},
		"wide.csv":   {columnsOf(260) + "\n", "has 260 columns. The limit is 250."},
	} {
		b.UploadAs(name, h.Path("/imports"), []byte(c[0]), "format", "columns").Is(t,
			http.StatusUnprocessableEntity).Says(t, c[1])
	}
	b.Get(h.Path("/imports")).Says(t, "No imports yet")
	b.Get(upload(t, h, b, "wide.csv", columnsOf(200)+"\n")).Is(t, http.StatusOK).Says(t,
		"The file has a header but no rows.", "column 199")
}

func columnsOf(n int) string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("column %d", i)
	}
	return strings.Join(names, ",")
}

func TestADraftBelongsToItsOrganisationAndToThoseWhoImport(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	h, other := s.Found(), s.Found()
	to := upload(t, h, h.As(tenant.Ops), "Accounts.csv", "Name\nA\n")
	h.As(tenant.Rep).Get(to).Is(t, http.StatusNotFound)
	foreign := strings.Replace(to, h.Slug, other.Slug, 1)
	other.As(tenant.Ops).Get(foreign).Is(t, http.StatusNotFound)
	other.As(tenant.Ops).Post(foreign, "file", "0", "object", "account", "field", "name", "match", "name", "then",
		"preview").Is(t, http.StatusNotFound)
	h.As(tenant.Ops).Get(h.Path("/imports")).Says(t, "Draft", to)
}
