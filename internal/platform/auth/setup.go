package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// SetupLife is how long a set-up link works.
const SetupLife = 24 * time.Hour

// errSetupLink is for a link that was mistyped or is too old.
var errSetupLink = fault.New(fault.Invalid,
	"This set-up link is not valid or older than 24 hours. Restart Quarterdeck: it prints a new link.")

// NewSetupLink makes the token of a link with which the first organisation of an installation is created. Whoever reads
// the output of the command is allowed to; a stranger who finds the address is not. Links that are too old are removed.
func NewSetupLink(ctx context.Context, db *tenant.DB) (token string, err error) {
	token, digest := newToken()
	_, err = db.Pool().Exec(ctx, `WITH old AS (DELETE FROM auth.setup_links WHERE created_at <= @old)
		INSERT INTO auth.setup_links (digest, created_at) VALUES (@digest, @now)`,
		pgx.StrictNamedArgs{"digest": digest, "now": db.Now(), "old": db.Now().Add(-SetupLife)})
	if err != nil {
		return "", fmt.Errorf("auth: set-up link: %w", err)
	}
	return token, nil
}

// CheckSetupLink refuses a token that opens no set-up page.
func CheckSetupLink(ctx context.Context, db *tenant.DB, token string) error {
	return checkSetupLink(ctx, db.Pool(), token, db.Now())
}

func checkSetupLink(ctx context.Context, q querier, token string, now time.Time) error {
	rows, err := q.Query(ctx, `SELECT created_at FROM auth.setup_links WHERE digest = @digest`,
		pgx.StrictNamedArgs{"digest": digestOf(token)})
	if err != nil {
		return fmt.Errorf("auth: set-up link: %w", err)
	}
	made, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[time.Time])
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !now.Before(made.Add(SetupLife)) {
		return errSetupLink
	}
	if err != nil {
		return fmt.Errorf("auth: set-up link: %w", err)
	}
	return nil
}

// Newcomer is the first person of an installation, as the set-up page has them.
type Newcomer struct{ Name, Email, Password string }

// Check writes the name and the address in the one way that accounts have, and refuses what AddFirst would, before
// anything is stored.
func (n Newcomer) Check() (Newcomer, error) {
	var err error
	if n.Name, err = parseName(n.Name); err != nil {
		return n, err
	}
	if n.Email, err = ParseEmail(n.Email); err != nil {
		return n, err
	}
	return n, checkPassword(n.Password, n.Email)
}

// AddFirst makes the account of a checked newcomer in the transaction that creates the organisation, and uses up every
// set-up link. The token is checked once more, because another transaction may have used it.
func AddFirst(ctx context.Context, tx *tenant.Tx, token string, n Newcomer) (User, error) {
	if err := tx.Require(tenant.ManageMembers); err != nil {
		return User{}, err
	}
	if err := checkSetupLink(ctx, tx.Raw(), token, tx.Now()); err != nil {
		return User{}, err
	}
	phc, err := choose(ctx, n.Password, n.Email)
	if err != nil {
		return User{}, err
	}
	user, err := insertUser(ctx, tx.Raw(), n.Email, n.Name, phc, tx.Now())
	if errors.Is(err, pgx.ErrNoRows) {
		return User{}, fault.On("email", fmt.Sprintf("There is already an account for %s.", n.Email))
	}
	if err != nil {
		return User{}, err
	}
	if _, err := tx.Raw().Exec(ctx, `DELETE FROM auth.setup_links`); err != nil {
		return User{}, fmt.Errorf("auth: use set-up link: %w", err)
	}
	return user, nil
}
