package source

import (
	"bytes"
	"io"
	"io/fs"
)

// single is a flat file system of one file.
type single struct {
	name string
	body *io.SectionReader
}

// Open opens the file, or the folder that holds it.
func (s single) Open(name string) (fs.File, error) {
	return flat(name, []string{s.name}, func() io.Reader { return io.NewSectionReader(s.body, 0, s.body.Size()) })
}

// heads is a flat file system of the beginnings of files, by name.
type heads map[string][]byte

// Open opens one of them, or the folder that holds them.
func (h heads) Open(name string) (fs.File, error) {
	var names []string
	for of := range h {
		names = append(names, of)
	}
	return flat(name, names, func() io.Reader { return bytes.NewReader(h[name]) })
}

// flat opens a file of a folder, or the folder.
func flat(name string, names []string, body func() io.Reader) (fs.File, error) {
	var entries []fs.DirEntry
	for _, of := range names {
		if of == name {
			return entry{body(), io.NopCloser(nil), plain{name}}, nil
		}
		entries = append(entries, fs.FileInfoToDirEntry(plain{of}))
	}
	if name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &listing{entries}, nil
}
