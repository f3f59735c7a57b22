package attachment_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"quarterdeck/internal/record/attachment"
)

func TestAFilesNameIsCleaned(t *testing.T) {
	t.Parallel()
	for is, want := range map[string]string{
		"proposal.pdf":                      "proposal.pdf",
		"../../etc/passwd":                  "passwd",
		`C:\Users\ann\Offer 2.docx`:         "Offer 2.docx",
		"invoice\u202efdp.exe":              "invoicefdp.exe",
		"\u2066a\u2069\u200b\u200f.txt":     "a.txt",
		"a\r\nb\x00\x7f.txt":                "ab.txt",
		"  .hidden.  ":                      "hidden",
		`a<b>"c"|d?*.txt`:                   "a_b__c__d__.txt",
		"":                                  "file",
		"../..":                             "file",
		"\u202e":                            "file",
		"Angebot für München – 日本.pdf":      "Angebot für München – 日本.pdf",
		"\xff\xfe.png":                      "png",
		strings.Repeat("ä", 300) + ".pdf":   strings.Repeat("ä", 196) + ".pdf",
		"x." + strings.Repeat("long", 100):  "x." + strings.Repeat("long", 49) + "lo",
		"tab\tand   spaces.txt":             "taband spaces.txt",
		"a/b\\c/":                           "file",
		"\u2028line\u2029.txt":              "line.txt",
		"name.tar.gz":                       "name.tar.gz",
		"con\u00adtract.pdf":                "contract.pdf",
		"\U000e0041tag.txt":                 "tag.txt",
		"report" + strings.Repeat(" ", 9):   "report",
		strings.Repeat(".", 500) + "a.html": "a.html",
	} {
		if got := attachment.Clean(is); got != want {
			t.Errorf("%q is cleaned to %q, not %q", is, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\u202eb/../c.txt")
	f.Fuzz(func(t *testing.T, name string) {
		got := attachment.Clean(name)
		if got == "" || !utf8.ValidString(got) || utf8.RuneCountInString(got) > 200 ||
			strings.ContainsAny(got, "/\\\x00\r\n\u202e\u2066\"") || attachment.Clean(got) != got {
			t.Errorf("%q is cleaned to %q, then to %q", name, got, attachment.Clean(got))
		}
	})
}

const (
	png  = "\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR"
	html = "<html><script>alert(1)</script>"
	svg  = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`
)

func TestATypeIsWhatTheBytesSay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, head, media string
		inline            bool
	}{
		{"photo.png", png, "image/png", true}, {"photo.PNG", png, "image/png", true},
		{"photo.jpg", "\xff\xd8\xff\xe0", "image/jpeg", true}, {"a.gif", "GIF89a", "image/gif", true},
		{"a.webp", "RIFF\x00\x00\x00\x00WEBPVP", "image/webp", true},
		{"page.html", png, "image/png", false}, // saved from the browser it would be a page
		{"photo.png", html, attachment.Binary, false}, {"photo.png", svg, attachment.Binary, false},
		{"logo.svg", svg, attachment.Binary, false}, {"logo.svg", "<svg onload=x>", "text/plain", false},
		{"a.pdf", "%PDF-1.7", "application/pdf", false}, {"a.txt", "Dear Eva", "text/plain", false},
		{"a.zip", "PK\x03\x04", "application/zip", false}, {"a.docx", "PK\x03\x04", "application/zip", false},
		{"a.exe", "MZ\x90\x00\x03\x00\x00\x00", attachment.Binary, false},
	} {
		media := attachment.Sniff(c.name, []byte(c.head))
		a := attachment.Attachment{Name: c.name, Media: media}
		if media != c.media || a.Inline() != c.inline {
			t.Errorf("%s is %s, shown by itself: %v", c.name, media, a.Inline())
		}
	}
	head := []byte("PK\x03\x04\x14\x00[Content_Types].xml")
	a := attachment.Attachment{Name: "Offer.docx", Media: attachment.Sniff("Offer.docx", head)}
	if a.Sort() != "DOCX" {
		t.Errorf("a document is %s: %s", a.Sort(), a.Media)
	}
}
