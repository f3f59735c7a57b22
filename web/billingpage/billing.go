// Package billingpage is the pages of what happens after a booking: billing files, and who is credited with an
// opportunity.
package billingpage

import (
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
)

// billingView is where the events of a billing system are taken in.
type billingView struct {
	Where    page.Where
	Role     tenant.Role
	Currency money.Currency
	Taken    int
	Known    int
	Refused  []refusedRow
	Done     bool
	Form     page.Form
}

// refusedRow is a line of a file that was not taken, and why.
type refusedRow struct {
	Line int
	Why  string
}
