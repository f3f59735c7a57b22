package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A document and a form grow into the same tree, so that both are held to the same rules and named by the same paths.
type node struct {
	shape  shape
	text   string // of a text and a number as written; of a flag true or false
	items  []node
	fields []field
}

type field struct {
	key  string
	node node
}

type shape string

const (
	aText   shape = "a string"
	aNumber shape = "a number"
	aFlag   shape = "true or false"
	aNull   shape = "null"
	aList   shape = "a list"
	aGroup  shape = "an object"
)

func (n node) get(key string) (node, bool) {
	for _, f := range n.fields {
		if f.key == key {
			return f.node, true
		}
	}
	return node{}, false
}

// What a document may be at most. A plan that people read has some kilobytes and five levels.
const (
	mostBytes = 1 << 20
	mostDepth = 12
)

var plainKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]{0,39}$`)

// under is the path of a key of the object at path; keys that nobody would write are quoted and cut.
func under(path, key string) string {
	if !plainKey.MatchString(key) {
		if r := []rune(key); len(r) > 40 {
			key = string(r[:40]) + "…"
		}
		return path + "[" + strconv.QuoteToASCII(key) + "]"
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

func item(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

func orDocument(path string) string {
	if path == "" {
		return "document"
	}
	return path
}

// tree reads JSON with nothing added and nothing lost; it refuses what a JSON library would let pass: a key twice,
// a byte order mark, bytes that are no UTF-8.
func tree(b []byte, most int) (node, Problems) {
	if p := unreadable(b, most); p != "" {
		return node{}, Problems{{"document", p}}
	}
	g := grower{dec: json.NewDecoder(bytes.NewReader(b))}
	g.dec.UseNumber()
	n := g.value("", 0)
	return n, g.problems
}

func unreadable(b []byte, most int) string {
	switch {
	case len(b) > most:
		return fmt.Sprintf("The document has %d bytes; the limit is %d.", len(b), most)
	case len(bytes.TrimSpace(b)) == 0:
		return "The document is empty."
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return "The document begins with a byte order mark; save it as UTF-8 without one."
	case !utf8.Valid(b):
		return "The document is not UTF-8; save it as UTF-8."
	}
	var whole json.RawMessage
	err := json.Unmarshal(b, &whole)
	if err == nil {
		return ""
	}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		before := b[:max(0, min(int(s.Offset)-1, len(b)))]
		line := 1 + bytes.Count(before, []byte("\n"))
		column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
		return fmt.Sprintf("The document is not JSON at line %d, column %d: %s.", line, column, s.Error())
	}
	return fmt.Sprintf("The document is not JSON: %v.", err)
}

type grower struct {
	dec      *json.Decoder
	problems Problems
	deep     bool
}

// value reads the next value. The text is JSON already, so a token fails only once the tree is too deep to go on.
func (g *grower) value(path string, depth int) node {
	t, err := g.dec.Token()
	if err != nil || g.deep {
		return node{shape: aNull}
	}
	switch v := t.(type) {
	case json.Delim:
		if depth >= mostDepth {
			g.deep = true
			g.problems = append(g.problems, Problem{orDocument(path),
				fmt.Sprintf("The document is nested deeper than %d levels.", mostDepth)})
			return node{shape: aNull}
		}
		if v == '{' {
			return g.group(path, depth)
		}
		return g.list(path, depth)
	case string:
		return node{shape: aText, text: v}
	case json.Number:
		return node{shape: aNumber, text: v.String()}
	case bool:
		return node{shape: aFlag, text: strconv.FormatBool(v)}
	}
	return node{shape: aNull}
}

func (g *grower) list(path string, depth int) node {
	n := node{shape: aList}
	for i := 0; g.dec.More() && !g.deep; i++ {
		n.items = append(n.items, g.value(item(path, i), depth+1))
	}
	g.end()
	return n
}

func (g *grower) group(path string, depth int) node {
	n, seen := node{shape: aGroup}, map[string]bool{}
	for g.dec.More() && !g.deep {
		t, _ := g.dec.Token()
		key, _ := t.(string)
		at := under(path, key)
		v := g.value(at, depth+1)
		if seen[key] {
			g.problems = append(g.problems, Problem{at, "The key appears twice. Keep one of them."})
			continue
		}
		seen[key] = true
		n.fields = append(n.fields, field{key, v})
	}
	g.end()
	return n
}

func (g *grower) end() {
	if !g.deep {
		_, _ = g.dec.Token() // the closing bracket: unreadable has seen that it is there
	}
}

// either is how people enumerate: a, b or c.
func either(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
