package officepage

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/record/staff"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// admin is the home of the administrator.
type admin struct {
	now
	Where page.Where
	Desk  staff.Desk
	New   bool // nothing was imported yet
}

// Title names the page.
func (h admin) Title() string { return "Administration" }

func (h admin) members() string { return h.Where.Base + "/settings/members" }

// state is the list of members in a state, as its filter writes it.
func (h admin) state(s string) string { return h.members() + "?state=" + s }

func (h admin) withoutAccess() string { return h.state("waiting") }

func (h admin) memberHref(id uuid.UUID) string { return h.members() + "?member=" + id.String() }

func (h admin) invited() (n int) {
	for _, w := range h.Desk.Waiting {
		if w.Invited != nil {
			n++
		}
	}
	return n
}

// Tiles are how many wait, of each kind.
func (h admin) Tiles() []ui.TileProps {
	d := h.Desk
	return []ui.TileProps{
		{Label: "Without access", Value: ui.Count(len(d.Waiting)), Href: h.withoutAccess(),
			Sub: ui.Count(h.invited()) + " invited, " + ui.Count(len(d.Waiting)-h.invited()) + " not invited"},
		{Label: "Disabled accounts", Value: ui.Count(len(d.Disabled)), Href: h.state("disabled"),
			Sub: "Turned off by the operator of this installation"},
		{Label: "No manager or team", Value: ui.Count(len(d.Unplaced)), Href: h.state("unplaced"),
			Sub: "Reps and managers missing from team totals"},
		{Label: "Failed sign-ins", Value: ui.Count(len(d.Failed)), Href: h.failedHref(),
			Sub: "Members, in the last hour"},
	}
}

// failedCard is the card of members whose sign-ins failed.
const failedCard = "failed-sign-ins"

// failedHref leads to it where it is shown.
func (h admin) failedHref() string {
	if len(h.Desk.Failed) == 0 {
		return ""
	}
	return "#" + failedCard
}

// waitingItems are those who wait for access, with since when.
func (h admin) waitingItems() []ui.Item {
	var items []ui.Item
	for _, w := range page.First(h.Desk.Waiting, shown) {
		item := ui.Item{Title: w.Name, Href: h.memberHref(w.ID),
			Sub: page.Dotted(page.RoleLabel(w.Role), "not invited")}
		if w.Invited != nil {
			item.Tone = ui.Info
			item.Sub = page.Dotted(page.RoleLabel(w.Role), "invited "+h.day(w.Invited.CreatedAt)+", expires "+
				h.day(w.Invited.ExpiresAt))
			item.Figure = h.age(w.Invited.CreatedAt)
		}
		items = append(items, item)
	}
	return items
}

func (h admin) day(t time.Time) string { return ui.Day(t.In(h.zone)) }

func (h admin) waitingNote() string { return firstOf(len(h.Desk.Waiting)) }

// firstOf says that a list shows only its first lines.
func firstOf(n int) string {
	if n <= shown {
		return ""
	}
	return "The first " + ui.Count(shown) + " of " + ui.Count(n)
}

func (h admin) disabledItems() []ui.Item {
	var items []ui.Item
	for _, m := range page.First(h.Desk.Disabled, shown) {
		items = append(items, ui.Item{Tone: ui.Warn, Title: m.Name, Sub: page.RoleLabel(m.Role),
			Href: h.memberHref(m.ID)})
	}
	return items
}

func (h admin) unplacedItems() []ui.Item {
	var items []ui.Item
	for _, m := range page.First(h.Desk.Unplaced, shown) {
		var missing []string
		if m.ManagerID == nil {
			missing = append(missing, "no manager")
		}
		if m.Team == "" {
			missing = append(missing, "no team")
		}
		items = append(items, ui.Item{Tone: ui.Warn, Title: m.Name, Href: h.memberHref(m.ID),
			Sub: page.Dotted(append([]string{page.RoleLabel(m.Role)}, missing...)...)})
	}
	return items
}

func (h admin) failedItems() []ui.Item {
	var items []ui.Item
	for _, f := range page.First(h.Desk.Failed, shown) {
		items = append(items, ui.Item{Tone: ui.Warn, Title: f.Name, Href: h.memberHref(f.ID),
			Sub: "Last try " + h.stamp(f.Last), Figure: ui.Plural(f.Times, "try", "tries")})
	}
	return items
}

// changes are what was done to settings and access, by whom.
func (h admin) changes() []ui.Event {
	var events []ui.Event
	for _, e := range h.Desk.Changes {
		who := "Quarterdeck itself"
		if e.MemberID != nil {
			who = h.Desk.Roster.Name(e.MemberID)
		}
		events = append(events, ui.Event{At: e.At.In(h.zone).Format(time.RFC3339), When: h.stamp(e.At),
			Tone: ui.Info, Title: sentence(e.Action + " " + e.Object), Detail: page.Joined(h.about(e), "by "+who),
			Href: h.Where.Base + "/audit?object=" + strings.ReplaceAll(e.Object, " ", "+")})
	}
	return events
}

// about names the record of an entry, and says what else it notes.
func (h admin) about(e audit.Entry) string {
	var parts []string
	if id, err := uuid.Parse(e.ObjectID); err == nil {
		if m, ok := h.Desk.Roster.Find(id); ok {
			parts = append(parts, m.Name)
		}
	} else if e.ObjectID != "" {
		parts = append(parts, e.ObjectID)
	}
	for _, name := range slices.Sorted(maps.Keys(e.Detail)) {
		value := e.Detail[name]
		if _, err := uuid.Parse(value); err == nil || value == "" || name == "name" {
			continue
		}
		if day, err := period.ParseDate(value); err == nil {
			value = page.Day(day)
		}
		parts = append(parts, strings.ReplaceAll(name, "_", " ")+" "+value)
	}
	return page.Joined(parts...)
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Sheet is everybody whom something is the matter with.
func (h admin) Sheet() page.Sheet {
	s := page.Sheet{File: "members-waiting", Head: []string{"Member", "E-mail", "Role", "Team", "Waits for", "Since"}}
	add := func(name, email, role, team, what, since string) {
		s.Rows = append(s.Rows, []page.Cell{page.Text(name), page.Text(email), page.Text(role), page.Text(team),
			page.Text(what), page.Text(since)})
	}
	for _, w := range h.Desk.Waiting {
		what, since := "Invitation", ""
		if w.Invited != nil {
			what, since = "Acceptance of the invitation", w.Invited.CreatedAt.In(h.zone).Format(time.RFC3339)
		}
		add(w.Name, w.Email, page.RoleLabel(w.Role), w.Team, what, since)
	}
	for _, m := range h.Desk.Disabled {
		add(m.Name, m.Email, page.RoleLabel(m.Role), m.Team, "Account to be enabled", "")
	}
	for _, m := range h.Desk.Unplaced {
		add(m.Name, m.Email, page.RoleLabel(m.Role), m.Team, "Manager or team", "")
	}
	return s
}
