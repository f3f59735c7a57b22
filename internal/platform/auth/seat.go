package auth

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/platform/tenant"
)

// Seat is a person at work in an organisation: the organisation, and who they are there today.
type Seat struct {
	Organisation tenant.Organisation
	Actor        tenant.Actor // without a RequestID, which the caller knows
	MemberName   string
	Numbers      money.Format // how the organisation writes figures
}

// ActorFor gives a user their seat under /o/{slug} at a moment, with all organisations that they can switch to then, in
// the order of the names. It is NotFound where there is no such organisation, they are no member of it, or they have no
// assignment on its today. It runs for each request and takes two round trips.
func ActorFor(ctx context.Context, db *tenant.DB, userID uuid.UUID, slug string,
	now time.Time) (Seat, []Membership, error) {
	seats, err := seats(ctx, db, userID, now)
	if err != nil {
		return Seat{}, nil, err
	}
	i := slices.IndexFunc(seats, func(s Seat) bool { return s.Organisation.Slug == slug })
	if i < 0 {
		return Seat{}, nil, fault.New(fault.NotFound, "There is no such organisation, or you are not a member of it.")
	}
	return seats[i], switchable(seats), nil
}

// Organisations lists what a user can switch to today, in the order of the names.
func Organisations(ctx context.Context, db *tenant.DB, userID uuid.UUID) ([]Membership, error) {
	seats, err := seats(ctx, db, userID, db.Now())
	return switchable(seats), err
}

// Memberships are all places of a user, in the order of the organisations' names: those of a disabled account and those
// of other days too. They are for commands; what a person can open today is what Organisations lists.
func Memberships(ctx context.Context, db *tenant.DB, userID uuid.UUID) ([]Membership, error) {
	return memberships(ctx, db.Pool(), userID, true)
}

func seats(ctx context.Context, db *tenant.DB, userID uuid.UUID, now time.Time) ([]Seat, error) {
	places, err := memberships(ctx, db.Pool(), userID, false)
	if err != nil {
		return nil, err
	}
	return seatsOf(ctx, db.Pool(), places, now)
}

func switchable(seats []Seat) []Membership {
	var all []Membership
	for _, s := range seats {
		all = append(all, Membership{Organisation: s.Organisation, MemberID: s.Actor.MemberID})
	}
	return all
}
