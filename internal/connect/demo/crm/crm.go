// Package crm is a CRM export in memory: tables that can be saved as CSV files or read like a folder of them.
package crm

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"quarterdeck/internal/base/fault"
)

// Table is one object of the CRM: file name, columns and rows.
type Table struct {
	File   string
	Header []string
	Rows   [][]string
}

// Export is a CRM export in memory, its tables in the order in which they refer to one another.
type Export struct {
	Tables []Table
}

// Table is the table of a file, such as Opportunity.csv; it is empty where the export has none.
func (e Export) Table(file string) Table {
	for _, t := range e.Tables {
		if t.File == file {
			return t
		}
	}
	return Table{File: file}
}

// CSV is the table as the CRM would save it.
func (t Table) CSV() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(t.Header) // a buffer takes every write
	_ = w.WriteAll(t.Rows)
	return b.Bytes()
}

// FS is the export as a directory of CSV files, for the importer.
func (e Export) FS() fs.FS {
	files := make(folder, len(e.Tables))
	for _, t := range e.Tables {
		files[t.File] = t.CSV()
	}
	return files
}

// Write saves the CSV files in a directory, which it makes if need be. A directory that holds anything
// is refused, so that nobody's own export is lost.
func (e Export) Write(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		return fault.New(fault.Invalid, fmt.Sprintf("%s cannot be read as a directory; choose an empty or new directory.",
			dir))
	}
	if len(entries) > 0 {
		return fault.New(fault.Invalid, fmt.Sprintf("The directory %s is not empty; choose an empty or new directory.", dir))
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("crm: make %s: %w", dir, err)
	}
	for _, t := range e.Tables {
		if err := os.WriteFile(filepath.Join(dir, t.File), t.CSV(), 0o644); err != nil {
			return fmt.Errorf("crm: write: %w", err)
		}
	}
	return nil
}
