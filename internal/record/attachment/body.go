package attachment

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/note"
)

const partSize = 1 << 20

// Enter keeps a link with a record. It does not ask whether the actor may see the record.
func Enter(ctx context.Context, tx *tenant.Tx, object note.Object, record uuid.UUID, l Link) (Attachment, error) {
	l, err := l.read()
	a := Attachment{ID: uuid.Must(uuid.NewV7()), Object: object, ObjectID: record, Name: l.Title, URL: l.URL}
	if err != nil {
		return a, err
	}
	return a, insert(ctx, tx, a)
}

// Store keeps a file with a record, of which no more than a part is in memory at once. It does not ask whether the
// actor may see the record.
func Store(ctx context.Context, tx *tenant.Tx, object note.Object, record uuid.UUID, f File) (Attachment, error) {
	a := Attachment{ID: uuid.Must(uuid.NewV7()), Object: object, ObjectID: record, Name: Clean(f.Name)}
	part := make([]byte, partSize)
	if err := a.weigh(f.Body, part); err != nil {
		return a, err
	}
	if err := fits(ctx, tx, a.Size); err != nil {
		return a, err
	}
	if err := insert(ctx, tx, a); err != nil {
		return a, err
	}
	for n := 0; ; n++ {
		size, last, err := fill(f.Body, part)
		if err != nil {
			return a, err
		}
		if size > 0 {
			if _, err := tx.Exec(ctx, `INSERT INTO app.attachment_parts (tenant_id, attachment_id, part, data)
				VALUES (@tenant, @id, @part, @data)`,
				tenant.Args{"id": a.ID, "part": n, "data": part[:size]}); err != nil {
				return a, fmt.Errorf("attachment: store: %w", err)
			}
		}
		if last {
			return a, nil
		}
	}
}

// weigh reads a file through once: its size, its sum and its type. The file is then at its beginning again.
func (a *Attachment) weigh(body io.ReadSeeker, part []byte) error {
	sum := sha256.New()
	for {
		size, last, err := fill(body, part)
		if err != nil {
			return err
		}
		if a.Size == 0 {
			a.Media = Sniff(a.Name, part[:min(size, 512)])
		}
		sum.Write(part[:size])
		if a.Size += int64(size); a.Size > MostFile {
			return &fault.Fault{Kind: fault.TooLarge, Field: "file", Message: "The limit is 25 MB. " + TooLarge}
		}
		if last {
			break
		}
	}
	if a.Size == 0 {
		return fault.On("file", "The file is empty. Choose another one.")
	}
	a.SHA256 = sum.Sum(nil)
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return fault.On("file", cutOff)
	}
	return nil
}

// TooLarge is what to do with a file that is too large.
const TooLarge = "Attach a smaller one, or a link to it."

const cutOff = "The upload was cut off. Send it again."

// fill reads the next part of a file; last tells that it was the last one.
func fill(body io.Reader, part []byte) (size int, last bool, err error) {
	size, err = io.ReadFull(body, part)
	if last = errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF); err != nil && !last {
		return size, false, fault.On("file", cutOff)
	}
	return size, last, nil
}

// fits refuses a file with which the organisation would keep more than MostHouse. Files that come at the same moment
// may exceed it by their own size.
func fits(ctx context.Context, tx *tenant.Tx, size int64) error {
	kept, err := tenant.Value[int64](ctx, tx, `SELECT coalesce(sum(size), 0)::bigint FROM app.attachments
		WHERE tenant_id = @tenant AND size > 0 AND erased_at IS NULL`, nil)
	if err != nil {
		return fmt.Errorf("attachment: fits: %w", err)
	}
	if kept+size > MostHouse {
		return &fault.Fault{Kind: fault.TooLarge, Field: "file",
			Message: "Your organisation can keep 10 GB of files, and this one would exceed it. " +
				"Remove files that nobody needs, or attach a link. Removed files count for 30 days."}
	}
	return nil
}

// Open reads the bytes of a file, a part in each transaction, so that a slow reader holds none. Whether the actor may
// see the record is for the caller to ask.
func Open(ctx context.Context, db *tenant.DB, actor tenant.Actor, a Attachment) io.Reader {
	return &reader{ctx: ctx, db: db, actor: actor, id: a.ID, left: a.Size}
}

type reader struct {
	ctx   context.Context // of the request that the bytes are for
	db    *tenant.DB
	actor tenant.Actor
	id    uuid.UUID
	next  int
	left  int64 // bytes that are still in Postgres
	data  []byte
}

// Read reads on, fetching the next part where the last is used up.
func (r *reader) Read(b []byte) (int, error) {
	if len(r.data) == 0 {
		if r.left <= 0 {
			return 0, io.EOF
		}
		if err := r.fetch(); err != nil {
			return 0, err
		}
	}
	n := copy(b, r.data)
	r.data = r.data[n:]
	return n, nil
}

func (r *reader) fetch() error {
	err := r.db.View(r.ctx, r.actor, func(tx *tenant.Tx) (err error) {
		r.data, err = tenant.Value[[]byte](r.ctx, tx, `SELECT data FROM app.attachment_parts
			WHERE tenant_id = @tenant AND attachment_id = @id AND part = @part`,
			tenant.Args{"id": r.id, "part": r.next})
		return err
	})
	if err != nil {
		return fmt.Errorf("attachment: part %d of %s: %w", r.next, r.id, err)
	}
	r.next++
	r.left -= int64(len(r.data))
	return nil
}
