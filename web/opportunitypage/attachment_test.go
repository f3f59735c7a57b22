package opportunitypage_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"quarterdeck/web/sitetest"
)

// file is the address of the newest file of a page.
func file(t *testing.T, body string) string {
	t.Helper()
	path := regexp.MustCompile(`/attachments/[0-9a-f-]{36}`).FindString(body)
	if path == "" {
		t.Fatalf("no file is in the page\n%s", sitetest.Excerpt(body))
	}
	return path
}

func TestAFileIsKeptAndSentSoThatNothingInItRuns(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("kept")
	rep, path := f.As("rep"), f.Path("/opportunities/"+f.Opportunities["rep"].String())
	to := path + "/attachments"
	for _, c := range []struct{ sent, name, text, media, disposition string }{
		{"photo.png", "photo.png", "\x89PNG\x0d\x0a\x1a\x0a0123", "image/png", "inline; filename=photo.png"},
		{"photo.png", "photo.png", "<html><script>alert(1)</script>", "application/octet-stream",
			"attachment; filename=photo.png"},
		{"logo.svg", "logo.svg", `<?xml version="1.0"?><svg onload="x"/>`, "application/octet-stream",
			"attachment; filename=logo.svg"},
		{`C:\deals\Offer "2".txt`, "Offer _2_.txt", "Dear Eva", "text/plain", `attachment; filename="Offer _2_.txt"`},
		{"Angebot \u202eMünchen.pdf", "Angebot München.pdf", "%PDF-1.7", "application/pdf",
			"attachment; filename*=utf-8''Angebot%20M%C3%BCnchen.pdf"},
	} {
		rep.UploadAs(c.sent, to, []byte(c.text)).Leads(t, path)
		page := rep.Get(path).Says(t, "<bdi>"+c.name+"</bdi>", "You added an attachment", "File added")
		a := rep.Get(f.Path(file(t, page.Body))).Is(t, http.StatusOK)
		for name, want := range map[string]string{"Content-Type": c.media, "Content-Disposition": c.disposition,
			"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
			"Cache-Control": "private, no-store"} {
			if got := a.Header.Get(name); got != want {
				t.Errorf("%s of %q is %q, not %q", name, c.sent, got, want)
			}
		}
		if a.Body != c.text {
			t.Errorf("%q comes back as %q", c.text, a.Body)
		}
	}
	last := f.Path(file(t, rep.Get(path).Body))
	for _, who := range []string{"mate", "far"} {
		f.As(who).Get(last).Is(t, http.StatusNotFound)
		f.As(who).Post(last+"/remove").Is(t, http.StatusNotFound)
		f.As(who).UploadAs("a.txt", to, []byte("x")).Is(t, http.StatusNotFound)
	}
	other := f.Site.Firm("other")
	other.As("rep").Get(strings.Replace(last, f.Slug, other.Slug, 1)).Is(t, http.StatusNotFound)
	f.As("executive").Get(last).Is(t, http.StatusOK)
	f.As("manager").Post(last+"/remove").Leads(t, path)
	rep.Get(last).Is(t, http.StatusNotFound)
	rep.Get(path).Says(t, "File removed", "Removed (1)")
	rep.Post(last+"/restore").Leads(t, path)
	rep.Get(last).Is(t, http.StatusOK)
}

func TestWhatCannotBeAttachedIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("refused")
	rep, path := f.As("rep"), f.Path("/opportunities/"+f.Opportunities["rep"].String())
	to := path + "/attachments"
	rep.UploadAs("a.txt", to, []byte{}).Is(t, http.StatusUnprocessableEntity).Says(t, "The file is empty.")
	rep.UploadAs("a.txt", to, nil).Is(t, http.StatusUnprocessableEntity).Says(t, "Choose a file.")
	rep.UploadAs("a.bin", to, make([]byte, 25<<20)).Leads(t, path)
	if got := rep.Get(f.Path(file(t, rep.Get(path).Body))); len(got.Body) != 25<<20 ||
		!bytes.Equal([]byte(got.Body), make([]byte, 25<<20)) {
		t.Errorf("%d bytes come back", len(got.Body))
	}
	rep.UploadAs("a.bin", to, make([]byte, 25<<20+1)).Is(t, http.StatusRequestEntityTooLarge).Says(t,
		"The limit is 25 MB.", "or a link to it")
	rep.UploadAs("a.bin", to, make([]byte, 60<<20)).Is(t, http.StatusRequestEntityTooLarge).Says(t,
		"The limit is 25 MB.")
	rep.Post(to, "link", "javascript:alert(1)", "link_title", "Offer & more").
		Is(t, http.StatusUnprocessableEntity).Says(t, "Enter a web address",
		`value="javascript:alert(1)"`, `value="Offer &amp; more"`)
	rep.Post(to, "link", "https://example.com/offer", "link_title", "Offer").Leads(t, path)
	rep.Get(path).Says(t, `href="https://example.com/offer" target="_blank" rel="noopener noreferrer"`, "Link added")
	past := rep.Get(path+"?as_of=2026-11-19").Is(t, http.StatusOK)
	past.Hides(t, "a.bin")
	past.Hides(t, "Attach file")
}

// TestARepAttachesAPhotoOnAPhone attaches, opens, removes and brings back by touch.
func TestARepAttachesAPhotoOnAPhone(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("photo")
	photo := filepath.Join(t.TempDir(), "Whiteboard.txt")
	if err := os.WriteFile(photo, []byte("Eva decides in May."), 0o600); err != nil {
		t.Fatal(err)
	}
	w := f.Site.Window(390, 844).As(f.Users["rep"])
	card := func(what, text string) {
		t.Helper()
		w.Until(what, `document.querySelector("#attachments").innerText.includes("`+text+`")`)
	}
	w.Get(f.Path("/opportunities/" + f.Opportunities["rep"].String()))
	w.Do(chromedp.Click(`#attachments details:first-of-type summary`), chromedp.WaitVisible(`#attachments [name=file]`),
		chromedp.SetUploadFiles(`#attachments [name=file]`, []string{photo}),
		chromedp.Click(`#attachments details[open] .btn-primary`))
	card("the file is there", "Whiteboard.txt")
	got := sitetest.Evaluate[string](w, `(() => { const x = new XMLHttpRequest();
		x.open("GET", document.querySelector("#attachments a").href, false); x.send();
		return x.responseText + x.getResponseHeader("Content-Disposition") })()`)
	if got != "Eva decides in May.attachment; filename=Whiteboard.txt" {
		t.Errorf("the file is %q", got)
	}
	w.Do(chromedp.Click(`#attachments button[aria-label^="Remove"]`))
	card("it is removed", "No attachments.")
	w.Do(chromedp.Click(`form[action$="/undo"] button`))
	card("it is there again", "Whiteboard.txt")
	if wide := sitetest.Evaluate[bool](w, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("the page is wider than the phone")
	}
}
