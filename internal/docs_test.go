package internal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

var (
	quoted = regexp.MustCompile("`([A-Za-z][A-Za-z0-9_.-]*/[A-Za-z0-9_./-]*)`")
	linked = regexp.MustCompile(`\]\(([^)#:]+)\)`)
)

// TestPathsInTheDocsExist keeps the pages that guide people from naming what has moved.
func TestPathsInTheDocsExist(t *testing.T) {
	files, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, "../AGENTS.md", "../STYLE.md", "../README.md")
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range quoted.FindAllStringSubmatch(string(body), -1) {
			if _, err := os.Stat(filepath.Join("..", m[1])); err != nil &&
				regexp.MustCompile(`^(cmd|internal|web|docs|migrations|scripts)/`).MatchString(m[1]) {
				t.Errorf("%s names %s, which is not there", filepath.Base(file), m[1])
			}
		}
		for _, m := range linked.FindAllStringSubmatch(string(body), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", filepath.Base(file), m[1])
			}
		}
	}
}
