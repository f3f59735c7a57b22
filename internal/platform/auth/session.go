package auth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"quarterdeck/internal/platform/tenant"
)

// A session ends when nothing has happened for SessionIdle, and in any case SessionLife after the sign-in.
const (
	SessionIdle = 12 * time.Hour
	SessionLife = 7 * 24 * time.Hour
)

const (
	userKey  = "user"
	epochKey = "epoch"
)

// NewSessions keeps sessions in Postgres, by a digest of what the cookie holds. secure says that the site has HTTPS. It
// starts nothing in the background: Sweep removes the sessions that have ended. Requests get theirs by Keep.
func NewSessions(pool *pgxpool.Pool, secure bool) *scs.SessionManager {
	sm := scs.New()
	sm.Store = store{pool}
	sm.HashTokenInStore = true
	sm.IdleTimeout = SessionIdle
	sm.Lifetime = SessionLife
	sm.Cookie.Name = "quarterdeck"
	sm.Cookie.HttpOnly = true
	sm.Cookie.SameSite = http.SameSiteLaxMode
	sm.Cookie.Secure = secure
	return sm
}

// Begin signs a user in to the session at hand. The session starts empty and under another token, so that nothing
// that somebody prepared, or that belonged to another user, goes with it.
func Begin(ctx context.Context, sm *scs.SessionManager, user User) error {
	if err := sm.Clear(ctx); err != nil {
		return fmt.Errorf("auth: begin session: %w", err)
	}
	if err := sm.RenewToken(ctx); err != nil {
		return fmt.Errorf("auth: begin session: %w", err)
	}
	sm.Put(ctx, userKey, user.ID.String())
	sm.Put(ctx, epochKey, user.Epoch)
	return nil
}

// Current is the user of the session at hand; false where nobody is signed in. A session that was signed out elsewhere,
// or whose user was disabled, ends here.
func Current(ctx context.Context, sm *scs.SessionManager, db *tenant.DB) (User, bool, error) {
	if !sm.Exists(ctx, userKey) {
		return User{}, false, nil
	}
	id, _ := uuid.Parse(sm.GetString(ctx, userKey))
	found, err := accountByID(ctx, db.Pool(), id)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return User{}, false, err
	}
	if err != nil || found.Disabled || found.Epoch != sm.GetInt64(ctx, epochKey) {
		return User{}, false, End(ctx, sm)
	}
	return found.User, true, nil
}

// End signs out of the session at hand.
func End(ctx context.Context, sm *scs.SessionManager) error {
	if err := sm.Destroy(ctx); err != nil {
		return fmt.Errorf("auth: end session: %w", err)
	}
	return nil
}

// Sweep forgets sessions that have ended, by the clock of the machine as scs measures them, and failures that no window
// reaches back to, or that a clock which was wrong has put into the future.
func Sweep(ctx context.Context, db *tenant.DB) error {
	if _, err := db.Pool().Exec(ctx, `DELETE FROM auth.sessions WHERE expiry < current_timestamp`); err != nil {
		return fmt.Errorf("auth: sweep sessions: %w", err)
	}
	longest := max(signInGate.window, resetGate.window)
	_, err := db.Pool().Exec(ctx, `DELETE FROM auth.sign_in_failures WHERE at < @since OR at > @latest`,
		pgx.StrictNamedArgs{"since": db.Now().Add(-longest), "latest": db.Now().Add(clocksDiffer)})
	if err != nil {
		return fmt.Errorf("auth: sweep failures: %w", err)
	}
	return nil
}

// KeepSwept sweeps at an interval until the context ends.
func KeepSwept(ctx context.Context, db *tenant.DB, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := Sweep(ctx, db); err != nil && ctx.Err() == nil {
				slog.ErrorContext(ctx, "sweep", "error", err)
			}
		}
	}
}
