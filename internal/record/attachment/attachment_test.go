package attachment_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/attachment"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/testdb/cast"
)

// noise is a file of so many bytes that are the same each time, of which nothing is in memory. It notes the most that
// is, while it is read.
type noise struct {
	size, at int64
	most     *uint64
}

func (n *noise) Read(b []byte) (int, error) {
	if n.at >= n.size {
		return 0, io.EOF
	}
	b = b[:min(int64(len(b)), n.size-n.at, 64<<10)]
	for i := range b {
		b[i] = byte((n.at + int64(i)) * 2654435761 >> 7)
	}
	if n.at>>20 != (n.at+int64(len(b)))>>20 {
		held(n.most)
	}
	n.at += int64(len(b))
	return len(b), nil
}

func (n *noise) Seek(to int64, _ int) (int64, error) { n.at = to; return to, nil }

// held notes how many bytes are in use, after what is not has been thrown away.
func held(most *uint64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	*most = max(*most, m.HeapAlloc)
}

// check compares what it is sent with a file.
type check struct {
	t *testing.T
	*noise
}

func (c check) Write(b []byte) (int, error) {
	want := make([]byte, len(b))
	if _, err := io.ReadFull(c.noise, want); err != nil || !bytes.Equal(b, want) {
		c.t.Errorf("the bytes before %d are others: %v", c.at, err)
	}
	return len(b), nil
}

// Not parallel, for it counts the bytes of the whole process.
func TestAFileOfTheLargestSizeIsKeptAndReadWithAFewMegabytes(t *testing.T) {
	c, record := cast.Found(t), uuid.New()
	var before, most uint64
	held(&before)
	var a attachment.Attachment
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) (err error) {
		a, err = attachment.Store(ctx, tx, note.Account, record,
			attachment.File{Name: "video.mp4", Body: &noise{size: attachment.MostFile, most: &most}})
		return err
	})
	stored := most - min(most, before)
	most = 0
	body := attachment.Open(t.Context(), c.DB, c.Actor(c.Ann), a)
	n, err := io.Copy(check{t, &noise{size: attachment.MostFile, most: &most}}, body)
	if err != nil || n != attachment.MostFile || a.Size != n {
		t.Errorf("%d bytes come back of %d: %v", n, a.Size, err)
	}
	read := most - min(most, before)
	t.Logf("storing holds %d KB, reading %d KB", stored>>10, read>>10)
	if stored > 10<<20 || read > 10<<20 {
		t.Errorf("storing holds %d MB, reading %d MB", stored>>20, read>>20)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, &noise{size: attachment.MostFile, most: &most}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(sum.Sum(nil), a.SHA256) {
		t.Error("the sum is another one")
	}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		largest, err := tenant.Value[int](ctx, tx, `SELECT max(length(data)) FROM app.attachment_parts
			WHERE tenant_id = @tenant AND attachment_id = @id`, tenant.Args{"id": a.ID})
		if largest > 1<<20 {
			t.Errorf("a part has %d bytes", largest)
		}
		return err
	})
}

// field is what a refusal is about.
func field(err error) string {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f.Field
	}
	return ""
}

func store(ctx context.Context, tx *tenant.Tx, record uuid.UUID, name, text string) (attachment.Attachment, error) {
	return attachment.Store(ctx, tx, note.Account, record, attachment.File{Name: name, Body: strings.NewReader(text)})
}

func TestFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	c, record := cast.Found(t), uuid.New()
	err := c.DB.Update(t.Context(), tenant.AsSystem(c.Actor(c.Ann).TenantID), func(tx *tenant.Tx) error {
		_, err := store(t.Context(), tx, record, "a.txt", "text")
		return err
	})
	if fault.KindOf(err) != fault.Forbidden {
		t.Errorf("nobody: %v", err)
	}
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		if _, err := store(ctx, tx, record, "a.txt", ""); field(err) != "file" {
			t.Errorf("an empty file: %v", err)
		}
		var most uint64
		_, err := attachment.Store(ctx, tx, note.Account, record,
			attachment.File{Name: "a", Body: &noise{size: attachment.MostFile + 1, most: &most}})
		if fault.KindOf(err) != fault.TooLarge || !strings.Contains(err.Error(), "25 MB") {
			t.Errorf("a file that is a byte too large: %v", err)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO app.attachments
				(tenant_id, id, object, object_id, author_id, name, size, at)
			SELECT @tenant, gen_random_uuid(), 'account', @id, @me, 'old', @size, @now`, tenant.Args{"id": record,
			"me": tx.By(), "size": int64(attachment.MostHouse - 4), "now": tx.Now()}); err != nil {
			return err
		}
		if _, err := store(ctx, tx, record, "a.txt", "four"); err != nil {
			t.Errorf("a file that just fits: %v", err)
		}
		if _, err := store(ctx, tx, record, "a.txt", "x"); fault.KindOf(err) != fault.TooLarge ||
			!strings.Contains(err.Error(), "10 GB") {
			t.Errorf("a file beyond what the organisation may keep: %v", err)
		}
		return nil
	})
}

func TestLinksThatAreTakenAndRefused(t *testing.T) {
	t.Parallel()
	c, record := cast.Found(t), uuid.New()
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		for address, title := range map[string]string{"https://example.com/offer": "example.com/offer",
			" http://example.com/ ": "example.com", "example.com/a?b=c": "example.com/a",
			"https://example.com:8443": "example.com:8443"} {
			a, err := attachment.Enter(ctx, tx, note.Account, record, attachment.Link{URL: address})
			if err != nil || a.Name != title || !strings.HasPrefix(a.URL, "http") || a.Opens() {
				t.Errorf("%q: %+v: %v", address, a, err)
			}
		}
		for _, address := range []string{"", "javascript:alert(1)", "JaVaScRiPt:alert(1)//example.com",
			"data:text/html,x", "ftp://example.com", "https://", "https://ann:secret@example.com", "/etc/passwd",
			"//example.com", "https://exa\u202emple.com", "vbscript:x", "file:///etc/passwd", "just words",
			"https://example.com/" + strings.Repeat("a", 2000)} {
			if a, err := attachment.Enter(ctx, tx, note.Account, record,
				attachment.Link{URL: address}); field(err) != "link" {
				t.Errorf("%q is taken as %q: %v", address, a.URL, err)
			}
		}
		_, err := attachment.Enter(ctx, tx, note.Account, record,
			attachment.Link{URL: "https://example.com", Title: strings.Repeat("a", 201)})
		if field(err) != "link_title" {
			t.Errorf("a long title: %v", err)
		}
		return nil
	})
}

// at runs as Ann at a moment.
func at(t *testing.T, c *cast.Company, moment time.Time, fn func(context.Context, *tenant.Tx) error) {
	t.Helper()
	if err := c.DB.At(moment).Update(t.Context(), c.Actor(c.Ann), func(tx *tenant.Tx) error {
		return fn(t.Context(), tx)
	}); err != nil {
		t.Fatal(err)
	}
}

func TestAPageOfThePastShowsWhatWasThere(t *testing.T) {
	t.Parallel()
	c, record := cast.Found(t), uuid.New()
	start := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	var a attachment.Attachment
	var there []bool // after each hour
	random := rand.New(rand.NewPCG(1, 2))
	for hour := range 12 {
		at(t, &c, start.Add(time.Duration(hour)*time.Hour), func(ctx context.Context, tx *tenant.Tx) (err error) {
			before := len(there) > 0 && there[len(there)-1]
			switch {
			case hour == 2:
				if a, err = store(ctx, tx, record, "a.txt", "text"); err == nil {
					before = true
				}
			case hour > 2 && random.IntN(3) > 0:
				if a, err = attachment.Get(ctx, tx, a.ID); err == nil && before {
					err = attachment.Remove(ctx, tx, a)
				} else if err == nil {
					err = attachment.Restore(ctx, tx, a)
				}
				before = !before
			}
			there = append(there, before)
			return err
		})
	}
	at(t, &c, start.Add(24*time.Hour), func(ctx context.Context, tx *tenant.Tx) error {
		for hour, want := range there {
			s, err := attachment.Load(ctx, tx, record, start.Add(time.Duration(hour)*time.Hour+time.Minute), 10)
			if err != nil || len(s.There) == 1 != want || len(s.Removed) == 1 != (!want && hour >= 2) {
				t.Errorf("hour %d: %+v: %v", hour, s, err)
			}
		}
		return nil
	})
}

func TestTheBytesOfWhatWasRemovedLongAgoAreDeleted(t *testing.T) {
	t.Parallel()
	c, record := cast.Found(t), uuid.New()
	start := time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	var kept, gone attachment.Attachment
	at(t, &c, start, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if kept, err = store(ctx, tx, record, "kept.txt", "kept"); err != nil {
			return err
		}
		if gone, err = store(ctx, tx, record, "gone.txt", "gone"); err != nil {
			return err
		}
		return nil
	})
	at(t, &c, start.Add(time.Hour), func(ctx context.Context, tx *tenant.Tx) error {
		return attachment.Remove(ctx, tx, gone)
	})
	for want, moment := range []time.Time{start.Add(attachment.Grace), start.Add(time.Hour + attachment.Grace)} {
		at(t, &c, moment, func(ctx context.Context, tx *tenant.Tx) error {
			if n, err := attachment.Erase(ctx, tx); err != nil || n != want {
				t.Errorf("%d files are erased at %s: %v", n, moment, err)
			}
			return nil
		})
		if want == 0 {
			continue
		}
		at(t, &c, moment, func(ctx context.Context, tx *tenant.Tx) error {
			a, err := attachment.Get(ctx, tx, gone.ID)
			if err != nil || a.Opens() || fault.KindOf(attachment.Restore(ctx, tx, a)) != fault.Conflict {
				t.Errorf("%+v can be restored: %v", a, err)
			}
			left, err := tenant.Values[uuid.UUID](ctx, tx,
				`SELECT attachment_id FROM app.attachment_parts WHERE tenant_id = @tenant`, nil)
			if len(left) != 1 || left[0] != kept.ID {
				t.Errorf("parts of %v are left", left)
			}
			return err
		})
	}
}
