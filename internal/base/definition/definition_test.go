package definition_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quarterdeck/internal/base/definition"
)

func TestEachDefinitionIsWholeAndHasAnAnchorOfItsOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, d := range definition.All {
		if !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(d.ID) || seen[d.ID] {
			t.Errorf("the anchor %q is no anchor, or not the only one", d.ID)
		}
		seen[d.ID] = true
		if d.Name == "" || d.Means == "" || d.Formula == "" || d.Source == "" {
			t.Errorf("%s says too little", d.ID)
		}
		if _, ok := definition.Find(d.See); !ok && d.See != "" {
			t.Errorf("%s is to be read with %q, which is not defined", d.ID, d.See)
		}
	}
}

func TestEveryLinkToADefinitionFindsOne(t *testing.T) {
	t.Parallel()
	link, links := regexp.MustCompile(`(?:Define\("|definitions#)([^"\s)]+)`), 0
	err := filepath.WalkDir("../../../web", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() == "node_modules" && d.IsDir() {
			if err == nil {
				err = fs.SkipDir
			}
			return err
		}
		if ext := filepath.Ext(path); d.IsDir() || ext != ".go" && ext != ".templ" ||
			strings.HasSuffix(path, "_templ.go") {
			return nil
		}
		body, err := os.ReadFile(path)
		for _, m := range link.FindAllStringSubmatch(string(body), -1) {
			links++
			if !slices.ContainsFunc(definition.All, func(d definition.Definition) bool { return d.ID == m[1] }) {
				t.Errorf("%s links to %q, which is not defined", path, m[1])
			}
		}
		return err
	})
	if err != nil || links < 10 {
		t.Errorf("%d links were found (%v)", links, err)
	}
}

func TestTheDocumentationHasTheList(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile("../../../docs/definitions.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(body) != definition.Markdown() {
		t.Error("docs/definitions.md is not what the list says: run make generate")
	}
}
