package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/testdb"
)

// console runs commands against a database or a data folder of its own.
type console struct {
	t   *testing.T
	env map[string]string
}

func newConsole(t *testing.T) *console {
	t.Helper()
	return &console{t: t, env: map[string]string{"DATABASE_URL": testdb.New(t), "QUARTERDECK_LOG": "error"}}
}

func (c *console) try(in string, args ...string) (string, error) {
	var out, errs bytes.Buffer
	err := run(c.t.Context(), args, func(name string) string { return c.env[name] }, strings.NewReader(in), &out, &errs)
	return out.String(), err
}

func (c *console) run(args ...string) string {
	c.t.Helper()
	out, err := c.try("", args...)
	if err != nil {
		c.t.Fatalf("quarterdeck %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func TestTheDemoComesBackFromItsExport(t *testing.T) {
	c := newConsole(t)
	dir := filepath.Join(t.TempDir(), "export")
	c.run("demo", "--export", dir, "--company", "hanse-kontor", "--as-of", "2026-11-20")
	for _, org := range []string{"first", "second"} {
		c.run("org", "create", "--slug", org, "--name", org, "--currency", "EUR", "--fiscal-start", "04", "--time-zone",
			"Europe/Berlin")
		c.run("import", "salesforce", dir, "--org", org)
	}
	again := c.run("import", "salesforce", dir, "--org", "second")
	if !strings.Contains(again, "Nothing changed") {
		t.Errorf("a second import says:\n%s", again)
	}
	out := c.run("snapshot", "--org", "first")
	if !regexp.MustCompile(`^Stored \d{3,} days for first`).MatchString(out) {
		t.Errorf("keeping the days says: %s", out)
	}
	if out := c.run("snapshot", "--org", "first"); !strings.Contains(out, "0 days for first") {
		t.Errorf("days were left to be kept: %s", out)
	}
	first, second := c.run("report", "bookings", "--org", "first", "--json"),
		c.run("report", "bookings", "--org", "second", "--json")
	if first != second {
		t.Errorf("the reports differ:\n%s\n%s", first, second)
	}
	var b struct {
		Currency string
		Quarters []struct {
			Period    string
			WonCount  int    `json:"won_count"`
			WonAmount string `json:"won_amount"`
		}
	}
	if err := json.Unmarshal([]byte(first), &b); err != nil || b.Currency != "EUR" || len(b.Quarters) < 8 ||
		!regexp.MustCompile(`^\d+\.\d\d$`).MatchString(b.Quarters[0].WonAmount) {
		t.Errorf("the report is %+v, %v", b, err)
	}
	if _, err := c.try("", "demo", "--export", dir); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a second export into the folder: %v, want it refused", err)
	}
	if out := c.run("report", "bookings", "--org", "first", "--as-of",
		"2025-10-01"); !strings.Contains(out, "as of 2025-10-01") {
		t.Errorf("as of a past day:\n%s", out)
	}
	forecastsThePast(t, c)
}

// forecastsThePast asks for the forecast of a past day and for its proof.
func forecastsThePast(t *testing.T, c *console) {
	t.Helper()
	var f forecastAnswer
	out := c.run("forecast", "--org", "first", "--period", "2026-Q2", "--as-of", "2025-08-20", "--json")
	if err := json.Unmarshal([]byte(out), &f); err != nil {
		t.Fatal(err)
	}
	values := map[string]decimal.Decimal{}
	for _, m := range f.Methods {
		values[m.Name] = decimal.RequireFromString(m.Value)
	}
	sum := decimal.Zero
	for _, m := range f.ByMember {
		sum = sum.Add(decimal.RequireFromString(m.Value))
	}
	house, published := values[string(projection.House)], values[string(f.Published)]
	if len(f.Methods) != len(projection.Methods) || !house.IsPositive() || f.AsOf.String() != "2025-08-20" ||
		f.Period != "2026-Q2" || f.Currency != "EUR" {
		t.Errorf("the forecast is %s", out)
	}
	if len(f.ByMember) < 3 || !sum.Equal(published) {
		t.Errorf("the %d members sum to %s, and %s is published by %s", len(f.ByMember), sum, published, f.Published)
	}
	if text := c.run("forecast", "--org", "first", "--as-of", "2025-08-20"); !strings.Contains(text,
		"Quarterdeck model") ||
		!strings.Contains(text, "published") {
		t.Errorf("in words:\n%s", text)
	}
	var rows []backtest.Row
	if err := json.Unmarshal([]byte(c.run("backtest", "--org", "first", "--as-of", "2025-08-20", "--json")),
		&rows); err != nil || len(rows) < 100 || rows[0].N < 5 {
		t.Errorf("%d rows of proof, %v", len(rows), err)
	}
	for _, wrong := range [][]string{{"--org", "nobody"}, {"--org", "first", "--period", "soon"},
		{"--org", "first", "--as-of", "2999-01-01"}} {
		if _, err := c.try("", append([]string{"forecast"}, wrong...)...); err == nil ||
			fault.KindOf(err) == fault.Internal {
			t.Errorf("forecast %v: %v", wrong, err)
		}
	}
}

func TestADryRunChangesNothing(t *testing.T) {
	c := newConsole(t)
	dir := filepath.Join(t.TempDir(), "export")
	c.run("demo", "--export", dir, "--company", "hanse-kontor", "--as-of", "2026-11-20")
	c.run("org", "create", "--slug", "acme", "--name", "Acme", "--currency", "EUR")
	out := c.run("import", "salesforce", dir, "--org", "acme", "--dry-run", "--json")
	var got outcome
	if err := json.Unmarshal([]byte(out), &got); err != nil || !got.DryRun || !got.Changed {
		t.Errorf("the dry run says %s", out)
	}
	if report := c.run("report", "bookings", "--org", "acme", "--json"); strings.Contains(report, "won_count") {
		t.Errorf("after a dry run there is %s", report)
	}
}

func TestPeopleAreSeated(t *testing.T) {
	c := newConsole(t)
	c.run("org", "create", "--slug", "acme", "--name", "Acme", "--currency", "usd")
	if out, err := c.try("a long enough password\n", "user", "add", "--org", "acme", "--email", "Ann@Acme.example",
		"--role", "admin", "--password-stdin"); err != nil || !strings.Contains(out, "can sign in to Acme as admin") {
		t.Errorf("adding an administrator: %q, %v", out, err)
	}
	c.run("org", "create", "--slug", "other", "--name", "Other", "--currency", "EUR")
	out, err := c.try("another long password\n", "user", "add", "--org", "other", "--email", "ann@acme.example",
		"--role", "rep", "--password-stdin")
	if err != nil || !strings.Contains(out, "password is unchanged") {
		t.Errorf("the same person elsewhere: %q, %v", out, err)
	}
	for _, bad := range []struct {
		name, in string
		args     []string
		want     string
	}{
		{"a short password", "short\n", []string{"user", "add", "--org", "acme", "--email", "bob@acme.example",
			"--role", "rep", "--password-stdin"}, "12"},
		{"no such organisation", "", []string{"user", "add", "--org", "nowhere", "--email", "bob@acme.example",
			"--role", "rep"}, "no organisation"},
		{"no such member", "", []string{"user", "add", "--org", "acme", "--email", "bob@acme.example", "--role", "rep",
			"--member", "x9"}, "no member"},
		{"a role that is none", "", []string{"user", "add", "--org", "acme", "--email", "bob@acme.example", "--role",
			"king"}, "must be one of"},
		{"a slug taken", "", []string{"org", "create", "--slug", "acme", "--name", "A", "--currency", "USD"},
			"already"},
		{"a currency that is none", "",
			[]string{"org", "create", "--slug", "b", "--name", "B", "--currency", "dollars"}, "three-letter"},
		{"a zone that is none", "", []string{"org", "create", "--slug", "b", "--name", "B", "--currency", "USD",
			"--time-zone", "Mars/Base"}, "not a time zone"},
		{"a month that is none", "", []string{"org", "create", "--slug", "b", "--name", "B", "--currency", "USD",
			"--fiscal-start", "13"}, "01 to 12"},
		{"the future", "", []string{"report", "bookings", "--org", "acme", "--as-of", "2999-01-01"}, "in the future"},
	} {
		if _, err := c.try(bad.in, bad.args...); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%s: %v, want a message with %q", bad.name, err, bad.want)
		}
	}
}

