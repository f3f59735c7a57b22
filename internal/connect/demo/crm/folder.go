package crm

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"slices"
	"time"
)

// folder is a flat directory of files in memory.
type folder map[string][]byte

// Open opens a file of the folder, or the folder itself as ".".
func (f folder) Open(name string) (fs.File, error) {
	if name == "." {
		return &listing{folder: f}, nil
	}
	data, ok := f[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &file{Reader: bytes.NewReader(data), entry: entry{name, int64(len(data))}}, nil
}

// entry is what the folder knows about a file, or about itself, whose name is ".".
type entry struct {
	name string
	size int64
}

// Name is the file's name.
func (e entry) Name() string { return e.name }

// Size is the file's length in bytes.
func (e entry) Size() int64 { return e.size }

// Mode says that everything can be read and nothing written.
func (e entry) Mode() fs.FileMode {
	if e.IsDir() {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// ModTime is unknown: the same export is the same bytes, whenever it was made.
func (e entry) ModTime() time.Time { return time.Time{} }

// IsDir tells the folder from its files.
func (e entry) IsDir() bool { return e.name == "." }

// Sys has nothing to tell.
func (e entry) Sys() any { return nil }

type file struct {
	*bytes.Reader
	entry entry
}

// Stat describes the file.
func (f *file) Stat() (fs.FileInfo, error) { return f.entry, nil }

// Close has nothing to release.
func (f *file) Close() error { return nil }

type listing struct {
	folder folder
	read   int
}

// Stat describes the folder.
func (l *listing) Stat() (fs.FileInfo, error) { return entry{name: "."}, nil }

// Read refuses, because a folder has no bytes of its own.
func (l *listing) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: ".", Err: fs.ErrInvalid}
}

// Close has nothing to release.
func (l *listing) Close() error { return nil }

// ReadDir lists the next n files by name, or all that are left where n is not positive.
func (l *listing) ReadDir(n int) ([]fs.DirEntry, error) {
	names := slices.Sorted(maps.Keys(l.folder))[l.read:]
	if n > 0 {
		if len(names) == 0 {
			return nil, io.EOF
		}
		names = names[:min(n, len(names))]
	}
	l.read += len(names)
	var out []fs.DirEntry
	for _, name := range names {
		out = append(out, fs.FileInfoToDirEntry(entry{name, int64(len(l.folder[name]))}))
	}
	return out, nil
}
