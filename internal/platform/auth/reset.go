package auth

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// ResetLife is how long the link in a reset mail works.
const ResetLife = time.Hour

var errResetGone = fault.New(fault.Invalid, "This link was already used or is older than an hour. Ask for a new one.")

// RequestReset makes the token of a reset mail. For an address without an open account the token is empty and there is
// no error: the page says the same, and no mail is sent. The mail goes to the user's own Email, never to what was
// typed.
func RequestReset(ctx context.Context, db *tenant.DB, email, address string) (token string, user User, err error) {
	email, err = ParseEmail(email)
	if err != nil {
		return "", User{}, err
	}
	_, admitted, err := resetGate.admit(ctx, db, email, address)
	if err != nil {
		return "", User{}, err
	}
	if !admitted {
		return "", User{}, errResetThrottled
	}
	found, err := accountByEmail(ctx, db.Pool(), email)
	if errors.Is(err, pgx.ErrNoRows) || found.Disabled {
		return "", User{}, nil
	}
	if err != nil {
		return "", User{}, err
	}
	token, digest := newToken()
	now := db.Now()
	if err := insertReset(ctx, db.Pool(), found.ID, digest, now, now.Add(ResetLife)); err != nil {
		return "", User{}, err
	}
	return token, found.User, nil
}

// FindReset tells whose password a reset link would set, for the page that asks for it; a link that no longer works is
// Invalid.
func FindReset(ctx context.Context, db *tenant.DB, token string) (User, error) {
	found, err := accountByReset(ctx, db.Pool(), digestOf(token), db.Now())
	if errors.Is(err, pgx.ErrNoRows) {
		return User{}, errResetGone
	}
	return found.User, err
}

// Reset gives the owner of a reset link another password, once. It signs them out everywhere and lifts the throttle
// from their account; the user that it returns can Begin a session.
func Reset(ctx context.Context, db *tenant.DB, token, password string) (User, error) {
	user, err := FindReset(ctx, db, token)
	if err != nil {
		return User{}, err
	}
	phc, err := choose(ctx, password, user.Email)
	if err != nil {
		return User{}, err
	}
	err = pgx.BeginFunc(ctx, db.Pool(), func(raw pgx.Tx) error {
		if err := useReset(ctx, raw, digestOf(token), db.Now()); err != nil {
			return err
		}
		if user, err = replacePassword(ctx, raw, user.ID, phc, db.Now()); err != nil {
			return err
		}
		return attempt{accountKey: key(signInGate.prefix + "account:" + user.Email)}.forgive(ctx, raw)
	})
	return user, err
}
