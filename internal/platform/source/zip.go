package source

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"quarterdeck/internal/base/fault"
)

// The bounds of an uploaded zip: of its entries, of what they unpack to, and of how much smaller than that they may be.
const (
	entryLimit    = 200
	unpackedLimit = 1 << 30
	ratioLimit    = 200
	ratioFloor    = 10 << 20 // unpacked bytes below which any ratio will do
)

// FromZip is the CSV files of a zip, by their names without folders. One that is no zip, is damaged, names places
// outside itself, holds a name twice, or would unpack to more than it should, is refused before anything of it is read.
func FromZip(r io.ReaderAt, size int64) (fs.FS, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fault.On("file", "The file is not a zip, or is damaged.")
	}
	if len(z.File) > entryLimit {
		return nil, fault.On("file", fmt.Sprintf("The zip contains more than %d files.", entryLimit))
	}
	files, total := archive{}, uint64(0)
	for _, f := range z.File {
		name, err := entryName(f)
		if err != nil {
			return nil, err
		}
		if name == "" {
			continue
		}
		if files[name] != nil {
			return nil, fault.On("file", fmt.Sprintf("The zip contains two files named %s. Keep one.", Shorten(name)))
		}
		if total += f.UncompressedSize64; f.UncompressedSize64 > unpackedLimit || total > unpackedLimit || bomb(f) {
			return nil, fault.On("file",
				"The zip would unpack to more than 1 GiB, the limit for an import.")
		}
		files[name] = f
	}
	if len(files) == 0 {
		return nil, fault.On("file", "The zip contains no CSV file.")
	}
	return files, nil
}

func bomb(f *zip.File) bool {
	return f.UncompressedSize64 > ratioFloor && f.UncompressedSize64/max(f.CompressedSize64, 1) > ratioLimit
}

// entryName is the base name of a CSV file in a zip; empty for an entry that is passed over.
func entryName(f *zip.File) (string, error) {
	name := f.Name
	if strings.ContainsAny(name, "\\\x00:") || path.IsAbs(name) || hasDots(name) {
		return "", fault.On("file",
			fmt.Sprintf("The zip refers to a file outside itself (%q) and was rejected.", Shorten(name)))
	}
	base := path.Base(name)
	hidden := strings.HasPrefix(base, ".") || strings.HasPrefix(name, "__MACOSX/")
	if hidden || f.FileInfo().IsDir() || strings.ToLower(path.Ext(base)) != ".csv" {
		return "", nil
	}
	if !f.Mode().IsRegular() || f.Flags&1 != 0 {
		return "", fault.On("file", fmt.Sprintf("The file %s in the zip is a link or needs a password.", Shorten(base)))
	}
	return base, nil
}

func hasDots(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if part == ".." {
			return true
		}
	}
	return false
}

// archive is a flat file system of a zip's entries.
type archive map[string]*zip.File

// Open opens an entry, which ends with an error where it unpacks to more than it says.
func (a archive) Open(name string) (fs.File, error) {
	if name == "." {
		return &listing{entries: a.entries()}, nil
	}
	f, ok := a[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	body, err := f.Open()
	if err != nil {
		return nil, fault.On("file", fmt.Sprintf("The file %s in the zip cannot be unpacked.", Shorten(name)))
	}
	return entry{io.LimitReader(body, int64(f.UncompressedSize64)+1), body, plain{name}}, nil
}

func (a archive) entries() []fs.DirEntry {
	var all []fs.DirEntry
	for name := range a {
		all = append(all, fs.FileInfoToDirEntry(plain{name}))
	}
	return all
}

type entry struct {
	io.Reader
	io.Closer
	info plain
}

// Stat describes the entry.
func (e entry) Stat() (fs.FileInfo, error) { return e.info, nil }

// listing is the only folder of a flat file system.
type listing struct{ entries []fs.DirEntry }

// Stat describes the folder.
func (*listing) Stat() (fs.FileInfo, error) { return plain{"."}, nil }

func (*listing) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: ".", Err: fs.ErrInvalid}
}

// Close does nothing.
func (*listing) Close() error { return nil }

// ReadDir lists the files, all at once.
func (l *listing) ReadDir(n int) ([]fs.DirEntry, error) {
	all := l.entries
	l.entries = nil
	if n > 0 && len(all) == 0 {
		return nil, io.EOF
	}
	return all, nil
}

// plain is a file of which only the name matters.
type plain struct{ name string }

// Name is the file's name.
func (p plain) Name() string { return p.name }

// Size is not known.
func (plain) Size() int64 { return 0 }

// Mode tells the folder from the files.
func (p plain) Mode() fs.FileMode {
	if p.name == "." {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// ModTime is not known.
func (plain) ModTime() time.Time { return time.Time{} }

// IsDir tells the folder from the files.
func (p plain) IsDir() bool { return p.name == "." }

// Sys is nothing.
func (plain) Sys() any { return nil }
