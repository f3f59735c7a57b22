package importer

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

	"quarterdeck/internal/fault"
)

// FromDir is the files of a folder on this machine, for the command line.
func FromDir(dir string) (fs.FS, error) {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("%s is not a folder that can be read.", dir))
	}
	return os.DirFS(dir), nil
}

// folder is the files of a source by their names in small letters, as people and systems write them differently.
type folder struct {
	files fs.FS
	names map[string]string
}

func openFolder(files fs.FS) (*folder, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("importer: folder: %w", err)
	}
	f := &folder{files: files, names: map[string]string{}}
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		if e.IsDir() || path.Ext(name) != ".csv" {
			continue
		}
		if other, taken := f.names[name]; taken {
			return nil, fault.New(fault.Invalid, fmt.Sprintf("There are two files %s and %s; keep one.", other, e.Name()))
		}
		f.names[name] = e.Name()
	}
	return f, nil
}

// unread lists the files that no source of the mapping reads.
func (f *folder) unread(m Mapping) []string {
	var names []string
	for small, name := range f.names {
		if !slices.ContainsFunc(m.Sources, func(s FileMapping) bool { return strings.ToLower(s.File) == small }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// open opens the file of a source after its header; ok is false where there is none.
func (f *folder) open(m Mapping, file string) (s *sheet, ok bool, err error) {
	name, ok := f.names[strings.ToLower(file)]
	if !ok {
		return nil, false, nil
	}
	body, err := f.files.Open(name)
	if err != nil {
		return nil, true, fmt.Errorf("importer: %s: %w", name, err)
	}
	s = &sheet{file: name, body: body, at: map[string]int{}}
	if err := s.begin(m); err != nil {
		body.Close()
		return nil, true, err
	}
	return s, true, nil
}

// sheet is a CSV file that is being read, and where its columns stand.
type sheet struct {
	file   string
	body   fs.File
	reader *reader
	header []string
	at     map[string]int // by name in small letters
}

const columnLimit = 1000

func (s *sheet) begin(m Mapping) error {
	comma := byte(',')
	if m.Delimiter != "" {
		comma = m.Delimiter[0]
	}
	s.reader = newReader(s.body, comma)
	start, _ := s.reader.src.Peek(4096)
	if bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff")) || bytes.IndexByte(start, 0) >= 0 {
		return fault.New(fault.Invalid, fmt.Sprintf("%s is not text in UTF-8 (it looks like UTF-16 or a binary file); save it as CSV UTF-8.", s.file))
	}
	first, err := s.reader.next()
	if errors.Is(err, io.EOF) {
		return nil // an empty file has no rows and no columns
	}
	if err != nil {
		return fmt.Errorf("importer: %s: %w", s.file, err)
	}
	if first.problem != "" || len(first.cells) > columnLimit {
		return fault.New(fault.Invalid, fmt.Sprintf("The first line of %s is not a row of column names. %s", s.file, first.problem))
	}
	return s.columns(first.cells)
}

func (s *sheet) columns(names []string) error {
	for i, name := range names {
		name = strings.TrimSpace(name)
		s.header = append(s.header, name)
		small := strings.ToLower(name)
		if small == "" {
			continue
		}
		if _, twice := s.at[small]; twice {
			return fault.New(fault.Invalid, fmt.Sprintf("%s has two columns %q; keep one.", s.file, shorten(name)))
		}
		s.at[small] = i
	}
	return nil
}

func trimExtension(file string) string { return strings.TrimSuffix(file, path.Ext(file)) }
