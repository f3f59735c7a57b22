package record

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/opportunity"
)

// Facts are what is known of a record that a source can say, each as text, its custom fields among them. A fact that is
// not known is missing.
type Facts map[string]string

// The facts of every record beside those of its object.
const (
	Deleted  = "deleted" // true, or missing
	hashFact = "hash"
	modified = "modified_at"
	column   = "column:" // of the source, that Quarterdeck has no field for
)

// Undone is the hash of a record whose import was undone: whichever row says next that it exists brings it back.
const Undone = -1

// Stamps tells that a fact says nothing of the record itself, but of when and how the source said it.
func Stamps(fact string) bool { return fact == hashFact || fact == modified }

// apart are the parts of a record that are facts in a form of their own, or that an import does not change.
var apart = []string{"ID", "ExternalID", "Custom", "Hash", "CreatedAt", "ModifiedAt", "DeletedAt", "MergedInto"}

// FactsOf are the facts of a record of a Kind.
func FactsOf[T any](v T, stamp func(*T) Stamp) (Facts, error) {
	parts, err := partsOf(v)
	if err != nil {
		return nil, err
	}
	for _, name := range apart {
		delete(parts, name)
	}
	f, s := Facts{}, stamp(&v)
	for name, part := range parts {
		if text := string(part); text != "null" {
			f[name] = text
		}
	}
	f.stamp(CustomFields(*s.Custom), *s.Hash, *s.ModifiedAt, *s.DeletedAt != nil)
	return f, nil
}

func partsOf(v any) (map[string]json.RawMessage, error) {
	parts := map[string]json.RawMessage{}
	body, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(body, &parts)
	}
	if err != nil {
		return nil, fmt.Errorf("record: facts: %w", err)
	}
	return parts, nil
}

func (f Facts) stamp(fields map[string]string, hash int64, at *time.Time, gone bool) {
	for name, value := range fields {
		f[column+name] = value
	}
	f[hashFact] = strconv.FormatInt(hash, 10)
	if at != nil {
		f[modified] = at.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano)
	}
	if gone {
		f[Deleted] = "true"
	}
}

// stamps reads what stamp wrote.
func (f Facts) stamps() (fields map[string]string, hash int64, at *time.Time, err error) {
	fields = map[string]string{}
	for name, value := range f {
		if field, ok := strings.CutPrefix(name, column); ok {
			fields[field] = value
		}
	}
	if hash, err = strconv.ParseInt(f[hashFact], 10, 64); err != nil {
		return fields, hash, nil, fmt.Errorf("record: facts: %w", err)
	}
	if text, ok := f[modified]; ok {
		when, err := time.Parse(time.RFC3339Nano, text)
		return fields, hash, &when, err
	}
	return fields, hash, nil, nil
}

// With is a record of a Kind with other facts; what is deleted by them is so from now on.
func With[T any](v T, f Facts, stamp func(*T) Stamp, now time.Time) (T, error) {
	var next T
	parts, err := partsOf(v)
	if err != nil {
		return next, err
	}
	for name := range parts {
		if text, ok := f[name]; ok {
			parts[name] = json.RawMessage(text)
		} else if !slices.Contains(apart, name) {
			parts[name] = json.RawMessage("null")
		}
	}
	body, err := json.Marshal(parts)
	if err == nil {
		err = json.Unmarshal(body, &next)
	}
	if err != nil {
		return next, fmt.Errorf("record: facts: %w", err)
	}
	fields, hash, at, err := f.stamps()
	s := stamp(&next)
	*s.Custom, *s.Hash, *s.ModifiedAt = CustomText(fields), hash, at
	if f[Deleted] == "" {
		*s.DeletedAt = nil
	} else if *s.DeletedAt == nil {
		*s.DeletedAt = &now
	}
	return next, err
}

// OpportunityFacts are the facts of an opportunity, in the text of its history.
func OpportunityFacts(p opportunity.Present) Facts {
	f := Facts{}
	for name, value := range p.Texts() {
		if value != nil {
			f[name] = *value
		}
	}
	f.stamp(p.Custom, p.SourceHash, p.SourceModifiedAt, p.Deleted)
	return f
}

// WithOpportunity is an opportunity with other facts.
func WithOpportunity(p opportunity.Present, f Facts) (opportunity.Present, error) {
	for name := range p.Texts() {
		if _, ok := f[name]; !ok {
			if err := p.Put(name, nil); err != nil {
				return p, err
			}
		}
	}
	for name, text := range f {
		if Stamps(name) || strings.HasPrefix(name, column) {
			continue
		}
		if err := p.Put(name, &text); err != nil {
			return p, err
		}
	}
	var err error
	p.Custom, p.SourceHash, p.SourceModifiedAt, err = f.stamps()
	return p, err
}

// Gone are facts without what a source says of the record: those of one whose import is undone.
func (f Facts) Gone() Facts {
	next := maps.Clone(f)
	delete(next, modified)
	next[Deleted], next[hashFact] = "true", strconv.Itoa(Undone)
	return next
}

// Unsettle has the next row of the record compared, whatever it says.
func (f Facts) Unsettle() { f[hashFact] = "0" }

// Diff is both sides of the facts that differ.
func Diff(was, is Facts) command.Payload {
	p := command.Payload{}
	for name, text := range is {
		if old, ok := was[name]; !ok {
			p[name] = command.Sides{Is: &text}
		} else if old != text {
			p[name] = command.Sides{Was: &old, Is: &text}
		}
	}
	for name, old := range was {
		if _, ok := is[name]; !ok {
			p[name] = command.Sides{Was: &old}
		}
	}
	return p
}

// Effected is what an import did to a record that was known.
func Effected(was, is Facts) (importjob.EffectKind, command.Payload) {
	p := Diff(was, is)
	for fact := range p {
		if !Stamps(fact) {
			return importjob.Changed, p
		}
	}
	return importjob.Stamped, p
}
