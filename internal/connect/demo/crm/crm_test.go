package crm_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/demo/crm"
)

var export = crm.Export{Tables: []crm.Table{
	{File: "Account.csv", Header: []string{"Id", "Name"},
		Rows: [][]string{{"1", "Müller, Söhne"}, {"2", "A \"quoted\" one"}}},
	{File: "Task.csv", Header: []string{"Id", "Subject"}, Rows: [][]string{{"3", "Call\nback"}}},
}}

func TestFilesReadBack(t *testing.T) {
	var names []string
	for _, table := range export.Tables {
		names = append(names, table.File)
	}
	if err := fstest.TestFS(export.FS(), names...); err != nil {
		t.Fatal(err)
	}
	for _, table := range export.Tables {
		f, err := export.FS().Open(table.File)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil || !slices.EqualFunc(rows, append([][]string{table.Header}, table.Rows...), slices.Equal) {
			t.Errorf("%s does not read back: %v", table.File, err)
		}
	}
}

func TestWriteKeepsWhatIsThere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "export")
	if err := export.Write(dir); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "Task.csv"))
	if err != nil || !bytes.Equal(got, export.Table("Task.csv").CSV()) {
		t.Errorf("Task.csv is not what was generated: %v", err)
	}
	if err := export.Write(dir); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), dir) {
		t.Errorf("writing into a directory in use gives %v, want a fault that names it", err)
	}
}
