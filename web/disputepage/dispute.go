// Package disputepage is the screens on which a member doubts a line of pay and is answered.
package disputepage

import (
	"strconv"
	"time"

	"quarterdeck/internal/commission"
	"quarterdeck/internal/dispute"
	"quarterdeck/internal/member"
	"quarterdeck/internal/period"
	"quarterdeck/internal/statement"
	"quarterdeck/internal/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// Disputes are the doubts that a reader may see, those without an answer first.
type Disputes struct {
	Where  page.Where
	Role   tenant.Role
	Zone   *time.Location
	Today  period.Date
	Roster *member.Roster
	All    []dispute.Dispute
	Open   bool
}

// Thread is a dispute with all that was said.
type Thread struct {
	Disputes
	Dispute     dispute.Dispute
	Line        *commission.Line
	Opportunity string
	Entries     []dispute.Entry
	Adjustments []statement.Adjustment
	Own         bool // the reader's pay, or the reader opened it
	Reviews     bool
	Form        page.Form
}

// Claim is the form that opens a dispute.
type Claim struct {
	Where       page.Where
	Statement   statement.Statement
	Line        int // 0: something is missing
	Lines       []commission.Line
	Names       map[string]string // opportunities by key
	Form        page.Form
	Period      string
	CurrencyRow pay.Cash
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
func (p Disputes) due(d dispute.Dispute) string {
	switch {
	case d.State.Decided():
		return "answered"
	case d.Late(p.Today):
		return "late since " + pay.Day(d.DueOn)
	default:
		return "due " + pay.Day(d.DueOn)
	}
}

func (p Disputes) href(d dispute.Dispute) string {
	return p.Where.Base + "/commissions/disputes/" + d.ID.String()
}

func claimed(d dispute.Dispute) string {
	if d.Claimed == nil {
		return ui.None
	}
	return pay.Cash(d.Currency).Exact(*d.Claimed)
}

// events are the thread as a time line.
func (p Thread) events() []ui.Event {
	events := make([]ui.Event, len(p.Entries))
	for i, e := range p.Entries {
		title := e.State.Label()
		if e.WrittenBy != nil {
			title += " · " + p.Roster.Name(e.WrittenBy)
		}
		if e.Amount != nil {
			title += " · " + pay.Cash(p.Dispute.Currency).Exact(*e.Amount)
		}
		at := e.WrittenAt.In(p.Zone)
		events[i] = ui.Event{When: ui.Stamp(at), At: at.Format(time.RFC3339), Title: title, Detail: e.Note, Tone: tone(e.State)}
		if e.FileName != "" {
			events[i].Detail += " (" + e.FileName + ")"
			events[i].Href = p.href(p.Dispute) + "/evidence/" + strconv.Itoa(e.Number)
		}
	}
	return events
}

// steps are what the reader may say next.
func (p Thread) steps() []ui.Option {
	labels := map[dispute.State]string{dispute.InReview: "Answer, and leave it in review", dispute.NeedsInformation: "Ask the member for information", dispute.Approved: "Approve in full",
		dispute.Partly: "Approve in part", dispute.Denied: "Deny", dispute.Closed: "Close"}
	var options []ui.Option
	for _, to := range p.Dispute.State.Follows() {
		if p.Reviews || p.Own && p.Dispute.MayMember(to) {
			options = append(options, ui.Option{Value: string(to), Label: labels[to]})
		}
	}
	return options
}

// facts are what the dispute is about.
func (p Thread) facts() []ui.Pair {
	d := p.Dispute
	pairs := []ui.Pair{{Key: "Member", Value: p.Roster.Name(&d.MemberID)}, {Key: "Statement", Value: d.Period, Href: p.Where.Base + "/commissions/" + d.Period + "?member=" + d.MemberID.String()},
		{Key: "Asked for", Value: claimed(d)}, {Key: "Answer", Value: p.due(d)}}
	if d.Granted != 0 {
		pairs = append(pairs, ui.Pair{Key: "Granted", Value: pay.Cash(d.Currency).Exact(d.Granted)})
	}
	return pairs
}

// posted says where what was granted stands.
func (p Thread) posted(a statement.Adjustment) string {
	switch {
	case a.Statement != nil:
		return "Posted to a statement"
	case a.Approved == nil:
		return "Waits for a second person"
	case *a.Approved:
		return "Approved; a line of the next statement"
	default:
		return "Turned down by the second person"
	}
}

// options are the lines of a statement that can be doubted.
func (p Claim) options() []ui.Option {
	options := []ui.Option{{Value: "", Label: "Something is missing"}}
	for i, l := range p.Lines {
		options = append(options, ui.Option{Value: strconv.Itoa(i + 1), Label: strconv.Itoa(i+1) + ": " + p.Names[l.Opportunity] + ", " + p.CurrencyRow.Exact(l.Amount)})
	}
	return options
}
