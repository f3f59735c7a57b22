// Package compensation stores an organisation's compensation plans: versions, which are never edited, their
// publication, the assignment of members by day, and acceptances.
package compensation

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// Plan is a plan of an organisation without its versions.
type Plan struct {
	ID   uuid.UUID
	Name string
}

// Version is one saved document of a plan. It is never edited, and takes effect once it is published.
type Version struct {
	ID          uuid.UUID
	PlanID      uuid.UUID
	Number      int
	Document    plan.Document
	Hash        string
	Note        string
	CreatedAt   time.Time
	CreatedBy   *uuid.UUID
	PublishedAt *time.Time // nil: a draft
	PublishedBy *uuid.UUID
}

// Assignment is the days on which a member is on a plan.
type Assignment struct {
	ID        uuid.UUID
	MemberID  uuid.UUID
	PlanID    uuid.UUID
	ValidFrom period.Date
	ValidTo   period.Date // zero: until further notice
}

// Stretch is a version and the days on which it applies.
type Stretch struct {
	Version *Version
	From    period.Date
	To      period.Date
}

// InForce divides [from, to) by published versions. If several are effective on a day, the last published applies.
// Stretches are in order and do not overlap; days without a version are in none.
func InForce(versions []Version, from, to period.Date) []Stretch {
	var stretches []Stretch
	for day := from; day < to; {
		until := to
		var holds *Version
		for i := range versions {
			v := &versions[i]
			if v.PublishedAt == nil {
				continue
			}
			for _, edge := range []period.Date{v.Document.Effective.From, v.Document.Effective.To} {
				if edge > day && edge < until {
					until = edge
				}
			}
			if v.Document.Effective.Contains(day) && (holds == nil || v.PublishedAt.After(*holds.PublishedAt) ||
				v.PublishedAt.Equal(*holds.PublishedAt) && v.Number > holds.Number) {
				holds = v
			}
		}
		if last := len(stretches) - 1; holds != nil && last >= 0 && stretches[last].Version == holds &&
			stretches[last].To == day {
			stretches[last].To = until
		} else if holds != nil {
			stretches = append(stretches, Stretch{holds, day, until})
		}
		day = until
	}
	return stretches
}

// LastPublished is the version published last; of several at the same moment, the one with the highest number. Nil:
// none.
func LastPublished(versions []Version) *Version {
	var last *Version
	for i := range versions {
		v := &versions[i]
		if v.PublishedAt != nil && (last == nil || v.PublishedAt.After(*last.PublishedAt) ||
			v.PublishedAt.Equal(*last.PublishedAt) && v.Number > last.Number) {
			last = v
		}
	}
	return last
}

// Holding is the version that matters to a member on a day: the effective one, else the next, else the last. Nil while
// nothing is published.
func Holding(versions []Version, on period.Date) *Version {
	if now := InForce(versions, on, on+1); len(now) > 0 {
		return now[0].Version
	}
	var next, last *Version
	for i := range versions {
		v := &versions[i]
		switch e := v.Document.Effective; {
		case v.PublishedAt == nil:
		case e.From > on && (next == nil || e.From < next.Document.Effective.From):
			next = v
		case e.To <= on && (last == nil || e.To >= last.Document.Effective.To):
			last = v
		}
	}
	if next != nil {
		return next
	}
	return last
}

// On reports whether an assignment includes a day.
func (a Assignment) On(d period.Date) bool {
	return a.ValidFrom <= d && (a.ValidTo.IsZero() || d < a.ValidTo)
}
