package auth

import (
	"context"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/fault"
	"quarterdeck/internal/money"
	"quarterdeck/internal/tenant"
)

// Seat is a person at work in an organisation: the organisation, and who they are there today.
type Seat struct {
	Organisation tenant.Organisation
	Actor        tenant.Actor // without a RequestID, which the caller knows
	MemberName   string
	Numbers      money.Format // how the organisation writes figures
}

// ActorFor gives a user their seat under /o/{slug} at a moment, or NotFound: there is no such organisation, they are no
// member of it, or they have no assignment on its today. It runs for each request and takes two round trips.
func ActorFor(ctx context.Context, db *tenant.DB, userID uuid.UUID, slug string, now time.Time) (Seat, error) {
	places, err := memberships(ctx, db.Pool(), userID, &slug)
	if err != nil {
		return Seat{}, err
	}
	seats, err := seatsOf(ctx, db.Pool(), places, now)
	if err != nil {
		return Seat{}, err
	}
	if len(seats) == 0 {
		return Seat{}, fault.New(fault.NotFound, "There is no such organisation, or you are not a member of it.")
	}
	return seats[0], nil
}

// Organisations lists what a user can switch to today, in the order of the names.
func Organisations(ctx context.Context, db *tenant.DB, userID uuid.UUID) ([]Membership, error) {
	places, err := memberships(ctx, db.Pool(), userID, nil)
	if err != nil {
		return nil, err
	}
	seats, err := seatsOf(ctx, db.Pool(), places, db.Now())
	if err != nil {
		return nil, err
	}
	var open []Membership
	for _, s := range seats {
		open = append(open, Membership{Organisation: s.Organisation, MemberID: s.Actor.MemberID})
	}
	return open, nil
}
