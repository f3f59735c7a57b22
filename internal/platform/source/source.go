// Package source reads the files that another system exported: CSV files in a folder, in a zip, or kept with an import.
//
// Files are told apart by their names in small letters, as people and systems write them differently. A file is read
// record by record and never held in memory; a record that cannot be read says why, and those after it are read all the
// same.
package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"quarterdeck/internal/base/fault"
)

// FromDir is the files of a folder on this machine, for the command line.
func FromDir(dir string) (fs.FS, error) {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("Cannot read the folder %s.", dir))
	}
	return os.DirFS(dir), nil
}

// Folder is the CSV files of a source.
type Folder struct {
	files fs.FS
	names map[string]string // by name in small letters
}

// Open looks which CSV files there are. Two whose names differ in the size of letters only are an error.
func Open(files fs.FS) (*Folder, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("source: folder: %w", err)
	}
	f := &Folder{files: files, names: map[string]string{}}
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		if e.IsDir() || path.Ext(name) != ".csv" {
			continue
		}
		if other, taken := f.names[name]; taken {
			return nil, fault.New(fault.Invalid,
				fmt.Sprintf("There are two files, %s and %s. Keep one.", other, e.Name()))
		}
		f.names[name] = e.Name()
	}
	return f, nil
}

// Others lists the files that are none of the given ones.
func (f *Folder) Others(known []string) []string {
	var names []string
	for small, name := range f.names {
		if !slices.ContainsFunc(known, func(file string) bool { return strings.ToLower(file) == small }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Sheet opens a file after its header; ok is false where there is none. Its columns are kept apart by a comma, or by
// another character.
func (f *Folder) Sheet(file string, comma byte) (s *Sheet, ok bool, err error) {
	name, ok := f.names[strings.ToLower(file)]
	if !ok {
		return nil, false, nil
	}
	body, err := f.files.Open(name)
	if err != nil {
		return nil, true, fmt.Errorf("source: %s: %w", name, err)
	}
	s, err = Read(name, body, comma)
	return s, true, err
}

// Read begins to read a file after its header, and closes it where it is none. Its columns are kept apart by a
// character; where that is 0 by the one that a line sep=; before the header names, or that the header shows.
func Read(name string, body io.ReadCloser, comma byte) (*Sheet, error) {
	s := &Sheet{File: name, body: body, at: map[string]int{}}
	if err := s.begin(comma); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Sheet is a CSV file that is being read.
type Sheet struct {
	File   string   // as it is written
	Header []string // the names of the columns
	Comma  byte     // what keeps them apart
	Guess  byte     // what seems to
	body   io.ReadCloser
	reader *reader
	at     map[string]int // columns by name in small letters
}

const columnLimit = 1000

func (s *Sheet) begin(comma byte) error {
	s.reader = newReader(s.body, comma)
	start, _ := s.reader.src.Peek(guessed)
	if bytes.IndexByte(start[:min(len(start), 4096)], 0) >= 0 {
		return fault.New(fault.Invalid,
			fmt.Sprintf("%s is not text in UTF-8 (it looks like UTF-16 or a binary file); save it as CSV UTF-8.",
				s.File))
	}
	s.reader.layout(start)
	s.Comma, s.Guess = s.reader.comma, s.reader.guess
	first, err := s.Next()
	if errors.Is(err, io.EOF) {
		return nil // an empty file has no rows and no columns
	}
	if err != nil {
		return err
	}
	if first.Problem != "" || len(first.Cells) > columnLimit {
		return fault.New(fault.Invalid, fmt.Sprintf("The first line of %s must contain the column names. %s", s.File,
			first.Problem))
	}
	return s.columns(first.Cells)
}

func (s *Sheet) columns(names []string) error {
	for i, name := range names {
		name = strings.TrimSpace(name)
		s.Header = append(s.Header, name)
		small := strings.ToLower(name)
		if small == "" {
			continue
		}
		if _, twice := s.at[small]; twice {
			return fault.New(fault.Invalid, fmt.Sprintf("%s has two columns named %q. Keep "+
				"one.", s.File, Shorten(name)))
		}
		s.at[small] = i
	}
	return nil
}

// Column is where the column of a name stands, however its letters are written.
func (s *Sheet) Column(name string) (at int, ok bool) {
	at, ok = s.at[strings.ToLower(name)]
	return at, ok
}

// Next is the next record, or io.EOF.
func (s *Sheet) Next() (Record, error) {
	r, err := s.reader.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return r, fmt.Errorf("source: %s: %w", s.File, err)
	}
	return r, err
}

// Close lets go of the file.
func (s *Sheet) Close() error { return s.body.Close() }
