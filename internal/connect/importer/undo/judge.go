package undo

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/record/command"
)

// verdict is what an undo makes of a record.
type verdict struct {
	Result Result
	Reason string
	next   record.Facts // what it is to be; nil: it stays
}

// moves tells that the record names another account, person or opportunity then.
func (v verdict) moves(now present) bool {
	for _, fact := range []string{"account", "AccountID", "ContactID", "OpportunityID"} {
		if v.next != nil && v.next[fact] != now.facts[fact] {
			return true
		}
	}
	return false
}

// around is what was done about a record since its import.
type around struct {
	touched string // by whom and when, as the end of a sentence; empty: by nobody
	later   bool   // another import changed it
	used    string // what names it and stays; empty: nothing
}

// since is why a record that the import created or brought back stays.
func (a around) since() string {
	switch {
	case a.touched != "":
		return "Changed since the import" + a.touched + "."
	case a.later:
		return "Changed by a later import."
	case a.used != "":
		return "Still used by " + a.used + "."
	}
	return ""
}

// judge tells what becomes of a record, of what the import did to it and of what has happened since.
func judge(kind importjob.EffectKind, changes command.Payload, now present, a around) verdict {
	gone := now.facts[record.Deleted] != ""
	switch {
	case now.facts == nil || kind == importjob.Created && gone && !now.merged:
		return verdict{Result: Same}
	case kind == importjob.Stamped:
		return verdict{Result: Same, next: stamps(changes, now.facts, now.facts)}
	case now.merged:
		return verdict{Result: Left, Reason: "Merged into another record."}
	case kind == importjob.Created:
		if why := a.since(); why != "" {
			return verdict{Result: Left, Reason: why}
		}
		return verdict{Result: Removed, next: now.facts.Gone()}
	}
	if sides, ok := changes[record.Deleted]; ok && sides.Was != nil && !gone {
		if why := a.since(); why != "" { // it was deleted, and the import brought it back
			return verdict{Result: Left, Reason: why}
		}
	} else if gone && !ok {
		return verdict{Result: Left, Reason: "Deleted since the import."}
	}
	return back(changes, now.facts, a)
}

// back puts back the fields that are still what the import made of them.
func back(changes command.Payload, now record.Facts, a around) verdict {
	next, left, put := maps.Clone(now), map[string]bool{}, false
	for fact, sides := range changes {
		if !record.Stamps(fact) && !holds(now, fact, sides.Is) && !holds(now, fact, sides.Was) {
			left[fact] = true
			for _, other := range together(fact) {
				if _, ok := changes[other]; ok {
					left[other] = true
				}
			}
		}
	}
	for fact, sides := range changes {
		if record.Stamps(fact) || left[fact] || holds(now, fact, sides.Was) {
			continue
		}
		put = true
		if sides.Was == nil {
			delete(next, fact)
		} else {
			next[fact] = *sides.Was
		}
	}
	v := verdict{Result: Restored, next: stamps(changes, now, next)}
	switch {
	case len(left) > 0:
		if v.Result = Part; !put {
			v.Result, v.next = Left, nil
		}
		v.Reason = a.fields(slices.Sorted(maps.Keys(left)))
	case !put:
		v.Result = Same
	}
	return v
}

// stamps puts back when and how the source said a record, if no other import has said it since; else the next row is
// compared, whatever it says.
func stamps(changes command.Payload, now, next record.Facts) record.Facts {
	next = maps.Clone(next)
	for fact, sides := range changes {
		if record.Stamps(fact) && !holds(now, fact, sides.Is) {
			next.Unsettle()
			return next
		}
	}
	for fact, sides := range changes {
		switch {
		case !record.Stamps(fact):
		case sides.Was == nil:
			delete(next, fact)
		default:
			next[fact] = *sides.Was
		}
	}
	return next
}

func holds(f record.Facts, fact string, value *string) bool {
	text, ok := f[fact]
	return ok == (value != nil) && (!ok || text == *value)
}

// groups are fields that mean something together only: one that was changed since keeps the others.
var groups = [][]string{{"stage", "status", "category", "category_manual", "probability", "probability_manual",
	"loss_reason"}, {"amount", "currency"}}

func together(fact string) []string {
	for _, g := range groups {
		if slices.Contains(g, fact) {
			return g
		}
	}
	return nil
}

// fields says which fields were changed since, and by whom.
func (a around) fields(names []string) string {
	var words []string
	for _, name := range names {
		if strings.HasSuffix(name, "_manual") {
			continue
		}
		words = append(words, word(name))
	}
	said := "Changed since the import"
	switch {
	case a.later:
		said = "Changed by a later import"
	case a.touched != "":
		said += a.touched
	}
	return said + ": " + strings.Join(words, ", ") + "."
}

// word is a field as people call it: close on for CloseOn and close_on.
func word(field string) string {
	if name, ok := strings.CutPrefix(field, "column:"); ok {
		return name
	}
	if strings.HasPrefix(field, "custom:") {
		return "a custom field"
	}
	var out strings.Builder
	for i, c := range strings.ReplaceAll(strings.TrimSuffix(field, "ID"), "_", " ") {
		if i > 0 && unicode.IsUpper(c) {
			out.WriteByte(' ')
		}
		out.WriteRune(unicode.ToLower(c))
	}
	return out.String()
}

// found is an effect of the import on a record, its rows put together.
type found struct {
	id      uuid.UUID
	kind    importjob.EffectKind
	changes command.Payload
}

// join puts the rows of each record together, which are in their order: what it was before the first, and is after the
// last.
func join(rows []importjob.Effect) []found {
	var all []found
	for _, e := range rows {
		if n := len(all); n == 0 || all[n-1].id != e.RecordID {
			all = append(all, found{e.RecordID, e.Kind, maps.Clone(e.Changes)})
			continue
		}
		last := &all[len(all)-1]
		for fact, sides := range e.Changes {
			if first, ok := last.changes[fact]; ok {
				sides.Was = first.Was
			}
			last.changes[fact] = sides
		}
		if last.kind == importjob.Stamped {
			last.kind = e.Kind
		}
	}
	return all
}
