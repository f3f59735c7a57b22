// Package officepage is the homes of those who run the office: operations, finance and the administrator. Each says
// what waits for its reader and leads there; what somebody else asks has a page of its own.
package officepage

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/connect/intake"
	"quarterdeck/internal/pay/closing"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/staff"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Home is the home of one of these roles.
type Home interface {
	Title() string
	Subtitle() string
	Screen() templ.Component
	Tiles() []ui.TileProps
	Sheet() page.Sheet
}

// shown is how many lines a list on a home has; its page has them all.
const shown = 8

// Has tells that the home of a role is one of these.
func Has(r tenant.Role) bool { return r == tenant.Ops || r == tenant.Finance || r == tenant.Admin }

// Load is the home of the transaction's actor.
func Load(ctx context.Context, tx *tenant.Tx, w page.Where) (Home, error) {
	now := now{zone: tx.Calendar().Location(), at: tx.Now()}
	switch tx.Actor().Role {
	case tenant.Ops:
		return operations(ctx, tx, w)
	case tenant.Finance:
		d, err := closing.Load(ctx, tx)
		return finance{Where: w, Desk: d, Calendar: tx.Calendar(), Base: tx.Base(), now: now}, err
	default:
		d, err := staff.Load(ctx, tx)
		if err != nil {
			return nil, err
		}
		jobs, err := importjob.List(ctx, tx, tx.Now(), 1)
		return admin{Where: w, Desk: d, now: now, New: len(jobs) == 0}, err
	}
}

func operations(ctx context.Context, tx *tenant.Tx, w page.Where) (Home, error) {
	s, err := scope.Resolve(ctx, tx, w.Scope)
	if err != nil {
		return nil, err
	}
	d, err := intake.Load(ctx, tx, s)
	return operationsView{Where: w, Desk: d, Calendar: tx.Calendar(), Base: tx.Base()}, err
}

// now is the moment of figures that are of no other.
type now struct {
	zone *time.Location
	at   time.Time
}

// Subtitle says that the figures are of now.
func (n now) Subtitle() string { return "Now · " + page.AsOf(n.at, n.zone) }

func (n now) stamp(t time.Time) string { return ui.Stamp(t.In(n.zone)) }

// age is how many days ago something was, in words.
func (n now) age(t time.Time) string {
	if days := int(period.DateOf(n.at.In(n.zone)) - period.DateOf(t.In(n.zone))); days > 0 {
		return ui.Plural(days, "day", "days")
	}
	return "today"
}
