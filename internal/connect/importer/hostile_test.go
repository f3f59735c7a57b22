package importer_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

func files(pairs ...string) fstest.MapFS {
	all := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return all
}

func TestAFileThatCannotBeReadStopsTheImportWithASentenceThatNamesIt(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	for name, c := range map[string]struct {
		files fs.FS
		says  string
	}{
		"utf-16":       {files("Account.csv", "I\x00d\x00"), "Account.csv is not text in UTF-8"},
		"binary":       {files("Account.csv", "Id,Name\nA1,\x00\n"), "Account.csv is not text in UTF-8"},
		"no key":       {files("Account.csv", "Name\nAcme\n"), `Account.csv has no column "Id"`},
		"column twice": {files("Account.csv", "Id,Name,NAME\nA1,a,b\n"), `Account.csv has two columns named "NAME"`},
		"header in a quote": {files("Account.csv", "\"Id,Name\nA1,a\n"),
			"The first line of Account.csv must contain the column names"},
		"two of a name": {files("Account.csv", "Id\n", "account.csv", "Id\n"), "There are two files"},
		"nothing known": {files("Invoice.csv", "Id\n"), "No file has a name that this import recognises"},
		"no file":       {files(), "No file has a name that this import recognises"},
	} {
		id := start(t, db, org, salesforce)
		err := importer.Run(t.Context(), db, tenant.AsSystem(org.TenantID), id, c.files, nil)
		job, _, _ := result(t, db, org, id)
		if fault.KindOf(err) != fault.Invalid || job.State != importjob.Failed ||
			!strings.Contains(job.Failure, c.says) {
			t.Errorf("%s: %v; %s: %q", name, err, job.State, job.Failure)
		}
	}
	if n := count(t, db, org, "accounts"); n != 0 {
		t.Errorf("%d accounts were taken", n)
	}
}

func TestABadRowIsRefusedAndTheOthersAreTaken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body  string
		added int64
		line  int64
		says  string
	}{
		"long line": {"Id,Name\nA1,a\nA2," + strings.Repeat("x", 3<<20) + "\nA3,c\n", 2, 3, "longer than"},
		"long field": {"Id,Name\nA1,a\nA2," + strings.Repeat("é", 501) + "\nA3,c\n", 3, 3,
			"longer than 500 characters; the rest was cut off"},
		"open quote":       {"Id,Name\nA1,a\nA2,\"open\nA3,c\nA4,d\n", 3, 3, "never closed"},
		"text after quote": {"Id,Name\nA1,a\nA2,\"b\"c\nA3,c\n", 2, 3, "after a closing quote"},
		"nul":              {"Id,Name\n" + strings.Repeat("B,\n", 2000) + "A2,a\x00b\nA3,c\n", 2, 2002, "NUL"},
		"too few cells":    {"Id,Name\nA1\nA3,c\n", 1, 2, "1 cells"},
		"too many cells":   {"Id,Name\nA1,a,b\nA3,c,\n", 1, 2, "3 cells"},
		"neither charset":  {"Id,Name\nA1,\x81\nA3,c\n", 1, 2, "character set"},
		"long key":         {"Id,Name\n" + strings.Repeat("k", 300) + ",a\nA3,c\n", 1, 2, "key is missing or longer"},
		"lines in a cell":  {"Id,Name\nA1,\"a\n\nb\"\nA1,x\n", 1, 5, "is already used in line 2"},
	} {
		db, org := testdb.Org(t)
		job, objects, rows := run(t, db, org, salesforce, files("Account.csv", c.body))
		if objects["Account"].Added != c.added || job.State != importjob.Done {
			t.Errorf("%s: %+v", name, objects["Account"])
		}
		if !slices.ContainsFunc(rows, func(r importjob.Row) bool {
			return r.Line == c.line &&
				strings.Contains(r.Reason, c.says)
		}) {
			t.Errorf("%s: %d rows, no line %d that says %q", name, len(rows), c.line, c.says)
		}
	}
}

func TestWindows1252IsReadAndNoted(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	job, _, _ := run(t, db, org, salesforce, files("Account.csv", "Id,Name\r\nA1,M\xfcller \x80\r\n"))
	if !strings.Contains(strings.Join(job.Notes, " "), "from line 2 on, were read as Windows-1252") {
		t.Errorf("%q", job.Notes)
	}
	if lines := strings.Join(dump(t, db, org), "\n"); !strings.Contains(lines, "Müller €") {
		t.Error(lines)
	}
}

