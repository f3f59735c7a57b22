// Package factsheet is what the pages share on which a record is worked: its facts, each edited where it stands, what
// somebody else made of one meanwhile, the form for activities and notes, the timeline, and undo.
package factsheet

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Cell is a fact of a record that is edited where it stands.
type Cell struct {
	Field, Label string
	Shown, Href  string
	Saw          string // the value in the text of the history
	Typed        string // as somebody would type it
	Kind         string // of the input
	Keypad       string
	Rows         int
	Hint         string // what the field is about
	Options      []ui.Option
	List         string         // the key of the list of suggestions
	Pick         *picklist.List // the values that the organisation keeps; nil: it keeps none
	Act          string         // where it is sent; empty: fields
	Required     bool
	Locked       bool // it is not the reader's to change
	InCRM        bool // because it is kept there
}

// Sheet is a record as the reader works it.
type Sheet struct {
	Where   page.Where
	Path    string // of the record's page, within the organisation
	Noun    string // "account"
	From    string // the list that the reader came from, as in its address; empty: none
	Today   string // the day that the form for activities proposes
	Edits   bool   // the reader may change it, now
	Former  bool   // the reader sees it as it was then, and no longer what it is
	Roster  *member.Roster
	Zone    *time.Location
	Form    page.Form
	Clash   *command.Clash // somebody changed what the form is about; nil: nobody
	Last    command.Command
	Names   map[string]string                    // of the fields that a history shows
	Written func(field string, v *string) string // one side of a change for people
}

// To is where an act on the record is sent.
func (s Sheet) To(act string) templ.SafeURL {
	return templ.SafeURL(page.Coming(s.Where.Base+s.Path+"/"+act, s.From))
}

// refused tells that the form comes back for a fact.
func (s Sheet) refused(c Cell) bool {
	if s.Clash != nil && s.Clash.Entry != "" {
		return false
	}
	return s.Form.Sent() && (s.Form.Field == c.Field || s.Form.Typed.Get("field") == c.Field)
}

// value is what stands in a fact's input.
func (s Sheet) value(c Cell) string {
	if s.refused(c) {
		return s.Form.Typed.Get("value")
	}
	return c.Typed
}

// other is what was typed beside a fact's list.
func (s Sheet) other(c Cell) string {
	if s.refused(c) {
		return s.Form.Typed.Get("value_other")
	}
	return ""
}

// theirs tells what somebody else made of a fact since the reader opened the page.
func (s Sheet) theirs(c Cell) string {
	if s.Clash == nil || s.Clash.Field != c.Field || s.Clash.Entry != "" {
		return ""
	}
	return s.Theirs(s.Clash.Field)
}

// Theirs says who changed the field of the clash, from what to what and when.
func (s Sheet) Theirs(field string) string {
	clash, who := s.Clash, "An import"
	if clash.By != nil {
		who = s.Roster.Name(clash.By)
	}
	return who + " changed this from " + s.Written(field, clash.Saw) + " to " + s.Written(field, clash.Theirs) +
		" at " + ui.Stamp(clash.At.In(s.Zone)) + "."
}

func (s Sheet) problem(c Cell) string {
	if s.theirs(c) != "" || !s.refused(c) {
		return ""
	}
	return s.Form.Problem
}

// Suggestions ties an input to a list of suggestions.
func Suggestions(list string) templ.Attributes {
	if list == "" {
		return nil
	}
	return templ.Attributes{"list": list}
}

// LastAct says what the reader did last, in words.
func (s Sheet) LastAct() string {
	return "You " + s.did() + " at " + ui.Stamp(s.Last.At.In(s.Zone)) + "."
}

func (s Sheet) did() string {
	switch s.Last.Object {
	case command.Role:
		return "changed the contacts"
	case command.Qualification:
		return "changed the qualification"
	case command.Attachment:
		return map[command.Kind]string{command.Attach: "added an attachment", command.Remove: "removed an attachment",
			command.Restore: "restored an attachment"}[s.Last.Kind]
	}
	switch s.Last.Kind {
	case command.Create:
		return "created this " + s.Noun
	case command.Archive:
		return "archived this " + s.Noun
	case command.Restore:
		return "restored this " + s.Noun
	case command.Log:
		return "logged an activity"
	case command.Note:
		return "added a note"
	case command.Revert:
		return "undid an import of this " + s.Noun
	case command.Move:
		return "changed the stage"
	}
	var names []string
	for field := range s.Last.Payload {
		if name, ok := s.Names[field]; ok {
			names = append(names, strings.ToLower(name))
		}
	}
	slices.Sort(names)
	return "changed " + strings.Join(names, ", ")
}

func kindIcon(k activity.Kind) string {
	switch k {
	case activity.Call:
		return "phone"
	case activity.Meeting:
		return "users"
	default:
		return "mail"
	}
}

func kindWord(k activity.Kind) string {
	switch k {
	case activity.Call:
		return "call"
	case activity.Meeting:
		return "meeting"
	default:
		return "e-mail"
	}
}

// Goes is the act that the fact is sent to.
func (c Cell) Goes() string { return cmp.Or(c.Act, "fields") }

func (s Sheet) showing(what string) templ.SafeURL {
	path := s.Path
	if what != "" {
		path += "?show=" + what
	}
	return templ.SafeURL(s.Where.To(path) + "#timeline")
}

// asOf is the page as of a day.
func (s Sheet) asOf(day string) string {
	if day == "" {
		return s.Where.Base + s.Path
	}
	return s.Where.Base + s.Path + "?as_of=" + day
}

// now is the page without its day; empty: it has none.
func (s Sheet) now(sc scope.Scope) string {
	if sc.Request.AsOf == "" {
		return ""
	}
	return s.Where.Base + s.Path
}

// Owners are the people of a scope who sell, and whoever owns it now.
func Owners(s scope.Scope, now *uuid.UUID) []ui.Option {
	var all []ui.Option
	for _, m := range s.Roster.Members {
		mine := now != nil && *now == m.ID
		if mine || m.Active && s.Covers(m.ID) && (m.Role == tenant.Rep || m.Role == tenant.Manager) {
			all = append(all, ui.Option{Value: m.ID.String(), Label: m.Name})
		}
	}
	return all
}
