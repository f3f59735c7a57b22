package planpage

import (
	"strconv"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/plan/wording"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// plansView is the list of an organisation's compensation plans.
type plansView struct {
	Where    page.Where
	Role     tenant.Role
	Today    period.Date
	Rows     []row
	Form     page.Form
	Problems plan.Problems // of a document that was refused
}

// row is a plan with its versions and how many are on it today.
type row struct {
	Plan     compensation.Plan
	Versions []compensation.Version
	Members  int
}

// inForce is the version that holds on a day; nil: none.
func (r row) inForce(d period.Date) *compensation.Version {
	if now := compensation.InForce(r.Versions, d, d+1); len(now) > 0 {
		return now[0].Version
	}
	return nil
}

// said is what of a plan holds today, in a few words.
func (r row) said(d period.Date) string {
	if v := r.inForce(d); v != nil {
		return "Version " + strconv.Itoa(v.Number)
	}
	switch v := compensation.Holding(r.Versions, d); {
	case v == nil:
		return "Not published"
	case v.Document.Effective.From > d:
		return "From " + page.Day(v.Document.Effective.From)
	default:
		return "Ended " + page.Day(v.Document.Effective.To-1)
	}
}

func (r row) tone(d period.Date) ui.Tone {
	if r.inForce(d) != nil {
		return ui.Good
	}
	return ui.Neutral
}

// shown is the version by which a list speaks of the plan: the one of the day, or else the newest.
func (r row) shown(d period.Date) *compensation.Version {
	if v := compensation.Holding(r.Versions, d); v != nil {
		return v
	}
	if n := len(r.Versions); n > 0 {
		return &r.Versions[n-1]
	}
	return nil
}

// drafts are the versions that are newer than what is published.
func drafts(versions []compensation.Version) []compensation.Version {
	last := 0
	if v := compensation.LastPublished(versions); v != nil {
		last = v.Number
	}
	var all []compensation.Version
	for _, v := range versions {
		if v.PublishedAt == nil && v.Number > last {
			all = append(all, v)
		}
	}
	return all
}

func (r row) draftsSaid() string {
	n := len(drafts(r.Versions))
	if n == 0 {
		return ui.None
	}
	return ui.Plural(n, "draft", "drafts")
}

func (r row) terms(d period.Date) string {
	v := r.shown(d)
	if v == nil {
		return ""
	}
	return "Measured per " + string(v.Document.Measurement) + ", paid per " + string(v.Document.Payout) + ", " +
		string(v.Document.Currency)
}

func (r row) warnings(d period.Date) int {
	if v := r.shown(d); v != nil {
		return len(wording.Warnings(v.Document))
	}
	return 0
}
