package pgembed

import (
	"fmt"
	"runtime"
	"strings"
)

// missing is what the operator reads when there is no Postgres to run.
func missing(major int, seen []string, why error) error {
	what := fmt.Sprintf("no Postgres %d or newer", oldest)
	if major != 0 {
		what = fmt.Sprintf("no Postgres %d", major)
	}
	found := ""
	if len(seen) > 0 {
		found = ", only " + strings.Join(seen, " and ")
	}
	return fmt.Errorf("pgembed: %s is installed here%s (and %w); %s", what, found, why, advice(major))
}

// advice is the one command to type, first for this system.
func advice(major int) string {
	debian, fedora, alpine, brew := "postgresql", "postgresql-server postgresql-contrib",
		"postgresql postgresql-contrib", "postgresql@17"
	if major != 0 {
		debian = fmt.Sprintf("postgresql-%d", major)
		fedora = fmt.Sprintf("postgresql%d-server postgresql%d-contrib", major, major)
		alpine = fmt.Sprintf("postgresql%d postgresql%d-contrib", major, major)
		brew = fmt.Sprintf("postgresql@%d", major)
	}
	linux := []string{
		"Debian or Ubuntu: sudo apt-get install -y " + debian,
		"Fedora or Red Hat: sudo dnf install -y " + fedora,
		"Alpine: sudo apk add " + alpine,
	}
	lines := append(linux, "macOS: brew install "+brew)
	if runtime.GOOS == "darwin" {
		lines = append(lines[3:], linux...)
	}
	return "install it with one command, or set QUARTERDECK_PG_BIN to its bin directory, or DATABASE_URL to another " +
		"database:\n  " +
		strings.Join(lines, "\n  ")
}
