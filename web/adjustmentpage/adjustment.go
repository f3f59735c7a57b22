// Package adjustmentpage is what people add to pay, and who may read pay beside those whose role says so.
package adjustmentpage

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/access"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// adjustments are the amounts that people add to pay.
type adjustments struct {
	Where    page.Where
	Role     tenant.Role
	Me       uuid.UUID
	Zone     *time.Location
	Roster   *member.Roster
	All      []adjustment.Adjustment
	Grants   []access.Access
	Seats    []auth.Invitation // that wait for a word of finance
	Members  []member.Member
	Form     page.Form // of an adjustment
	Granting page.Form // of who may read pay
}

func (p adjustments) state(a adjustment.Adjustment) (ui.Tone, string) {
	switch {
	case a.Statement != nil:
		return ui.Good, "posted"
	case a.Approved == nil:
		return ui.Warn, "waits"
	case *a.Approved:
		return ui.Info, "approved"
	default:
		return ui.Neutral, "rejected"
	}
}

// decides tells whether the reader is the second person.
func (p adjustments) decides(a adjustment.Adjustment) bool {
	return a.Approved == nil && p.Role.May(tenant.ManagePay) && a.MemberID != p.Me &&
		(a.ProposedBy == nil || *a.ProposedBy != p.Me)
}

func (p adjustments) memberOptions(first string) []ui.Option {
	options := []ui.Option{{Label: first}}
	for _, m := range p.Members {
		options = append(options, ui.Option{Value: m.ID.String(), Label: m.Name})
	}
	return options
}

// roleOf is what a member is, for who has to know the person.
func (p adjustments) roleOf(id uuid.UUID) string {
	m, _ := p.Roster.Find(id)
	return page.RoleLabel(m.Role)
}
