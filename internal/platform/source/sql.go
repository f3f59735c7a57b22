package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

const partSize = 1 << 20

// StoreZip keeps the files of an uploaded zip with an import, so that any machine can run it.
func StoreZip(ctx context.Context, tx *tenant.Tx, id uuid.UUID, r io.ReaderAt, size int64) error {
	files, err := FromZip(r, size)
	if err != nil {
		return err
	}
	return Store(ctx, tx, id, files)
}

// StoreUpload keeps an uploaded zip, or a single CSV file by its name, with an import.
func StoreUpload(ctx context.Context, tx *tenant.Tx, id uuid.UUID, name string, r io.ReaderAt, size int64) error {
	start := make([]byte, 4)
	n, err := r.ReadAt(start, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("source: upload: %w", err)
	}
	switch ext := strings.ToLower(path.Ext(name)); {
	case ext == ".xlsx" || ext == ".xls":
		return fault.On("file", "This is an Excel workbook. Save the sheet as CSV (File, Save as, CSV UTF-8) and upload that.")
	case ext == ".zip" || string(start[:n]) == "PK\x03\x04":
		return StoreZip(ctx, tx, id, r, size)
	case size == 0:
		return fault.On("file", "The file is empty.")
	case ext != ".csv":
		name = strings.TrimSuffix(name, path.Ext(name)) + ".csv"
	}
	return Store(ctx, tx, id, single{name, io.NewSectionReader(r, 0, size)})
}

// Store keeps the CSV files of a source with an import that has not begun, in parts of a megabyte.
func Store(ctx context.Context, tx *tenant.Tx, id uuid.UUID, files fs.FS) error {
	if err := tx.Require(tenant.RunImports); err != nil {
		return err
	}
	f, err := Open(files)
	if err != nil {
		return err
	}
	total := 0
	for _, name := range f.names {
		n, err := storeFile(ctx, tx, id, files, name)
		if err != nil {
			return err
		}
		if total += n; total > unpackedLimit {
			return fault.On("file", "Together, the files are larger than 1 GiB.")
		}
	}
	return nil
}

func storeFile(ctx context.Context, tx *tenant.Tx, id uuid.UUID, files fs.FS, name string) (int, error) {
	body, err := files.Open(name)
	if err != nil {
		return 0, err
	}
	defer body.Close()
	part, total := make([]byte, partSize), 0
	for n := 0; total <= unpackedLimit; n++ {
		size, err := io.ReadFull(body, part)
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return total, fault.On("file", fmt.Sprintf("The file %s cannot be unpacked: it is damaged.", Shorten(name)))
		}
		if size > 0 || n == 0 {
			if err := storePart(ctx, tx, id, name, n, part[:size]); err != nil {
				return total, err
			}
		}
		if total += size; last {
			return total, nil
		}
	}
	return total, nil
}

func storePart(ctx context.Context, tx *tenant.Tx, id uuid.UUID, name string, part int, data []byte) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.import_files (tenant_id, import_id, name, part, data)
		VALUES (@tenant, @import, @name, @part, @data)`,
		tenant.Args{"import": id, "name": name, "part": part, "data": data})
	if err != nil {
		return fmt.Errorf("source: store: %w", err)
	}
	return nil
}

// Kept tells whether an import's files are stored with it, as those of an upload are.
func Kept(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (bool, error) {
	kept, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.import_files
			WHERE tenant_id = @tenant AND import_id = @id)`, tenant.Args{"id": id})
	if err != nil {
		return false, fmt.Errorf("source: kept: %w", err)
	}
	return kept, nil
}

// Copy gives an import the stored files of another.
func Copy(ctx context.Context, tx *tenant.Tx, from, to uuid.UUID) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.import_files (tenant_id, import_id, name, part, data)
		SELECT f.tenant_id, @to, f.name, f.part, f.data FROM app.import_files f
		WHERE f.tenant_id = @tenant AND f.import_id = @from`,
		tenant.Args{"from": from, "to": to})
	if err != nil {
		return fmt.Errorf("source: store: %w", err)
	}
	return nil
}

// FromHeads is the beginnings of the files that are kept with an import, up to a megabyte of each: enough to show what
// is in them.
func FromHeads(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (fs.FS, error) {
	type head struct {
		Name string
		Data []byte
		More bool
	}
	found, err := tenant.List[head](ctx, tx, `SELECT f.name, f.data, EXISTS (SELECT 1 FROM app.import_files n
			WHERE n.tenant_id = @tenant AND n.import_id = @import AND n.name = f.name AND n.part = 1) AS more
		FROM app.import_files f WHERE f.tenant_id = @tenant AND f.import_id = @import AND f.part = 0 ORDER BY f.name`,
		tenant.Args{"import": id})
	if err != nil {
		return nil, fmt.Errorf("source: heads: %w", err)
	}
	all := heads{}
	for _, h := range found {
		if at := bytes.LastIndexByte(h.Data, '\n'); h.More && at > 0 {
			h.Data = h.Data[:at+1] // the last line is not whole
		}
		all[h.Name] = h.Data
	}
	return all, nil
}

// FromStored is the files that are kept with an import. They are read as they are needed.
func FromStored(ctx context.Context, db *tenant.DB, actor tenant.Actor, id uuid.UUID) fs.FS {
	return stored{ctx, db, actor, id}
}

type stored struct {
	ctx   context.Context // of the run for which the files are opened
	db    *tenant.DB
	actor tenant.Actor
	id    uuid.UUID
}

// Open opens a stored file, or the folder of them.
func (s stored) Open(name string) (fs.File, error) {
	var found []string
	err := s.db.View(s.ctx, s.actor, func(tx *tenant.Tx) (err error) {
		found, err = tenant.Values[string](s.ctx, tx, `SELECT name FROM app.import_files
			WHERE tenant_id = @tenant AND import_id = @import AND part = 0 AND (@name = '.' OR name = @name)
			ORDER BY name`,
			tenant.Args{"import": s.id, "name": name})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("source: stored files: %w", err)
	}
	if name != "." && len(found) == 0 {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if name != "." {
		return &parts{stored: s, name: name}, nil
	}
	var entries []fs.DirEntry
	for _, name := range found {
		entries = append(entries, fs.FileInfoToDirEntry(plain{name}))
	}
	return &listing{entries}, nil
}

// parts is a stored file that is being read.
type parts struct {
	stored stored
	name   string
	next   int
	data   []byte
}

// Read reads on, fetching the next part where the last is used up.
func (p *parts) Read(b []byte) (int, error) {
	for len(p.data) == 0 {
		s := p.stored
		err := s.db.View(s.ctx, s.actor, func(tx *tenant.Tx) (err error) {
			p.data, err = tenant.Value[[]byte](s.ctx, tx, `SELECT data FROM app.import_files
				WHERE tenant_id = @tenant AND import_id = @import AND name = @name AND part = @part`,
				tenant.Args{"import": s.id, "name": p.name, "part": p.next})
			return err
		})
		if fault.KindOf(err) == fault.NotFound {
			return 0, io.EOF
		}
		if err != nil {
			return 0, fmt.Errorf("source: stored file: %w", err)
		}
		p.next++
	}
	n := copy(b, p.data)
	p.data = p.data[n:]
	return n, nil
}

// Stat describes the file.
func (p *parts) Stat() (fs.FileInfo, error) { return plain{p.name}, nil }

// Close does nothing.
func (p *parts) Close() error { return nil }
