package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// tight is a percentage whose sign stands at its digits: "80%". The verbs of formats and widths of drawings do not.
var tight = regexp.MustCompile(`[0-9]%([^0-9A-Za-z%+#*\[]|$)`)

// joined is a percent sign that would stand at the digits before it.
var joined = regexp.MustCompile(`^%($|[^0-9A-Za-z%+#*\[])`)

// TestPercentagesAreWrittenInOneWay reads what the site and the definitions say: "12 %", never "12%". Values are
// written by ui.Percent, page.Rate and page.PercentBP.
func TestPercentagesAreWrittenInOneWay(t *testing.T) {
	t.Parallel()
	read := 0
	for _, root := range []string{".", "../internal"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata") {
				return fs.SkipDir
			}
			switch {
			case err != nil:
			case strings.HasSuffix(path, ".templ"):
				read++
				shownText(t, path)
			case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") &&
				!strings.HasSuffix(path, "_templ.go"):
				read++
				saidTexts(t, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read < 500 {
		t.Errorf("only %d files were read", read)
	}
}

func shownText(t *testing.T, path string) {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(text), "\n") {
		if tight.MatchString(strings.NewReplacer(`="100%"`, "", `\u00a0%`, "").Replace(line)) {
			t.Errorf("%s:%d writes a percentage without a space: %s", path, i+1, strings.TrimSpace(line))
		}
	}
}

// saidTexts reads the texts of a file, and what is joined to them: + "%" is a sign without a space.
func saidTexts(t *testing.T, path string) {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch v := n.(type) {
		case *ast.BinaryExpr:
			if text, ok := literal(v.Y); ok && v.Op == token.ADD && joined.MatchString(text) && !drawn(path) {
				t.Errorf("%s joins a percent sign without a space", files.Position(v.Pos()))
			}
		case *ast.BasicLit:
			if text, ok := literal(v); ok && tight.MatchString(text) && !drawn(path) && !keys[text] {
				t.Errorf("%s writes a percentage without a space: %q", files.Position(v.Pos()), text)
			}
		}
		return true
	})
}

// keys are names of cut-offs in the database.
var keys = map[string]bool{"25%": true, "75%": true}

// drawn is the package of charts, where lengths are percentages of a drawing.
func drawn(path string) bool { return strings.HasPrefix(path, filepath.Join("ui", "chart")) }

func literal(e ast.Expr) (string, bool) {
	b, ok := e.(*ast.BasicLit)
	if !ok || b.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(b.Value)
	return text, err == nil
}
