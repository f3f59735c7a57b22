package forecast

import (
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// Node is a member in the sheet with everybody below, in the hierarchy of the day. A node without a member's key is the
// whole organisation at the top, or the opportunities without an owner.
type Node struct {
	Member      member.Member
	Own         Sums // of the opportunities that are the member's own
	Gross       Sums // with those of everybody below
	Quota       int64
	Asked       bool                // there is a quota, which may be 0
	Called      map[Line]Submission // the newest of each line
	Adjustments map[Line]Adjustment // the one that counts: of all above the member on the day, the highest one's
	Latest      map[Line]uuid.UUID  // the newest row about the member, withdrawn or not, to see two people at once
	Children    []*Node
	Partial     bool // some of those below are not in the scope
}

// Nobody is the node of opportunities without an owner, or whose owner is not a member on the day.
const Nobody = "No owner"

// Adjusted is the total of a team: the leader's own opportunities plus the final of each report (adj(n,c), definitions
// §2). It is the same for everybody who may see the team.
func (n *Node) Adjusted(l Line) int64 {
	sum := n.Own.Gross(l)
	for _, child := range n.Children {
		sum += child.Final(l)
	}
	return sum
}

// Final is the amount that counts one level up: the adjustment if there is one, else Adjusted.
func (n *Node) Final(l Line) int64 {
	if j, ok := n.Adjustments[l]; ok {
		return *j.Amount
	}
	return n.Adjusted(l)
}

// Stale reports whether the opportunities below have changed by more than the organisation's threshold since the
// adjustment.
func (n *Node) Stale(l Line, shareBP int) bool {
	j, ok := n.Adjustments[l]
	return ok && stale(j.Gross, n.Gross.Gross(l), shareBP)
}

// Attainment is closed ÷ quota, in hundredths of a percent; ok is false without a quota or with a quota of 0.
func (n *Node) Attainment() (bp int64, ok bool) {
	if n.Quota <= 0 {
		return 0, false
	}
	return (n.Gross.Closed.Amount*10000 + n.Quota/2) / n.Quota, true
}

// Outdated reports whether the member's call has changed since the adjustment, and how much following the call would
// change the final.
func (n *Node) Outdated(l Line) (change int64, ok bool) {
	j, adjusted := n.Adjustments[l]
	call, called := n.Called[l]
	if !adjusted || !called || !call.SubmittedAt.After(j.AdjustedAt) && j.Called == nil {
		return 0, false
	}
	if call.Amount == *j.Amount || j.Called != nil && *j.Called == call.Amount {
		return 0, false
	}
	return call.Amount - *j.Amount, true
}

// Overtaken lists the nodes below whose outdated adjustment is part of this node's total; nodes below another
// adjustment are not.
func (n *Node) Overtaken(l Line) []*Node {
	var all []*Node
	for _, child := range n.Children {
		if _, ok := child.Outdated(l); ok {
			all = append(all, child)
		}
		if _, adjusted := child.Adjustments[l]; !adjusted {
			all = append(all, child.Overtaken(l)...)
		}
	}
	return all
}

// VersusQuota is final less quota: negative is a shortfall. Without a quota there is none.
func (n *Node) VersusQuota(final int64) (minor int64, ok bool) { return final - n.Quota, n.Asked }

// Coverage is that of what is left of the quota.
func (n *Node) Coverage() Coverage {
	return coverage(n.Gross.Open().Amount, n.Quota, n.Gross.Closed.Amount, n.Asked)
}

// Find returns the node of a member in or below this one.
func (n *Node) Find(id uuid.UUID) (*Node, bool) {
	if n.Member.ID == id {
		return n, true
	}
	for _, child := range n.Children {
		if found, ok := child.Find(id); ok {
			return found, true
		}
	}
	return nil, false
}

// grower makes the tree of a scope.
type grower struct {
	scope    scope.Scope
	own      map[uuid.UUID]Sums
	quotas   map[uuid.UUID]int64
	called   map[uuid.UUID]map[Line]Submission
	adjusted map[uuid.UUID][]Adjustment
	planted  map[uuid.UUID]bool // who stands in the tree already: a loop in the data ends where it begins
}

// grow makes the node of a member with everybody below who has a part in the scope. above are all those over the
// member on the day, the highest first, whoever's sheet it is: so a team's total does not depend on who looks.
func (g *grower) grow(m member.Member, above []uuid.UUID) *Node {
	g.planted[m.ID] = true
	n := &Node{Member: m, Own: g.own[m.ID], Gross: g.own[m.ID], Called: g.called[m.ID]}
	n.Adjustments, n.Latest = g.counting(m.ID, above)
	path := append(slices.Clone(above), m.ID)
	for _, id := range g.scope.Roster.Reports(m.ID) {
		report, _ := g.scope.Roster.Find(id)
		if g.planted[id] {
			continue
		}
		if child := g.grow(report, path); g.keeps(child) {
			n.add(child)
		}
	}
	n.Quota, n.Asked = g.asked(n)
	if n.Partial = !g.wholly(m.ID); n.Partial {
		n.Adjustments = nil
	}
	return n
}

// wholly tells that everybody below a member is in the scope: an adjustment of all of them says nothing about some.
func (g *grower) wholly(id uuid.UUID) bool {
	for _, below := range g.scope.Roster.Below(id)[1:] {
		if m, _ := g.scope.Roster.Find(below); m.Active && !g.scope.Covers(below) {
			return false
		}
	}
	return true
}

// over lists those above a member on the day, the highest first.
func (g *grower) over(m member.Member) []uuid.UUID {
	var above []uuid.UUID
	for at, ok := g.leader(m); ok && !slices.Contains(above, at.ID) && at.ID != m.ID; at, ok = g.leader(at) {
		above = append(above, at.ID)
	}
	slices.Reverse(above)
	return above
}

func (n *Node) add(child *Node) {
	n.Children = append(n.Children, child)
	n.Gross = n.Gross.Plus(child.Gross)
}

// keeps tells whether a node has a place in the sheet: somebody who has opportunities, a quota or something to say, or
// leads such people.
func (g *grower) keeps(n *Node) bool {
	has := len(n.Children) > 0 || n.Asked || !n.Own.Empty() || len(n.Called) > 0
	return has && (len(n.Children) > 0 || g.scope.Covers(n.Member.ID))
}

// asked is a member's own quota or, without one, the sum of those below: the two are never added up (definitions §9).
func (g *grower) asked(n *Node) (sum int64, asked bool) {
	if amount, ok := g.quotas[n.Member.ID]; ok {
		return amount, true
	}
	for _, child := range n.Children {
		sum, asked = sum+child.Quota, asked || child.Asked
	}
	return sum, asked
}

// counting picks, of what those above have last said about a member, the value of the highest for each line.
func (g *grower) counting(id uuid.UUID, above []uuid.UUID) (map[Line]Adjustment, map[Line]uuid.UUID) {
	var counts map[Line]Adjustment
	latest := map[Line]Adjustment{}
	for _, j := range g.adjusted[id] {
		if last, ok := latest[j.Line]; !ok || j.after(last) {
			latest[j.Line] = j
		}
		rank := slices.Index(above, j.AuthorID)
		if rank < 0 || j.Amount == nil {
			continue
		}
		if counts == nil {
			counts = map[Line]Adjustment{}
		}
		if held, ok := counts[j.Line]; !ok || rank < slices.Index(above, held.AuthorID) {
			counts[j.Line] = j
		}
	}
	ids := map[Line]uuid.UUID{}
	for line, j := range latest {
		ids[line] = j.ID
	}
	return counts, ids
}

// whole makes the node above everybody who stands at the top of the scope, with what nobody owns.
func (g *grower) whole() *Node {
	root := &Node{}
	for _, m := range g.scope.Roster.Members {
		if _, led := g.leader(m); led || g.planted[m.ID] {
			continue
		}
		if n := g.grow(m, nil); g.keeps(n) {
			root.add(n)
		}
	}
	var lost Sums
	for id, sums := range g.own {
		if !g.planted[id] {
			lost = lost.Plus(sums)
		}
	}
	root.Quota, root.Asked = g.asked(root)
	if !lost.Empty() {
		root.add(&Node{Member: member.Member{Name: Nobody, Active: true}, Own: lost, Gross: lost})
	}
	return root
}

// led is the lowest node that has all of a team below it: the team's sheet stands there, whoever chose the team.
func (n *Node) led() *Node {
	for n.Own.Empty() && len(n.Children) == 1 && len(n.Children[0].Children) > 0 {
		n = n.Children[0]
	}
	return n
}

func (g *grower) leader(m member.Member) (member.Member, bool) {
	if m.ManagerID == nil {
		return member.Member{}, false
	}
	return g.scope.Roster.Find(*m.ManagerID)
}

// cell is what the statement of the roll-up answers: the opportunities of one owner in one category.
type cell struct {
	OwnerID     *uuid.UUID
	Category    opportunity.Category
	Overdue     bool
	Count       int64
	Amount      int64
	Unconverted int64
}

// into adds a cell to the sums that it belongs to.
func (c cell) into(s Sums) Sums {
	sum := Sum{c.Count, c.Amount}
	at := s.at(c.Category)
	*at = at.plus(sum)
	if c.Overdue && c.Category != opportunity.Omitted {
		s.Overdue = s.Overdue.plus(sum)
	}
	s.Unconverted += c.Unconverted
	return s
}
