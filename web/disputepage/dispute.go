// Package disputepage is the screens on which a member doubts a line of pay and is answered.
package disputepage

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// disputes are the doubts that a reader may see, those without an answer first.
type disputes struct {
	Where    page.Where
	Role     tenant.Role
	Me       uuid.UUID
	Calendar period.Calendar
	Today    period.Date
	Roster   *member.Roster
	Names    map[uuid.UUID]fact.Named // opportunities that are doubted
	All      []dispute.Dispute
	Open     bool
}

// thread is a dispute with all that was said.
type thread struct {
	disputes
	Dispute     dispute.Dispute
	Line        *commission.Line
	Entries     []dispute.Entry
	Adjustments []adjustment.Adjustment
	Own         bool // the reader's pay, or the reader opened it
	Reviews     bool
	Form        page.Form
}

// claimView is the form that opens a dispute.
type claimView struct {
	Where       page.Where
	Role        tenant.Role
	Mine        bool // the reader's own pay
	Calendar    period.Calendar
	Statement   statement.Statement
	Line        int // 0: something is missing
	Lines       []commission.Line
	Names       map[string]string // opportunities by key
	Form        page.Form
	CurrencyRow page.Cash
}

func tone(s dispute.State) ui.Tone {
	switch s {
	case dispute.Approved, dispute.Partly:
		return ui.Good
	case dispute.Denied:
		return ui.Bad
	case dispute.NeedsInformation, dispute.Submitted:
		return ui.Warn
	case dispute.Closed:
		return ui.Neutral
	default:
		return ui.Info
	}
}

// due says when the answer is due, or that it is late.
func (p disputes) due(d dispute.Dispute) string {
	switch {
	case d.State.Decided():
		return "answered"
	case d.Late(p.Today):
		return "late since " + page.Day(d.DueOn)
	default:
		return "due " + page.Day(d.DueOn)
	}
}

func (p disputes) href(d dispute.Dispute) string {
	return p.Where.Base + "/commissions/disputes/" + d.ID.String()
}

func claimed(d dispute.Dispute) string {
	if d.Claimed == nil {
		return ui.None
	}
	return page.Cash(d.Currency).Exact(*d.Claimed)
}

// about is what a dispute is about: an opportunity, or something that is not on the statement.
func (p disputes) about(d dispute.Dispute) string {
	if d.OpportunityID == nil {
		return "Something is missing"
	}
	if n, ok := p.Names[*d.OpportunityID]; ok {
		return n.Name
	}
	return "An opportunity"
}

func (p disputes) label(d dispute.Dispute) string { return pay.Label(p.Calendar, d.Period) }

// items are the disputes as lines, each with whose it is where that is not the reader.
func (p disputes) items() []ui.Item {
	var items []ui.Item
	for _, d := range p.All {
		item := ui.Item{Title: p.about(d), Href: p.href(d), Sub: p.label(d) + " · opened " + pay.Stamp(d.OpenedAt,
			p.Calendar.Location()), Marks: []ui.Mark{{Tone: tone(d.State), Text: d.State.Label()}}}
		if d.MemberID != p.Me {
			item.Sub = p.Roster.Name(&d.MemberID) + " · " + item.Sub
		}
		switch {
		case d.Late(p.Today):
			item.Marks = append(item.Marks, ui.Mark{Tone: ui.Bad, Text: p.due(d)})
		case !d.State.Decided():
			item.Sub += " · answer " + p.due(d)
		}
		if d.Claimed != nil {
			item.Figure = claimed(d) + " asked"
		}
		if d.Granted != 0 {
			item.Figure = page.Cash(d.Currency).Exact(d.Granted) + " granted"
		}
		items = append(items, item)
	}
	return items
}

// events are the thread as a time line.
func (p thread) events() []ui.Event {
	events := make([]ui.Event, len(p.Entries))
	for i, e := range p.Entries {
		title := e.State.Label()
		if e.WrittenBy != nil {
			title += " · " + p.Roster.Name(e.WrittenBy)
		}
		if e.Amount != nil {
			title += " · " + page.Cash(p.Dispute.Currency).Exact(*e.Amount)
		}
		at := e.WrittenAt.In(p.Calendar.Location())
		events[i] = ui.Event{When: ui.Stamp(at), At: at.Format(time.RFC3339), Title: title, Detail: e.Note,
			Tone: tone(e.State)}
		if e.FileName != "" {
			events[i].Detail += " (" + e.FileName + ")"
			events[i].Href = p.href(p.Dispute) + "/evidence/" + strconv.Itoa(e.Number)
		}
	}
	return events
}

