package lookup

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/product"
)

// Matcher finds the records that the rows of a file are about by something other than their keys.
type Matcher struct {
	match  mapping.Match
	noun   string
	mode   mapping.Mode
	known  map[string][]tenant.Named // by the form that is compared
	keys   map[string]bool           // of the known records
	rows   map[string]int            // lines by form
	prefix string                    // of the keys of new records
}

type lister = func(context.Context, *tenant.Tx) ([]tenant.Named, error)

// by lists the records of an object by what they are matched by; their names are in named.
var by = map[mapping.Match]map[string]lister{mapping.ByWebsite: {"account": account.Sites},
	mapping.ByEmail: {"contact": contact.Mailed, "member": member.Mailed}, mapping.ByName: named}

var adopters = map[string]func(context.Context, *tenant.Tx, map[uuid.UUID]string) error{"account": account.Adopt,
	"contact": contact.Adopt, "member": member.Adopt, "product": product.Adopt, "opportunity": opportunity.Adopt}

// Matcher is that of a file of an import; nil where its rows have keys.
func (d *Directory) Matcher(ctx context.Context, tx *tenant.Tx, f *mapping.File, id uuid.UUID) (*Matcher, error) {
	list := by[f.Match][f.Object]
	if list == nil {
		return nil, nil
	}
	all, err := list(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("lookup: match: %w", err)
	}
	m := &Matcher{match: f.Match, noun: f.Object, mode: f.Mode, known: map[string][]tenant.Named{},
		keys: map[string]bool{}, rows: map[string]int{}, prefix: "import-" + id.String() + "-"}
	for _, of := range all {
		form := f.Match.Form(of.Name)
		m.known[form], m.keys[of.ExternalID] = append(m.known[form], of), true
	}
	return m, nil
}

// Match gives a row the key of the record that it is about, or a new one. A row that could be about several records, or
// about the one of an earlier row, is rejected: nothing is guessed and no record is lost.
func (m *Matcher) Match(r *mapping.Row) {
	if m == nil || r.Broken != "" {
		return
	}
	form, text := r.Identity(), source.Shorten(r.Get(string(m.match)))
	if form == "" {
		r.Broken = fmt.Sprintf("The row has no %s, which tells the records apart.", m.match)
		return
	}
	if line, twice := m.rows[form]; twice {
		r.Broken = fmt.Sprintf("The %s %q is already used in line %d.", m.match, text, line)
		return
	}
	m.rows[form] = r.Line
	switch found := m.known[form]; len(found) {
	case 0:
		if m.keys[r.Key] && r.Key != "" {
			r.Broken = fmt.Sprintf("The key %s belongs to a record with another %s.", r.Key, m.match)
		} else if r.Key == "" {
			r.Key = fmt.Sprint(m.prefix, r.Line)
		}
	case 1:
		if r.Key = found[0].ExternalID; r.Key == "" && r.Admit(true) {
			r.Key, r.Adopts = found[0].ID.String(), found[0].ID
		}
		r.Broken = r.Refused
	default:
		r.Broken = fmt.Sprintf("%d records have the %s %q, so none was chosen. Merge them, or match by key.", len(found),
			m.match, text)
	}
}

// Adopt gives known records without a key those of the rows that are about them.
func Adopt(ctx context.Context, tx *tenant.Tx, object string, rows []*mapping.Row) error {
	return adopt(ctx, tx, object, rows, func(r *mapping.Row) (string, bool) { return r.Key, r.Broken == "" })
}

// Release takes the keys back of those whose rows were rejected.
func Release(ctx context.Context, tx *tenant.Tx, object string, rows []*mapping.Row) error {
	return adopt(ctx, tx, object, rows, func(r *mapping.Row) (string, bool) { return "", r.Refused != "" })
}

func adopt(ctx context.Context, tx *tenant.Tx, object string, rows []*mapping.Row,
	key func(*mapping.Row) (string, bool)) error {
	keys := map[uuid.UUID]string{}
	for _, r := range rows {
		if text, ok := key(r); ok && r.Adopts != uuid.Nil {
			keys[r.Adopts] = text
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return adopters[object](ctx, tx, keys)
}
