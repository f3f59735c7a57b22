package pgembed

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// installation is a directory with postgres and initdb of one version.
type installation struct {
	dir          string
	major, minor int
}

// candidates are directories that may hold an installation, each once, without links and wrappers.
func (s search) candidates() []string {
	var dirs []string
	for _, place := range s.places {
		found, _ := filepath.Glob(place) // fails only on a malformed pattern
		dirs = append(dirs, found...)
	}
	dirs = append(dirs, filepath.SplitList(s.path)...)
	known := map[string]bool{}
	var real []string
	for _, dir := range dirs {
		if dir = resolve(dir); dir != "" && !known[dir] {
			known[dir] = true
			real = append(real, dir)
		}
	}
	return real
}

var wrapped = regexp.MustCompile(`(/[^\s"'$]+)/postgres\b`)

// resolve follows a link, or a shell script that starts the real program: as its parent the shell would take our
// signals.
func resolve(dir string) string {
	program, err := filepath.EvalSymlinks(filepath.Join(dir, "postgres"))
	if err != nil || !filepath.IsAbs(program) {
		return ""
	}
	head := make([]byte, 8<<10)
	f, err := os.Open(program)
	if err != nil {
		return ""
	}
	defer f.Close()
	n, _ := f.Read(head) // an empty file is no script
	if !strings.HasPrefix(string(head[:n]), "#!") {
		return filepath.Dir(program)
	}
	for _, match := range wrapped.FindAllStringSubmatch(string(head[:n]), -1) {
		real, err := filepath.EvalSymlinks(filepath.Join(match[1], "postgres"))
		if err == nil && real != program {
			return filepath.Dir(real)
		}
	}
	return ""
}

var version = regexp.MustCompile(`\(PostgreSQL\) (\d+)(?:\.(\d+))?`)

// probe asks an installation for its version, which also shows that it runs on this machine.
func probe(ctx context.Context, dir string) (installation, error) {
	if _, err := exec.LookPath(filepath.Join(dir, "initdb")); err != nil {
		return installation{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return installation{}, fmt.Errorf("postgres --version: %w", err)
	}
	match := version.FindStringSubmatch(string(out))
	if match == nil {
		return installation{}, fmt.Errorf("postgres --version says %q", strings.TrimSpace(string(out)))
	}
	major, err := strconv.Atoi(match[1])
	minor, _ := strconv.Atoi(match[2]) // a beta has none
	return installation{dir: dir, major: major, minor: minor}, err
}
