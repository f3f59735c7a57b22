// Package planpage is the screens about compensation plans: the list, a plan with its versions and members, and its
// publication.
package planpage

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/plan/wording"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// planView is the page of a plan: one version in words and curves, all its versions, and who is on it.
type planView struct {
	Where    page.Where
	Plan     compensation.Plan
	Versions []compensation.Version
	Shown    compensation.Version
	Today    period.Date
	Zone     *time.Location
	Roster   *member.Roster
	People   []compensation.Assignment               // today or later, by name
	From     int                                     // the first of them that is shown
	Accepted map[uuid.UUID][]compensation.Acceptance // by member
	Assigned decimal.Decimal                         // quota that the curves are drawn for, major units or a count
	Curves   []Curve
	Compared *comparisonView
	Form     page.Form // of members that are put on the plan
	Ending   page.Form // of the member Ended, who is taken off it
	Ended    uuid.UUID
	Failed   []string // who could not be put on the plan, and why
}

// ending is the form by which a member was to be taken off the plan and was not; of the others it is empty.
func (p planView) ending(a compensation.Assignment) page.Form {
	if a.MemberID == p.Ended {
		return p.Ending
	}
	return page.Form{}
}

// comparisonView is what differs between two versions.
type comparisonView struct {
	Before, After compensation.Version
	Changes       []wording.Change
}

// peopleShown is how many members a page of the list has.
const peopleShown = 50

func (p planView) path() string { return Path(p.Where, p.Plan.ID) }

func (p planView) at(number int) string { return p.path() + "?v=" + strconv.Itoa(number) }

func (p planView) version(v compensation.Version, rest string) string {
	return p.path() + "/versions/" + strconv.Itoa(v.Number) + rest
}

func (p planView) last() *compensation.Version { return compensation.LastPublished(p.Versions) }

// Subtitle says where the shown version stands.
func (p planView) Subtitle() string {
	return versionLabel(p.Shown, p.last()) + " · " + Days(p.Shown.Document.Effective)
}

func (p planView) draft() bool { return p.Shown.PublishedAt == nil }

func (p planView) events() []ui.Event {
	var all []ui.Event
	now := map[uuid.UUID]bool{}
	for _, s := range compensation.InForce(p.Versions, p.Today, p.Today+1) {
		now[s.Version.ID] = true
	}
	for i := len(p.Versions) - 1; i >= 0; i-- {
		v := p.Versions[i]
		e := ui.Event{Title: versionLabel(v, p.last()), At: machine(v.CreatedAt), When: "Saved by " +
			who(p.Roster, v.CreatedBy) + ", " + pay.Stamp(v.CreatedAt, p.Zone), Detail: v.Note, Href: p.at(v.Number)}
		if v.PublishedAt != nil {
			e.Tone, e.At = ui.Info, machine(*v.PublishedAt)
			e.When = "Published by " + who(p.Roster, v.PublishedBy) + ", " + pay.Stamp(*v.PublishedAt, p.Zone)
		}
		if now[v.ID] {
			e.Tone, e.Title = ui.Good, e.Title+", current"
		}
		all = append(all, e)
	}
	return all
}

// compared are the numbers that the comparison's form shows first.
func (p planView) compared() (before, after string) {
	if p.Compared != nil {
		return strconv.Itoa(p.Compared.Before.Number), strconv.Itoa(p.Compared.After.Number)
	}
	newest := len(p.Versions) - 1
	before = strconv.Itoa(p.Versions[max(0, newest-1)].Number)
	if last := p.last(); last != nil && last.Number != p.Versions[newest].Number {
		before = strconv.Itoa(last.Number)
	}
	return before, strconv.Itoa(p.Versions[newest].Number)
}

// shownPeople are the members of this page of the list.
func (p planView) shownPeople() []compensation.Assignment {
	from := max(0, min(p.From, len(p.People)))
	return p.People[from:min(from+peopleShown, len(p.People))]
}

func (p planView) peoplePager() ui.PagerProps {
	from, to := p.From+1, min(p.From+peopleShown, len(p.People))
	pager := ui.PagerProps{Note: ui.Count(from) + "–" + ui.Count(to) + " of " + ui.Count(len(p.People))}
	address := func(at int) string {
		return p.path() + "?" + url.Values{"v": {strconv.Itoa(p.Shown.Number)}, "people": {strconv.Itoa(at)}}.Encode() +
			"#members"
	}
	if p.From > 0 {
		pager.Prev = address(max(0, p.From-peopleShown))
	}
	if to < len(p.People) {
		pager.Next = address(to)
	}
	return pager
}

// accepted says whether a member has accepted the version that they have to do with.
func (p planView) accepted(a compensation.Assignment) (ui.Tone, string) {
	v := compensation.Holding(p.Versions, max(p.Today, a.ValidFrom))
	if v == nil {
		return ui.Neutral, "not published"
	}
	for _, yes := range p.Accepted[a.MemberID] {
		if yes.VersionID == v.ID {
			return ui.Good, "accepted " + ui.Day(yes.AcceptedAt.In(p.Zone))
		}
	}
	return ui.Warn, "not accepted"
}

// acceptedCount says how many of those on the plan have accepted.
func (p planView) acceptedCount() string {
	n := 0
	for _, a := range p.People {
		if tone, _ := p.accepted(a); tone == ui.Good {
			n++
		}
	}
	return strconv.Itoa(n) + " of " + ui.Plural(len(p.People), "member has", "members have") +
		" accepted their current version."
}

// AssignedDays says since when, or on which days, a plan is a member's.
func AssignedDays(a compensation.Assignment) string {
	if a.ValidTo.IsZero() {
		return "since " + page.Day(a.ValidFrom)
	}
	return page.Day(a.ValidFrom) + " – " + page.Day(a.ValidTo-1)
}

// warned is a warning with the component that it is about.
func warned(d plan.Document, w plan.Problem) string {
	for i, c := range d.Components {
		if strings.HasPrefix(w.Path, "components["+strconv.Itoa(i)+"]") {
			return c.Title() + ": " + w.Message
		}
	}
	return w.Message
}

// mostListed is how many people a list to tick has.
const mostListed = 200

// candidates are those who can be put on the plan, by name.
func (p planView) candidates() []member.Member {
	all := slices.DeleteFunc(slices.Clone(p.Roster.Members), func(m member.Member) bool { return !m.Active })
	slices.SortStableFunc(all, func(a, b member.Member) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return all
}

// standing is a member's team, and whether they are on the plan already.
func (p planView) standing(m member.Member) string {
	said := m.Team
	for _, a := range p.People {
		if a.MemberID == m.ID {
			return strings.TrimPrefix(said+" · on this plan "+AssignedDays(a), " · ")
		}
	}
	return said
}

func (p planView) ticked(m member.Member) bool {
	return slices.Contains(p.Form.Typed["member"], m.ID.String())
}

func teamOptions(r *member.Roster) []ui.Option {
	all := []ui.Option{{Label: "None"}}
	for _, t := range r.Teams() {
		if t != "" {
			all = append(all, ui.Option{Value: t, Label: "Everybody in " + t})
		}
	}
	return all
}

// needsQuota tells that a component is measured against what members are assigned.
func (p planView) needsQuota() bool {
	for _, c := range p.Shown.Document.Components {
		if c.Kind == plan.Rate && c.Quota != nil && c.Quota.Assigned {
			return true
		}
	}
	return false
}
