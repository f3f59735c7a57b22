// Package compensation keeps an organisation's compensation plans: their versions, which are never edited, which of
// them are published, who is on which plan on which days, and who has accepted what.
package compensation

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// Plan is a plan of an organisation apart from its versions.
type Plan struct {
	ID   uuid.UUID
	Name string
}

// Version is one saved document of a plan. It is never edited; it holds once it is published.
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

// Assignment is the days on which a plan is a member's.
type Assignment struct {
	ID        uuid.UUID
	MemberID  uuid.UUID
	PlanID    uuid.UUID
	ValidFrom period.Date
	ValidTo   period.Date // zero: until further notice
}

// Stretch is a version and the days on which it holds.
type Stretch struct {
	Version *Version
	From    period.Date
	To      period.Date
}

// InForce lays published versions over [from, to): of several that are in effect on a day, the last published counts.
// The stretches are in order and apart; days without a version are in none.
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

// LastPublished is the version of a plan that was published last, of several at once the one with the highest number;
// nil: none.
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

// Holding is the version that a person on a plan has to do with on a day: the one in effect, or else the next that will
// be, or else the one that was last. It is nil while nothing is published.
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

// On tells that an assignment holds on a day.
func (a Assignment) On(d period.Date) bool {
	return a.ValidFrom <= d && (a.ValidTo.IsZero() || d < a.ValidTo)
}
