package adminpage

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/ui"
)

// Audit is a page of the log of changes, newest first.
type Audit struct {
	Entries []audit.Entry
	Roster  *member.Roster // for the names
	Zone    *time.Location
}

// who did it: a member by name, or the system.
func (a Audit) who(e audit.Entry) string {
	if e.MemberID == nil {
		return "Quarterdeck itself"
	}
	return a.Roster.Name(e.MemberID)
}

// written says when an entry was taken, where that is not when it says it happened: an import of the past, or a clock
// that is wrong.
func (a Audit) written(e audit.Entry) string {
	if e.WrittenAt.Sub(e.At).Abs() < 5*time.Minute {
		return ""
	}
	return "written " + ui.Stamp(e.WrittenAt.In(a.Zone))
}

// what was done: "Assigned member Jack Lee".
func (a Audit) what(e audit.Entry) string { return words(e.Action) + " " + e.Object }

// whom names the thing that was changed, where the log alone has its key.
func (a Audit) whom(e audit.Entry) string {
	id, err := uuid.Parse(e.ObjectID)
	if err != nil {
		return e.ObjectID
	}
	if m, ok := a.Roster.Find(id); ok {
		return m.Name
	}
	return ""
}

// detail writes the rest of an entry in a fixed order: "from 2026-11-20, role rep".
func detail(e audit.Entry) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(e.Detail)) {
		if value := e.Detail[name]; value != "" {
			parts = append(parts, strings.ReplaceAll(name, "_", " ")+" "+value)
		}
	}
	return strings.Join(parts, ", ")
}
