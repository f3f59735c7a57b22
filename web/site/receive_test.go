package site_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/web/site"
	"quarterdeck/web/sitetest"
)

// attach sends a form with a file in one of its fields.
func attach(b *sitetest.Browser, to, field string, size int, pairs ...string) sitetest.Answer {
	b.T.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = form.WriteField(pairs[i], pairs[i+1])
	}
	part, err := form.CreateFormFile(field, "file.txt")
	if err != nil {
		b.T.Fatal(err)
	}
	_, _ = part.Write(bytes.Repeat([]byte("x"), size))
	_ = form.Close()
	return b.Send(http.MethodPost, to, form.FormDataContentType(), &body)
}

func TestAFileThatIsTooLargeIsRefusedByItsLimitAndTheFormKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	d := sitetest.NewDesk(t)
	d.Sell(t, d.Ann, "A 80000 2026-01-20")
	d.Run(t, "2026-01")
	d.Lock(t, d.Ann, "2026-01")
	s, _ := d.Of(t, d.Ann, "2026-01")
	ann, fay := d.As(t, d.Ann), d.As(t, d.Fay)
	claim := []string{"statement", s.ID.String(), "line", "1", "note", "It was sold with services."}
	attach(ann, d.Path("/commissions/disputes"), "evidence", 7<<20, claim...).Is(t, http.StatusRequestEntityTooLarge).
		Says(t, "The file has 7 MB. The limit is 5 MB.", "It was sold with services.", "Open dispute")
	attach(ann, d.Path("/commissions/disputes"), "evidence", 5<<20+1, claim...).Is(t,
		http.StatusRequestEntityTooLarge).Says(t, "The file has 5.1 MB.")
	opened := attach(ann, d.Path("/commissions/disputes"), "evidence", 5<<20,
		claim...).Is(t, http.StatusSeeOther).Location
	attach(ann, opened, "evidence", 7<<20, "number", "1", "to", "withdrawn", "note", "Look at this.").Is(t,
		http.StatusRequestEntityTooLarge).
		Says(t, "The file has 7 MB. The limit is 5 MB.", "Look at this.")
	attach(fay, d.Path("/commissions/billing"), "file", 21<<20).Is(t, http.StatusRequestEntityTooLarge).Says(t,
		"The billing file has 21 MB. The limit is 20 MB.")
	attach(fay, d.Path("/plans"), "file", 2<<20, "note", "For the new year.").Is(t,
		http.StatusRequestEntityTooLarge).Says(t, "The plan document has 2 MB. The limit is 1 MB")
}

func TestWhatIsMoreThanAnybodySendsIsRefusedUnread(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader("email="+strings.Repeat("x", 2<<20)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	s.Server.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge ||
		!strings.Contains(w.Body.String(), "The form is larger than 1 MB") {
		t.Errorf("a form of 2 MB: %d %s", w.Code, sitetest.Excerpt(w.Body.String()))
	}
	for name, c := range map[string]struct {
		err  error
		kind fault.Kind
		says string
	}{
		"too large":  {&http.MaxBytesError{}, fault.TooLarge, "The limit is 512 MB. Split the export"},
		"too slow":   {fmt.Errorf("multipart: %w", os.ErrDeadlineExceeded), fault.TooSlow, "took too long"},
		"broken off": {errors.New("unexpected EOF"), fault.Invalid, "The upload was cut off"},
	} {
		if err := site.Unread(c.err, site.Archive); fault.KindOf(err) != c.kind ||
			!strings.Contains(fault.Message(err), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A body that does not go on is cut off, and the answer says so; nothing waits for it any longer.
func TestASlowBodyIsCutOff(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	s.Server.SetBodyTime(50 * time.Millisecond)
	host := strings.TrimPrefix(s.URL, "http://")
	for name, kind := range map[string]string{"a form": "application/x-www-form-urlencoded",
		"a form with files": "multipart/form-data; boundary=x"} {
		conn, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		path := "/login"
		if strings.HasPrefix(kind, "multipart") {
			path = "/password" // takes no file, so it is read as a form
		}
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: 1000\r\n\r\n--x\r\n",
			path, host, kind)
		answer, err := io.ReadAll(conn) // ends because the server closes the connection
		conn.Close()
		if err != nil || path == "/login" && (!strings.HasPrefix(string(answer), "HTTP/1.1 408") ||
			!strings.Contains(string(answer), "took too long and was not saved")) {
			t.Errorf("%s: %v %.300s", name, err, answer)
		}
	}
}

func TestALargeFileHasTheTimeOfASlowLine(t *testing.T) {
	t.Parallel()
	if site.Allowed(site.BodyTime, 0) != 30*time.Second || site.Allowed(site.BodyTime, 64<<10) != 31*time.Second ||
		site.Allowed(site.BodyTime, 512<<20) != 30*time.Second+8192*time.Second {
		t.Errorf("%s %s %s", site.Allowed(site.BodyTime, 0), site.Allowed(site.BodyTime, 64<<10),
			site.Allowed(site.BodyTime, 512<<20))
	}
}
