package live

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// Most is how many keys wait for a listener.
const Most = most

// Hears hands on that a record changed, as a notification of Postgres does.
func (h *Hub) Hears(tenantID, record uuid.UUID) { h.tell(tenantID, record, uuid.Nil) }

// Process is the process of Postgres that the hub hears from; 0: none.
func (h *Hub) Process() uint32 { return h.process.Load() }

// Cut ends the hub's connection from outside.
func (h *Hub) Cut(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, h.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, `SELECT pg_terminate_backend($1)`, h.process.Load())
	return err
}