func TestTheListOfBadRowsIsSafeToOpen(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, _, rows := run(t, db, org, salesforce, files("Account.csv", "Name,Id\n=cmd(),\n"))
	var out bytes.Buffer
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		jobs, err := importjob.List(ctx, tx, tx.Now(), 1)
		if err != nil {
			return err
		}
		return importjob.WriteRows(ctx, tx, jobs[0].ID, &out)
	})
	all, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(all) != len(rows)+1 || all[1][1] != "2" || all[1][4] != "'=cmd()," {
		t.Errorf("%q %v", all, err)
	}
}

func zipOf(t testing.TB, add func(*zip.Writer)) *bytes.Reader {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	add(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b.Bytes())
}

func put(w *zip.Writer, name, body string) {
	f, err := w.Create(name)
	if err == nil {
		_, err = io.WriteString(f, body)
	}
	if err != nil {
		panic(err)
	}
}

func TestAZipIsStoredAndImportedLikeItsFolder(t *testing.T) {
	t.Parallel()
	db, folder := testdb.Org(t)
	run(t, db, folder, salesforce, mini)
	_, org := testdb.Org(t)
	packed := zipOf(t, func(w *zip.Writer) {
		put(w, "__MACOSX/._User.csv", "rubbish")
		put(w, "export/readme.txt", "rubbish")
		names, _ := fs.Glob(mini, "*")
		for _, name := range names {
			body, _ := fs.ReadFile(mini, name)
			put(w, "export/"+name, string(body))
		}
	})
	id, actor := start(t, db, org, salesforce), tenant.AsSystem(org.TenantID)
	err := db.Update(t.Context(), actor, func(tx *tenant.Tx) error {
		return source.StoreZip(t.Context(), tx, id, packed, packed.Size())
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := importer.Run(t.Context(), db, actor, id, source.FromStored(t.Context(), db, actor, id), nil); err != nil {
		t.Fatal(err)
	}
	same(t, dump(t, db, folder), dump(t, db, org))
}

// broken is a folder whose disk fails in the middle of one file.
type broken struct {
	fs.FS
	name string
}

type brokenFile struct {
	fs.File
	left int
}

func (b broken) Open(name string) (fs.File, error) {
	f, err := b.FS.Open(name)
	if err == nil && name == b.name {
		return &brokenFile{f, 1}, nil
	}
	return f, err
}

func (b broken) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(b.FS, name) }

func (b *brokenFile) Read(p []byte) (int, error) {
	if b.left--; b.left < 0 {
		return 0, errors.New("input/output error")
	}
	return b.File.Read(p[:min(len(p), 600)])
}

func TestAnImportThatFailedIsSaidToHaveFailedAndGoesOn(t *testing.T) {
	t.Parallel()
	db, whole := testdb.Org(t)
	run(t, db, whole, salesforce, mini)
	_, org := testdb.Org(t)
	id, actor := start(t, db, org, salesforce), tenant.AsSystem(org.TenantID)
	if err := importer.Run(t.Context(), db, actor, id, broken{mini, "Task.csv"}, nil); err == nil {
		t.Fatal("a broken disk went by")
	}
	job, _, _ := result(t, db, org, id)
	if job.State != importjob.Failed || strings.Contains(job.Failure, "input/output") ||
		!strings.Contains(job.Failure, "to continue") {
		t.Errorf("%+v", job)
	}
	if err := importer.Run(t.Context(), db, actor, id, mini, nil); err != nil {
		t.Fatal(err)
	}
	same(t, dump(t, db, whole), dump(t, db, org))
}

func TestAnOrganisationRunsOneImportAtATime(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	first, second, actor := start(t, db, org, salesforce), start(t, db, org, salesforce), tenant.AsSystem(org.TenantID)
	tried := false
	err := importer.Run(t.Context(), db, actor, first, mini, func(importjob.Progress) {
		if tried {
			return
		}
		tried = true
		err := importer.Run(t.Context(), db, actor, second, mini, nil)
		if !errors.Is(err, importer.ErrBusy) || fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second import: %v", err)
		}
	})
	if err != nil || !tried {
		t.Fatal(err)
	}
	if job, _, _ := result(t, db, org, second); job.State != importjob.Waiting {
		t.Errorf("the second import is %s", job.State)
	}
}
