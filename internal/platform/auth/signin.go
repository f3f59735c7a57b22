package auth

import (
	"context"
	"errors"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// errWrong is the one answer to every sign-in that fails, whether the account is unknown, disabled, or the password
// another.
var errWrong = fault.New(fault.Invalid, "The e-mail address or password is wrong.")

// SignIn answers with the user whose e-mail address and password these are. address is where the request comes from; it
// is empty for a command on the server itself. After ten failures in a quarter of an hour an account, and after
// fifty an address, is not looked at any more (Throttled).
func SignIn(ctx context.Context, db *tenant.DB, email, password, address string) (User, error) {
	email, err := ParseEmail(email)
	if err != nil || utf8.RuneCountInString(password) > MaxPassword {
		return User{}, errWrong
	}
	try, admitted, err := signInGate.admit(ctx, db, email, address)
	if err != nil {
		return User{}, err
	}
	if !admitted {
		return User{}, errThrottled
	}
	found, err := accountByEmail(ctx, db.Pool(), email)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return User{}, err
	}
	same, outdated, err := matches(ctx, found.PasswordHash, composed(password))
	if err != nil {
		return User{}, err
	}
	if !same || found.Disabled {
		return User{}, errWrong
	}
	if outdated {
		if err := renew(ctx, db, found, password); err != nil {
			return User{}, err
		}
	}
	return found.User, try.forgive(ctx, db.Pool())
}

func renew(ctx context.Context, db *tenant.DB, found account, password string) error {
	phc, err := hash(ctx, composed(password))
	if err != nil {
		return err
	}
	return renewHash(ctx, db.Pool(), found.ID, found.PasswordHash, phc)
}