func TestAnAccountIsDisabledAndEnabled(t *testing.T) {
	c := newConsole(t)
	for _, org := range []string{"acme", "other"} {
		c.run("org", "create", "--slug", org, "--name", strings.ToUpper(org), "--currency", "USD")
		c.run("user", "add", "--org", org, "--email", "ann@acme.example", "--role", "admin")
	}
	c.run("user", "add", "--org", "acme", "--email", "bob@acme.example", "--role", "rep")
	for range 2 {
		if out := c.run("user", "disable", "Ann@Acme.example"); !strings.Contains(out,
			"ann@acme.example is disabled and signed out everywhere. Its organisations: ACME, OTHER.") {
			t.Errorf("disabling says %q", out)
		}
	}
	if out := c.run("user", "enable", "ann@acme.example",
		"--json"); out != `{"email":"ann@acme.example","disabled":false,"orgs":["acme","other"]}`+"\n" {
		t.Errorf("enabling says %q", out)
	}
	if out := c.run("user", "disable", "bob@acme.example",
		"--json"); out != `{"email":"bob@acme.example","disabled":true,"orgs":["acme"]}`+"\n" {
		t.Errorf("disabling says %q", out)
	}
	for _, args := range [][]string{{"user", "disable", "nobody@acme.example"},
		{"user", "enable", "nobody@acme.example"}} {
		if _, err := c.try("", args...); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%v: %v, want that there is no such account", args, err)
		}
	}
	if _, err := c.try("", "user", "disable", "no address"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("no address: %v", err)
	}
	if _, err := c.try("", "user", "disable"); err == nil {
		t.Error("disabling nobody passed")
	}
}