// steps are what the reader may say next.
func (p thread) steps() []ui.Option {
	var options []ui.Option
	for _, to := range p.Dispute.State.Follows() {
		if p.Reviews || p.Own && p.Dispute.MayMember(to) {
			options = append(options, ui.Option{Value: string(to), Label: p.step(to)})
		}
	}
	return options
}

// step is what a next state is called by whoever chooses it.
func (p thread) step(to dispute.State) string {
	decided := p.Dispute.State.Decided()
	switch to {
	case dispute.NeedsInformation:
		return "Ask member for information"
	case dispute.Approved:
		return "Approve in full"
	case dispute.Partly:
		return "Approve in part"
	case dispute.Denied:
		return "Deny"
	case dispute.InReview:
		switch {
		case p.Reviews:
			return "Answer and keep in review"
		case decided:
			return "I disagree: review again"
		case p.Dispute.State == dispute.NeedsInformation:
			return "Answer the question"
		}
		return "Add comment"
	}
	switch {
	case p.Reviews:
		return "Close"
	case decided:
		return "I agree: close"
	}
	return "Withdraw dispute"
}

// answerTitle is what the form for the next word is called.
func (p thread) answerTitle(options []ui.Option) string {
	switch {
	case p.Reviews:
		return "Answer"
	case len(options) == 1:
		return options[0].Label
	}
	return "Your reply"
}

// statement is where the line that is doubted stands.
func (p thread) statement() string {
	to := p.Where.Base + "/commissions/" + p.Dispute.Period
	if p.Dispute.MemberID != p.Me {
		to += "?member=" + p.Dispute.MemberID.String()
	}
	if p.Dispute.Line != nil {
		to += "#line-" + strconv.Itoa(*p.Dispute.Line)
	}
	return to
}

// Title is the thread's heading.
func (p thread) Title() string {
	if p.Dispute.MemberID == p.Me {
		return "Your dispute"
	}
	return "Dispute from " + p.Roster.Name(&p.Dispute.MemberID)
}

// facts are what the dispute is about.
func (p thread) facts() []ui.Pair {
	d := p.Dispute
	pairs := []ui.Pair{{Key: "Statement", Value: p.label(d), Href: p.statement()},
		{Key: "Asked for", Value: claimed(d)}, {Key: "Answer", Value: p.due(d)}}
	if d.MemberID != p.Me {
		pairs = append([]ui.Pair{{Key: "Member", Value: p.Roster.Name(&d.MemberID)}}, pairs...)
	}
	if d.Granted != 0 {
		pairs = append(pairs, ui.Pair{Key: "Approved amount", Value: page.Cash(d.Currency).Exact(d.Granted)})
	}
	return pairs
}

// posted says where what was granted stands.
func (p thread) posted(a adjustment.Adjustment) string {
	switch {
	case a.Statement != nil:
		return "Posted to a statement"
	case a.Approved == nil:
		return "Awaiting second approval"
	case *a.Approved:
		return "Approved, on the next statement"
	default:
		return "Rejected by the second approver"
	}
}

// doubted is the line that the form is about; ok is false where something is missing.
func (p claimView) doubted() (l commission.Line, ok bool) {
	n, err := strconv.Atoi(p.Form.Value("line", lineValue(p.Line)))
	if err != nil || n < 1 || n > len(p.Lines) {
		return l, false
	}
	return p.Lines[n-1], true
}

// back is the statement, at the line.
func (p claimView) back() string {
	to := p.Where.Base + "/commissions/" + p.Statement.Period
	if !p.Mine {
		to += "?member=" + p.Statement.MemberID.String()
	}
	return to + "#line-" + strconv.Itoa(p.Line)
}

// options are the lines of a statement that can be doubted.
func (p claimView) options() []ui.Option {
	options := []ui.Option{{Value: "", Label: "Something is missing"}}
	for i, l := range p.Lines {
		options = append(options, ui.Option{Value: strconv.Itoa(i + 1), Label: strconv.Itoa(i+1) + ": " +
			p.Names[l.Opportunity] + ", " + p.CurrencyRow.Exact(l.Amount)})
	}
	return options
}
