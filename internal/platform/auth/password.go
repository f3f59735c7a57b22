package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/text/unicode/norm"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// The length of a password in characters. Length is what makes a password hard to guess; the upper bound is what one
// request can make the server read.
const (
	MinPassword = 12
	MaxPassword = 1024
)

// fewest is how many different characters a password has at least, so that a row of one key is none.
const fewest = 5

// composed writes a password as it is hashed, so that é is the same from every keyboard.
func composed(password string) string { return norm.NFC.String(password) }

// checkPassword holds a new password against the policy: long, not one key over and over, not the e-mail address.
func checkPassword(password, email string) error {
	password = composed(password)
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password):
		return fault.On("password", "The password contains characters that cannot be typed.")
	case n < MinPassword:
		return fault.On("password",
			fmt.Sprintf("Choose a password of at least %d characters, for example a few words.", MinPassword))
	case n > MaxPassword:
		return fault.On("password", fmt.Sprintf("Choose a password of at most %d characters.", MaxPassword))
	}
	different := map[rune]bool{}
	for _, r := range password {
		different[r] = true
	}
	if len(different) < fewest {
		return fault.On("password", "Choose a password that does not repeat the same few characters.")
	}
	local, _, _ := strings.Cut(email, "@")
	if typed := strings.ToLower(strings.TrimSpace(password)); typed == email || typed == local {
		return fault.On("password", "Choose a password that is not your e-mail address.")
	}
	return nil
}

// choose checks and hashes a new password.
func choose(ctx context.Context, password, email string) (string, error) {
	if err := checkPassword(password, email); err != nil {
		return "", err
	}
	return hash(ctx, composed(password))
}

// SetPassword gives a user another password, which signs them out everywhere and ends every reset under way. The user
// that it returns has the new epoch, with which the session at hand can Begin again.
func SetPassword(ctx context.Context, db *tenant.DB, userID uuid.UUID, password string) (User, error) {
	user, err := GetUser(ctx, db, userID)
	if err != nil {
		return User{}, err
	}
	phc, err := choose(ctx, password, user.Email)
	if err != nil {
		return User{}, err
	}
	err = pgx.BeginFunc(ctx, db.Pool(), func(raw pgx.Tx) error {
		user, err = replacePassword(ctx, raw, userID, phc, db.Now())
		return err
	})
	return user, err
}

// ChangePassword is SetPassword for a person who types their present password first, as on their profile.
func ChangePassword(ctx context.Context, db *tenant.DB, userID uuid.UUID, present, password,
	address string) (User, error) {
	user, err := GetUser(ctx, db, userID)
	if err != nil {
		return User{}, err
	}
	if _, err := SignIn(ctx, db, user.Email, present, address); errors.Is(err, errWrong) {
		return User{}, fault.On("present", "The current password is wrong.")
	} else if err != nil {
		return User{}, err
	}
	return SetPassword(ctx, db, userID, password)
}
