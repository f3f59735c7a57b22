package compensation

import (
	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/quota"
)

// ReadsLetter reports whether somebody may read a member's plan letter: everybody their own, and people who manage
// plans anybody's.
func ReadsLetter(who tenant.Actor, to uuid.UUID) bool {
	return who.MemberID == to || who.Role.May(tenant.ManagePlans)
}

// Target is a member's quota in a measurement period of a plan, in minor units of the plan's currency.
type Target struct {
	Period period.Period
	Minor  int64
}

// Targets lists a member's quota for each measurement period of a document, prorated to the member's days on the plan.
// Periods without a quota are left out.
func Targets(d plan.Document, c period.Calendar, theirs []Assignment, quotas []quota.Quota) []Target {
	var all []Target
	for _, p := range c.Between(d.Measurement, d.Effective.From, d.Effective.To) {
		minor := int64(0)
		for _, a := range theirs {
			to := min(p.End, d.Effective.To)
			if !a.ValidTo.IsZero() {
				to = min(to, a.ValidTo)
			}
			if from := max(p.Start, d.Effective.From, a.ValidFrom); from < to {
				minor += quota.Prorated(quotas, from, to)
			}
		}
		if minor > 0 {
			all = append(all, Target{p, minor})
		}
	}
	return all
}

// Present is the target of a day's period, else of the last that has begun, else the first. ok is false without any.
func Present(all []Target, today period.Date) (now Target, ok bool) {
	for i, t := range all {
		if i == 0 || t.Period.Start <= today {
			now, ok = t, true
		}
	}
	return now, ok
}
