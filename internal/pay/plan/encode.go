package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
)

// Encode is the document as it is exported and signed: one way to write each plan, so that equal plans have equal
// bytes.
func (d Document) Encode() []byte {
	var b bytes.Buffer
	d.tree().write(&b, "")
	b.WriteByte('\n')
	return b.Bytes()
}

// MarshalJSON puts the document into another one; its bytes are those of Encode but for the white space.
func (d Document) MarshalJSON() ([]byte, error) { return d.Encode(), nil }

// UnmarshalJSON reads a document out of another one, with all the rules of Parse.
func (d *Document) UnmarshalJSON(b []byte) error {
	v, err := Parse(b)
	if err == nil {
		*d = v
	}
	return err
}

// Hash is the fingerprint of a plan, by which statements and proofs name the version they were calculated with: SHA-256
// of Encode, in hexadecimal.
func (d Document) Hash() string {
	sum := sha256.Sum256(d.Encode())
	return hex.EncodeToString(sum[:])
}

// Equal reports whether two documents are the same plan, however their decimals were written.
func (d Document) Equal(other Document) bool { return bytes.Equal(d.Encode(), other.Encode()) }

// write makes JSON of a tree, indented by two spaces. What has no object in it stands on one line.
func (n node) write(b *bytes.Buffer, indent string) {
	switch n.shape {
	case aList, aGroup:
		open, end := "{", "}"
		if n.shape == aList {
			open, end = "[", "]"
		}
		deeper := indent + "  "
		if n.flat() {
			deeper = ""
		}
		b.WriteString(open)
		for i := range len(n.items) + len(n.fields) {
			n.part(b, i, indent, deeper)
		}
		if deeper != "" {
			b.WriteString("\n" + indent)
		}
		b.WriteString(end)
	case aText:
		b.WriteString(quoted(n.text))
	default:
		b.WriteString(n.text)
	}
}

func (n node) part(b *bytes.Buffer, i int, indent, deeper string) {
	if i > 0 {
		b.WriteString(",")
	}
	switch {
	case deeper != "":
		b.WriteString("\n" + deeper)
	case i > 0:
		b.WriteString(" ")
	}
	if n.shape == aList {
		n.items[i].write(b, indent+"  ")
		return
	}
	b.WriteString(quoted(n.fields[i].key) + ": ")
	n.fields[i].node.write(b, indent+"  ")
}

// flat tells that no object is in it.
func (n node) flat() bool {
	nested := func(m node) bool { return m.shape == aGroup || !m.flat() }
	return !slices.ContainsFunc(n.items, nested) &&
		!slices.ContainsFunc(n.fields, func(f field) bool { return nested(f.node) })
}

// quoted writes a text as people would: only what JSON has to escape is escaped.
func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string and a builder never fail
	return strings.TrimSuffix(b.String(), "\n")
}

// sapling collects the keys of a group in the order of the format.
type sapling struct {
	node
	currency money.Currency
}

func (s *sapling) put(key string, n node) { s.fields = append(s.fields, field{key, n}) }
func (s *sapling) text(key, text string)  { s.put(key, node{shape: aText, text: text}) }

func (s *sapling) some(key, text string) {
	if text != "" {
		s.text(key, text)
	}
}

func (s *sapling) number(key string, d decimal.Decimal, u Unit) {
	s.text(key, u.Write(d, s.currency))
}

func (s *sapling) maybe(key string, d *decimal.Decimal, u Unit) {
	if d != nil {
		s.number(key, *d, u)
	}
}

func (s *sapling) count(key string, n int) {
	s.put(key, node{shape: aNumber, text: strconv.Itoa(n)})
}

func (s *sapling) names(key string, names []string) {
	n := node{shape: aList}
	for _, name := range names {
		n.items = append(n.items, node{shape: aText, text: name})
	}
	if len(names) > 0 {
		s.put(key, n)
	}
}

func (s *sapling) span(key string, v Span) {
	c := s.child()
	c.text("from", v.From.String())
	c.text("to", v.To.String())
	s.put(key, c.node)
}

func (s *sapling) child() *sapling {
	return &sapling{node: node{shape: aGroup}, currency: s.currency}
}
