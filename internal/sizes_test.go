package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// What the code is held to, so that a person reads it in pieces. Generated code is left out of each.
const (
	mostOfPackage  = 2500 // lines of its Go and its templates, without its tests
	mostOfFile     = 400
	mostOfFunction = 60
	mostOfLine     = 120 // columns, a tab being four
)

// What is left from before there were bounds. The numbers only fall.
const (
	longTests = 21 // functions of tests
	wideOfWeb = 57 // lines of web
	wideOfAll = 15 // lines of everything else
)

// source is a file of the product, generated ones left out.
type source struct {
	path, text string
}

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }
func (s source) lines() int { return strings.Count(s.text, "\n") }

func sources(t *testing.T) []source {
	t.Helper()
	asks()
	list := exec.Command("git", "ls-files", "*.go", "*.templ")
	list.Dir = ".."
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []source
	for path := range strings.Lines(string(out)) {
		path = strings.TrimSpace(path)
		if strings.HasSuffix(path, "_templ.go") {
			continue
		}
		text, err := os.ReadFile(filepath.Join("..", path))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, source{path, string(text)})
	}
	if len(all) < 500 {
		t.Fatalf("only %d files are found", len(all))
	}
	return all
}

func TestPackagesAndFilesHaveASizeThatIsRead(t *testing.T) {
	t.Parallel()
	packages := map[string]int{}
	for _, s := range sources(t) {
		if n := s.lines(); n > mostOfFile {
			t.Errorf("%s has %d lines; split it by purpose", s.path, n)
		}
		if !s.test() {
			packages[filepath.Dir(s.path)] += s.lines()
		}
	}
	for name, n := range packages {
		if n > mostOfPackage {
			t.Errorf("%s has %d lines; take a part of it off", name, n)
		}
	}
}

func TestFunctionsFitOnAScreen(t *testing.T) {
	t.Parallel()
	long := 0
	for _, s := range sources(t) {
		if !strings.HasSuffix(s.path, ".go") {
			continue
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, s.path, s.text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || files.Position(f.End()).Line-files.Position(f.Pos()).Line < mostOfFunction {
				continue
			}
			if long++; !s.test() {
				t.Errorf("%s: %s is longer than %d lines", s.path, f.Name.Name, mostOfFunction)
				long--
			}
		}
	}
	if long > longTests {
		t.Errorf("%d functions of tests are longer than %d lines, %d were", long, mostOfFunction, longTests)
	}
}

func TestLinesFitBesideEachOther(t *testing.T) {
	t.Parallel()
	web, others := 0, []string{}
	for _, s := range sources(t) {
		if !strings.HasSuffix(s.path, ".go") {
			continue
		}
		for _, line := range tooWide(s) {
			if strings.HasPrefix(s.path, "web/") {
				web++
				continue
			}
			others = append(others, fmt.Sprintf("%s:%d", s.path, line))
		}
	}
	if len(others) > wideOfAll {
		t.Errorf("%d lines are wider than %d columns, %d were:\n%s", len(others), mostOfLine, wideOfAll,
			strings.Join(others, "\n"))
	}
	if web > wideOfWeb {
		t.Errorf("%d lines of web are wider than %d columns, %d were", web, mostOfLine, wideOfWeb)
	}
}

func columns(s string) int { return utf8.RuneCountInString(s) + 3*strings.Count(s, "\t") }

// tooWide are the lines that are wider than they may be. A long literal, such as a sentence or a row of a file, is not cut:
// its line counts without it, and a line within one does not count.
func tooWide(s source) []int {
	var wide []int
	literals := longLiterals(s)
	for i, line := range strings.Split(s.text, "\n") {
		if columns(line) > mostOfLine && columns(line)-literals[i+1] > mostOfLine-longLiteral {
			wide = append(wide, i+1)
		}
	}
	return wide
}

// longLiteral is how many columns a literal has that is not cut.
const longLiteral = 50

// longLiterals is how many columns of each line the longest literal takes that is not cut.
func longLiterals(s source) map[int]int {
	longest := map[int]int{}
	files := token.NewFileSet()
	file := files.AddFile(s.path, -1, len(s.text))
	var scan scanner.Scanner
	scan.Init(file, []byte(s.text), nil, 0)
	for {
		pos, kind, literal := scan.Scan()
		if kind == token.EOF {
			return longest
		}
		if kind != token.STRING {
			continue
		}
		first := files.Position(pos).Line
		for i, part := range strings.Split(literal, "\n") {
			if n := columns(part); n >= longLiteral {
				longest[first+i] = max(longest[first+i], n)
			}
		}
	}
}
