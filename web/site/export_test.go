package site

import (
	"context"
	"time"

	"quarterdeck/internal/platform/tenant"
)

// What only tests reach into.
const (
	BodyTime    = bodyTime
	HeavyPlaces = heavyPlaces
)

var (
	Allowed = allowed
	Heavy   = heavy
	Unread  = unread
)

// SetTurns sets in which turns exports wait: those of an organisation, and those of all together. Nil leaves them.
func (s *Site) SetTurns(ofOne, ofAll *tenant.Turns) {
	if ofOne != nil {
		s.heavy = ofOne
	}
	if ofAll != nil {
		s.house = ofAll
	}
}

// SetBodyTime sets how long a body may take to begin with.
func (s *Site) SetBodyTime(d time.Duration) { s.bodyTime = d }

// AddPages counts pages that are being made, and says how many there are now.
func (s *Site) AddPages(n int64) int64 { return s.pages.Add(n) }

// GiveWay is how an export waits for pages.
func (s *Site) GiveWay(ctx context.Context, patience time.Duration) { s.giveWay(ctx, patience) }
