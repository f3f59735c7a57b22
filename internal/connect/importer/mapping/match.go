package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"quarterdeck/internal/base/value"
)

// Match is what tells which record a row is about. The same comparison decides in a dry run and in the import.
type Match string

// The matches: the key that the source gives; the name, the domain of the website, or the e-mail address of exactly one
// record; or the cells of the row themselves, for records that have no key anywhere.
const (
	ByKey     Match = ""
	ByName    Match = "name"
	ByWebsite Match = "website"
	ByEmail   Match = "email"
	ByRow     Match = "row"
)

// Mode is what rows may do.
type Mode string

// The modes; rows that may not do what they would are rejected with the reason.
const (
	CreateAndUpdate Mode = ""
	CreateOnly      Mode = "create"
	UpdateOnly      Mode = "update"
)

// Empty is what an empty cell of a known record means.
type Empty string

// The meanings: the source has nothing there any more, or says nothing of it.
const (
	Clear Empty = ""
	Leave Empty = "leave"
)

// matches are the objects that can be matched by something other than their key.
var matches = map[string][]Match{"account": {ByName, ByWebsite}, "contact": {ByEmail}, "member": {ByEmail, ByName},
	"product": {ByName}, "opportunity": {ByName}, "activity": {ByRow}}

// Matches lists what can tell the rows of an object apart, its key first.
func Matches(object string) []Match { return append([]Match{ByKey}, matches[object]...) }

// Limits tells whether the loader of an object can create only, or update only.
func Limits(object string) bool {
	return slices.Contains([]string{"account", "contact", "product", "opportunity", "activity", "line_item",
		"contact_role", "member"}, object)
}

// problem is what a source says of its rows that cannot be; empty where it is right.
func (s Source) problem() string {
	switch {
	case !slices.Contains(Matches(s.Object), s.Match):
		return "match: " + s.Object + " cannot be matched by " + string(s.Match)
	case s.Match != ByKey && s.Match != ByRow && len(s.Fields[string(s.Match)]) == 0:
		return "match: the field " + string(s.Match) + " has no column"
	case !slices.Contains([]Mode{CreateAndUpdate, CreateOnly, UpdateOnly}, s.Mode),
		s.Mode != CreateAndUpdate && !Limits(s.Object):
		return "mode: use create or update, for accounts, contacts, products, opportunities, activities and members"
	case s.Empty != Clear && s.Empty != Leave:
		return "empty: use leave, or leave it out"
	}
	return ""
}

// identity is the field that tells the rows of the file apart; empty where the whole row does.
func (s Source) identity() string {
	switch s.Match {
	case ByKey:
		return "key"
	case ByRow:
		return ""
	}
	return string(s.Match)
}

// columnOf is the first column of a field, for a sentence.
func (s Source) columnOf(field string) string {
	for _, e := range s.Fields[field] {
		if len(e.Columns) > 0 {
			return e.Columns[0]
		}
	}
	return field
}

// Identity is the row's value of what its file is matched by, in the form in which values are compared; empty where
// the row has none.
func (r *Row) Identity() string { return r.File.Match.Form(r.Get(r.File.identity())) }

// Form is a value as it is compared: without what people write differently, and of a website only the domain.
func (m Match) Form(text string) string {
	domain := strings.ToLower(strings.TrimSpace(text))
	if m == ByEmail {
		return domain
	}
	if m != ByWebsite {
		return value.Fold(text)
	}
	if _, after, ok := strings.Cut(domain, "://"); ok {
		domain = after
	}
	domain = strings.TrimPrefix(domain, "www.")
	if at := strings.IndexAny(domain, "/?#:"); at >= 0 {
		domain = domain[:at]
	}
	return domain
}

// Digest is a key made of all that a row says.
func (r *Row) Digest() string {
	sum := sha256.Sum256([]byte(strings.Join(r.cells, "\x1f")))
	return "row-" + hex.EncodeToString(sum[:10])
}

// Admit refuses a row that would create a record where the import only updates, or the other way round.
func (r *Row) Admit(known bool) bool {
	noun := strings.ReplaceAll(r.File.Object, "_", " ")
	switch mode := r.File.Mode; {
	case known && mode == CreateOnly:
		r.Refuse("This %s exists already, and the import only creates new ones.", noun)
	case !known && mode == UpdateOnly:
		r.Refuse("This %s does not exist yet, and the import only updates existing ones.", noun)
	default:
		return true
	}
	return false
}
