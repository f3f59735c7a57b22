package planpage

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Path is the address of a plan's page.
func Path(w page.Where, id uuid.UUID) string { return w.Base + "/plans/" + id.String() }

// Days is the days of a version, both included.
func Days(s plan.Span) string { return page.Day(s.From) + " – " + page.Day(s.To-1) }

// versionLabel names a version and where it stands.
func versionLabel(v compensation.Version, last *compensation.Version) string {
	label := "Version " + strconv.Itoa(v.Number)
	switch {
	case v.PublishedAt != nil:
		return label + ", published"
	case last != nil && v.Number < last.Number:
		return label + ", unpublished"
	default:
		return label + ", draft"
	}
}

// VersionOptions are the choices of a version, the newest first.
func VersionOptions(versions []compensation.Version) []ui.Option {
	last := compensation.LastPublished(versions)
	var all []ui.Option
	for i := len(versions) - 1; i >= 0; i-- {
		v := versions[i]
		all = append(all, ui.Option{Value: strconv.Itoa(v.Number), Label: versionLabel(v, last)})
	}
	return all
}

func machine(t time.Time) string { return t.Format(time.RFC3339) }

// who names somebody, or the system.
func who(r *member.Roster, id *uuid.UUID) string {
	if id == nil {
		return "the system"
	}
	return r.Name(id)
}
