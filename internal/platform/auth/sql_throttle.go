package auth

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"quarterdeck/internal/platform/tenant"
)

// clocksDiffer is by how much the clocks of two machines may. A failure that is later than that was written while a
// clock was wrong, and counts for nothing: else it would lock its account until that moment.
const clocksDiffer = time.Minute

// addFailures adds a failure for each key, unless one of them has as many since a moment as it may have; then it adds
// none and answers false. Those who count the same key take turns.
func addFailures(ctx context.Context, pool *pgxpool.Pool, ids []uuid.UUID, keys [][]byte, most []int, now,
	since time.Time) (added bool, err error) {
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(n) FROM unnest(@turns::bigint[]) AS n`,
			pgx.StrictNamedArgs{"turns": turns(keys)}); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `INSERT INTO auth.sign_in_failures (id, key, at) SELECT id, key, @now
			FROM unnest(@ids::uuid[], @keys::bytea[]) AS f (id, key)
			WHERE NOT EXISTS (SELECT 1 FROM unnest(@keys::bytea[], @most::int[]) AS l (key, most)
				WHERE (SELECT count(*) FROM auth.sign_in_failures s
					WHERE s.key = l.key AND s.at > @since AND s.at <= @latest) >= l.most)`,
			pgx.StrictNamedArgs{"ids": ids, "keys": keys, "most": most, "now": now, "since": since,
				"latest": now.Add(clocksDiffer)})
		added = tag.RowsAffected() > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("auth: throttle: %w", err)
	}
	return added, nil
}

// turns numbers the keys for locks, in an order in which two never wait for each other.
func turns(keys [][]byte) []int64 {
	var numbers []int64
	for _, key := range keys {
		numbers = append(numbers, int64(binary.BigEndian.Uint64(key)))
	}
	slices.Sort(numbers)
	return numbers
}

// deleteFailures forgets attempts, and all those of one key.
func deleteFailures(ctx context.Context, q querier, ids []uuid.UUID, key []byte) error {
	_, err := q.Exec(ctx, `DELETE FROM auth.sign_in_failures WHERE id = ANY (@ids) OR key = @key`,
		pgx.StrictNamedArgs{"ids": ids, "key": key})
	if err != nil {
		return fmt.Errorf("auth: throttle: %w", err)
	}
	return nil
}

// Failure is how often somebody did not get into their account lately, and when last. A sign-in that succeeds forgets
// them, and an hour does.
type Failure struct {
	MemberID uuid.UUID
	Times    int
	Last     time.Time
}

// Failures lists the members of the organisation whose sign-ins failed lately, the latest first.
func Failures(ctx context.Context, tx *tenant.Tx) ([]Failure, error) {
	all, err := tenant.List[Failure](ctx, tx, `SELECT m.member_id, count(*)::int AS times, max(f.at) AS last
		FROM auth.memberships m JOIN auth.users u ON u.id = m.user_id
		JOIN auth.sign_in_failures f ON f.key = sha256(convert_to(@prefix || u.email, 'UTF8'))
		WHERE m.tenant_id = @tenant AND f.at > @since GROUP BY m.member_id ORDER BY last DESC, m.member_id`,
		tenant.Args{"prefix": signInGate.prefix + "account:", "since": tx.Now().Add(-time.Hour)})
	if err != nil {
		return nil, fmt.Errorf("auth: failures: %w", err)
	}
	return all, nil
}
