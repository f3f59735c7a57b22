package adminpage

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// system is how an address says that Quarterdeck itself acted.
const system = "system"

// log is which entries of the audit log are listed, as an address says. ParseLog reads what Query writes.
type log struct {
	By       string // a member's key, or system
	Action   string
	Object   string
	From, To period.Date // both days count
	After    audit.Cursor
}

// parseLog reads which entries an address asks for. What cannot be read chooses nothing.
func parseLog(q url.Values) log {
	l := log{Action: q.Get("action"), Object: q.Get("object")}
	if id, err := uuid.Parse(q.Get("by")); err == nil {
		l.By = id.String()
	} else if q.Get("by") == system {
		l.By = system
	}
	l.From, _ = period.ParseDate(q.Get("from"))
	l.To, _ = period.ParseDate(q.Get("to"))
	page.DecodeCursor(q, &l.After)
	return l
}

// Query writes the choice for an address.
func (l log) Query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"by": l.By, "action": l.Action, "object": l.Object,
		"from": typedDay(l.From), "to": typedDay(l.To)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if l.After != (audit.Cursor{}) {
		q.Set("cursor", page.Cursor(l.After))
	}
	return q
}

func typedDay(d period.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// from is the log from a place in it.
func (l log) from(place audit.Cursor) log {
	l.After = place
	return l
}

// filter is the choice for the log, with at most so many entries. Days are those of the organisation.
func (l log) filter(c period.Calendar, limit int) audit.Filter {
	f := audit.Filter{Action: l.Action, Object: l.Object, After: l.After, Limit: limit}
	if l.By == system {
		f.By = &uuid.Nil
	} else if id, err := uuid.Parse(l.By); err == nil {
		f.By = &id
	}
	if !l.From.IsZero() {
		f.From = l.From.In(c.Location())
	}
	if !l.To.IsZero() {
		f.Before = c.EndOf(l.To)
	}
	return f
}

// auditView is a page of the log of changes, newest first.
type auditView struct {
	Where            page.Where
	List             log
	Actions, Objects []string // that the log has
	Entries          []audit.Entry
	Names            recordNames
	Zone             *time.Location
	more             bool
}

// recordNames are what the records of the log are called, as far as the reader may see them. Nothing of pay is among
// them.
type recordNames struct {
	Roster        *member.Roster
	Opportunities map[uuid.UUID]string
	Imports       map[uuid.UUID]string
}

// recordLink is a record by name, with its page.
type recordLink struct{ Text, Href string }

// find names a record by its key; the zero Link where the reader does not see it.
func (n recordNames) find(base string, id uuid.UUID) recordLink {
	if m, ok := n.Roster.Find(id); ok {
		return recordLink{m.Name, base + "/members/" + id.String()}
	}
	if name, ok := n.Opportunities[id]; ok {
		return recordLink{name, base + "/opportunities/" + id.String()}
	}
	if name, ok := n.Imports[id]; ok {
		return recordLink{name, base + "/imports/" + id.String()}
	}
	return recordLink{}
}

// turn keeps the entries of one page.
func (a *auditView) turn(rows int) {
	if a.more = len(a.Entries) > rows; a.more {
		a.Entries = a.Entries[:rows]
	}
}

func (a auditView) to(path string, place audit.Cursor) string {
	return a.Where.At(path, a.List.from(place).Query())
}

func (a auditView) newest() string {
	if a.List.After == (audit.Cursor{}) {
		return ""
	}
	return a.to("/audit", audit.Cursor{})
}

func (a auditView) older() string {
	if !a.more {
		return ""
	}
	last := a.Entries[len(a.Entries)-1]
	return a.to("/audit", audit.Cursor{At: last.At, ID: last.ID})
}

func (a auditView) clear() string {
	if a.List.from(audit.Cursor{}) == (log{}) {
		return ""
	}
	return a.Where.Base + "/audit"
}

// chosen are the filters that are set.
func (a auditView) chosen() []ui.Choice {
	from, to := a.List.From, a.List.To
	return page.Chosen(a.Where.Base+"/audit", page.Named("by", a.List.By, "Who", a.people()),
		page.Named("action", a.List.Action, "Action", named("All actions", a.Actions)),
		page.Named("object", a.List.Object, "Record kind", named("All kinds", a.Objects)),
		page.Set{Name: "from", Value: typedDay(from), Label: "From " + page.Day(from)},
		page.Set{Name: "to", Value: typedDay(to), Label: "Until " + page.Day(to)})
}

// none says why there are no entries.
func (a auditView) none() string {
	if a.clear() != "" {
		return "No entry matches the filter."
	}
	return "Each change of members, access, rates and records is noted here, with who made it. There are none yet."
}

func (a auditView) people() []ui.Option {
	options := []ui.Option{{Label: "Everybody"}, {Value: system, Label: itself}}
	for _, m := range a.Names.Roster.Members {
		options = append(options, ui.Option{Value: m.ID.String(), Label: m.Name})
	}
	return options
}

func named(all string, kinds []string) []ui.Option {
	options := []ui.Option{{Label: all}}
	for _, kind := range kinds {
		options = append(options, ui.Option{Value: kind, Label: words(kind)})
	}
	return options
}

// itself is who acted where no member did.
const itself = "Quarterdeck itself"

// who did it: a member by name, or the system.
func (a auditView) who(e audit.Entry) recordLink {
	if e.MemberID == nil {
		return recordLink{Text: itself}
	}
	if link := a.Names.find(a.Where.Base, *e.MemberID); link.Text != "" {
		return link
	}
	return recordLink{Text: "Former member"}
}

// written says when an entry was taken, where that is not when it says it happened: an import of the past, or a clock
// that is wrong.
func (a auditView) written(e audit.Entry) string {
	if e.WrittenAt.Sub(e.At).Abs() < 5*time.Minute {
		return ""
	}
	return "written " + ui.Stamp(e.WrittenAt.In(a.Zone))
}

// what was done: "Assigned member".
func what(e audit.Entry) string { return words(e.Action) + " " + plain(e.Object) }

func plain(name string) string { return strings.ReplaceAll(name, "_", " ") }

// record names the thing that was changed. Its key says nothing to a reader and is left out.
func (a auditView) record(e audit.Entry) recordLink {
	id, err := uuid.Parse(e.ObjectID)
	if err == nil {
		return a.Names.find(a.Where.Base, id)
	}
	link := recordLink{Text: e.ObjectID}
	switch e.Object {
	case "review":
		link.Href = a.Where.Base + "/review/" + url.PathEscape(e.ObjectID)
	case "forecast":
		link.Href = a.Where.Base + "/forecast/" + url.PathEscape(e.ObjectID)
	}
	return link
}

// detail writes the rest of an entry in a fixed order: "from Nov 20, 2026, role rep". Records have their names there
// too; one without a name for the reader is left out.
func (a auditView) detail(e audit.Entry) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(e.Detail)) {
		value := e.Detail[name]
		if id, err := uuid.Parse(value); err == nil {
			value = a.Names.find(a.Where.Base, id).Text
		} else if day, err := period.ParseDate(value); err == nil {
			value = page.Day(day)
		}
		if value != "" {
			parts = append(parts, plain(name)+" "+value)
		}
	}
	return strings.Join(parts, ", ")
}

// keys are the records that entries name.
func keys(entries []audit.Entry) []uuid.UUID {
	seen := map[uuid.UUID]bool{}
	add := func(text string) {
		if id, err := uuid.Parse(text); err == nil {
			seen[id] = true
		}
	}
	for _, e := range entries {
		add(e.ObjectID)
		for _, value := range e.Detail {
			add(value)
		}
	}
	return slices.Collect(maps.Keys(seen))
}

func auditSheet() page.Sheet {
	return page.Sheet{File: "audit", Head: []string{"At", "Written at", "Who", "Action", "Record kind", "Record",
		"Record key", "Detail", "Request"}}
}

// row is an entry of the spreadsheet, with the record's key for whoever looks it up.
func (a auditView) row(e audit.Entry) []page.Cell {
	return []page.Cell{page.Text(e.At.In(a.Zone).Format(time.RFC3339)),
		page.Text(e.WrittenAt.In(a.Zone).Format(time.RFC3339)), page.Text(a.who(e).Text), page.Text(words(e.Action)),
		page.Text(words(e.Object)), page.Text(a.record(e).Text), page.Text(e.ObjectID), page.Text(a.detail(e)),
		page.Text(e.RequestID)}
}
