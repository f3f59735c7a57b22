// Package notice tells people by mail that something about pay waits for them.
//
// A letter holds a link and nothing of the pay itself, not even the word: whoever reads a mailbox over somebody's
// shoulder learns that a page waits. Each letter is claimed in the transaction that writes it, so that nobody has the
// same one twice.
package notice

import (
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// Kind is the kind of a notice: what waits for the member.
type Kind string

// The kinds.
const (
	Statement Kind = "statement" // one's own is locked
	Approval  Kind = "approval"  // statements to approve
	Letter    Kind = "letter"    // a plan to accept
	Dispute   Kind = "dispute"   // somebody's question, or one that is late
	Answer    Kind = "answer"    // to one's own question
	Seat      Kind = "seat"      // an invitation to confirm
)

// Notice is a letter to a member. Subject is what the kind says: a statement, a run, a version of a plan, a dispute or
// an invitation. Step tells its letters apart where it comes up more than once.
type Notice struct {
	To      member.Member
	Kind    Kind
	Subject uuid.UUID
	Step    string
	Path    string // below the organisation's address
}

// Says is the sentence of the e-mail about the notice. It contains no pay data.
func (n Notice) Says() string {
	switch n.Kind {
	case Statement:
		return "A document is ready for you"
	case Approval:
		return "Items are waiting for your approval"
	case Letter:
		return "A document needs your acceptance"
	case Dispute:
		if n.Step == late {
			return "Your answer to a question is overdue"
		}
		return "A question needs your answer"
	case Answer:
		return "Your question has an answer"
	default:
		return "An invitation needs your confirmation"
	}
}

const (
	late     = "late"
	once     = "1"
	again    = "2"
	byLead   = "lead"
	byOffice = "office"
	// patience is how long an unaccepted letter lies before it is mentioned a second time.
	patience = 7 * 24 * time.Hour
	// fresh is how long after its locking a statement is still news.
	fresh = 3 * 24 * time.Hour
)

// desk is everything that may wait for somebody in an organisation on a day.
type desk struct {
	now        time.Time
	today      period.Date
	roster     *member.Roster
	lines      []member.Confirmed // through which managers read pay
	reached    map[uuid.UUID]bool // who can sign in
	locked     []statement.Statement
	open       []statement.Statement // of the runs whose period is over
	plans      map[uuid.UUID][]compensation.Version
	assigned   []compensation.Assignment
	accepted   map[letterKey]bool
	mentioned  map[letterKey]time.Time // letters of plans that were written
	disputes   []dispute.Dispute
	unanswered []auth.Invitation
}

type letterKey struct{ member, version uuid.UUID }

// due is everything that waits on the desk, whether or not a letter was written already.
func (d desk) due() (all []Notice) {
	all = append(all, d.statements()...)
	all = append(all, d.approvals()...)
	all = append(all, d.letters()...)
	all = append(all, d.questions()...)
	return append(all, d.seats()...)
}

// to is a letter for a member, or none for who has left, cannot sign in or has no address.
func (d desk) to(id uuid.UUID, n Notice) []Notice {
	m, ok := d.roster.Find(id)
	if !ok || !m.Active || m.Email == "" || !d.reached[id] {
		return nil
	}
	n.To = m
	return []Notice{n}
}

// toAll is a letter for everybody with a right, but for one.
func (d desk) toAll(right tenant.Right, but uuid.UUID, n Notice) (all []Notice) {
	for _, m := range d.roster.Members {
		if m.Role.May(right) && m.ID != but {
			all = append(all, d.to(m.ID, n)...)
		}
	}
	return all
}

func (d desk) statements() (all []Notice) {
	for _, s := range d.locked {
		all = append(all,
			d.to(s.MemberID, Notice{Kind: Statement, Subject: s.ID, Step: once, Path: "/commissions/" + s.Period})...)
	}
	return all
}

// approvals ask each manager once a run for the statements below, and finance once every manager has spoken.
func (d desk) approvals() (all []Notice) {
	waits, spoken := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for _, s := range d.open {
		switch {
		case s.State == statement.Calculated && s.Problem == "":
			waits[s.RunID] = true
			if m, ok := d.roster.Find(s.MemberID); ok && m.ManagerID != nil && d.reads(*m.ManagerID, s) {
				all = append(all,
					d.to(*m.ManagerID, Notice{Kind: Approval, Subject: s.RunID, Step: byLead,
						Path: "/commissions/team?period=" + s.Period})...)
			}
		case s.State == statement.ManagerApproved:
			spoken[s.RunID] = true
		}
	}
	for run := range spoken {
		if !waits[run] {
			all = append(all, d.toAll(tenant.ManagePay, uuid.Nil,
				Notice{Kind: Approval, Subject: run, Step: byOffice, Path: "/commissions/runs/" + run.String()})...)
		}
	}
	return all
}

// reads tells whether a manager reads a statement today: a letter about one that is shut to them would lead to nothing.
func (d desk) reads(manager uuid.UUID, s statement.Statement) bool {
	return slices.ContainsFunc(d.lines, func(l member.Confirmed) bool {
		return l.ManagerID == manager && l.MemberID == s.MemberID && l.Opens(s.EndsOn, d.today)
	})
}

// letters ask for the acceptance of the version that holds for a member or will, and once more after a week.
func (d desk) letters() (all []Notice) {
	for _, a := range d.assigned {
		v := compensation.Holding(d.plans[a.PlanID], max(d.today, a.ValidFrom))
		if v == nil || v.Document.Effective.To <= d.today || d.accepted[letterKey{a.MemberID, v.ID}] {
			continue
		}
		n := Notice{Kind: Letter, Subject: v.ID, Step: once, Path: "/plans/mine"}
		if at, ok := d.mentioned[letterKey{a.MemberID, v.ID}]; ok && d.now.Sub(at) >= patience {
			n.Step = again
		}
		all = append(all, d.to(a.MemberID, n)...)
	}
	return all
}

// questions bring a dispute to who answers and the answer to the member, and say when it is late.
func (d desk) questions() (all []Notice) {
	for _, q := range d.disputes {
		n := Notice{Kind: Dispute, Subject: q.ID, Step: strconv.Itoa(q.Entries), Path: "/commissions/disputes/" +
			q.ID.String()}
		asks := q.State == dispute.Submitted || q.SaidBy == nil || *q.SaidBy == q.MemberID || *q.SaidBy == q.OpenedBy
		switch {
		case !asks:
			n.Kind = Answer
			all = append(all, d.to(q.MemberID, n)...)
		case !q.State.Decided():
			all = append(all, d.toAll(tenant.RunPay, q.MemberID, n)...)
		}
		if n.Kind, n.Step = Dispute, late; q.Late(d.today) {
			all = append(all, d.toAll(tenant.RunPay, q.MemberID, n)...)
		}
	}
	return all
}

// seats bring an invitation from whose seat pay can be read to who confirms it.
func (d desk) seats() (all []Notice) {
	for _, i := range d.unanswered {
		by := uuid.Nil
		if i.InvitedBy != nil {
			by = *i.InvitedBy
		}
		all = append(all, d.toAll(tenant.ManagePay, by,
			Notice{Kind: Seat, Subject: i.ID, Step: once, Path: "/commissions/adjustments#access"})...)
	}
	return all
}