func TestABackupComesBack(t *testing.T) {
	c := newConsole(t)
	c.run("org", "create", "--slug", "acme", "--name", "Acme", "--currency", "USD")
	file := filepath.Join(t.TempDir(), "backup.dump")
	c.run("backup", file)
	if _, err := c.try("", "backup", file); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a backup over another file: %v, want it refused", err)
	}
	c.run("org", "create", "--slug", "later", "--name", "Later", "--currency", "USD")
	if _, err := c.try("", "restore", file); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a restore without --yes: %v, want it refused", err)
	}
	c.run("restore", file, "--yes")
	c.run("report", "bookings", "--org", "acme")
	if _, err := c.try("", "report", "bookings", "--org", "later"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("what came after the backup: %v, want it gone", err)
	}
}

func TestACommandWorksBesideARunningServer(t *testing.T) {
	dir, err := os.MkdirTemp("", "qdserve-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { // the database may run as another user
		t.Fatal(err)
	}
	c := &console{t: t, env: map[string]string{"QUARTERDECK_DATA": dir, "QUARTERDECK_ADDR": "127.0.0.1:18473",
		"QUARTERDECK_LOG": "error"}}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		var out bytes.Buffer
		ended <- run(ctx, []string{"serve"}, func(name string) string { return c.env[name] }, strings.NewReader(""),
			&out, &out)
	}()
	ready := func() bool {
		r, err := http.Get("http://127.0.0.1:18473/readyz")
		if err != nil {
			return false
		}
		r.Body.Close()
		return r.StatusCode == http.StatusOK
	}
	for until := time.Now().Add(60 * time.Second); !ready(); time.Sleep(50 * time.Millisecond) {
		select {
		case err := <-ended:
			t.Fatalf("the server ended: %v", err)
		default:
		}
		if time.Now().After(until) {
			t.Fatal("the server does not answer")
		}
	}
	c.run("org", "create", "--slug", "acme", "--name", "Acme", "--currency", "USD")
	stop()
	if err := <-ended; err != nil {
		t.Errorf("the server ended with %v", err)
	}
	c.run("report", "bookings", "--org", "acme")
}

func TestHelpAndVersion(t *testing.T) {
	c := &console{t: t, env: map[string]string{}}
	if out := c.run("--help"); !strings.Contains(out, "import salesforce") || !strings.Contains(out, "Examples") {
		t.Errorf("help says:\n%s", out)
	}
	if out := c.run("version", "--json"); !strings.Contains(out, `"version"`) {
		t.Errorf("version says %s", out)
	}
	c.env["DATABASE_URL"] = "postgres://u:secret@h/d"
	if out := c.run("config"); !strings.Contains(out, "QUARTERDECK_ADDR") || strings.Contains(out, "secret") {
		t.Errorf("config says:\n%s", out)
	}
	if _, err := c.try("", "nonsense"); err == nil {
		t.Error("an unknown command passed")
	}
}
