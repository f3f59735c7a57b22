// Package live tells open pages that a record has changed: its key, and never what changed. A page that is told reads
// itself again, under the rights of its reader.
//
// Changes travel by Postgres' own notifications, so that a page hears of what another process did. Nobody is told what
// was rolled back.
package live

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const channel = "quarterdeck_live"

// again is how long the hub waits before it connects anew.
const again = time.Second

// Tell says that a record of an organisation changes by a member, once the transaction commits.
func Tell(ctx context.Context, tx pgx.Tx, tenantID, record, by uuid.UUID) error {
	_, err := tx.Exec(ctx, `SELECT pg_notify($1, $2)`, channel,
		tenantID.String()+" "+record.String()+" "+by.String())
	if err != nil {
		return fmt.Errorf("live: tell: %w", err)
	}
	return nil
}

// Hub hands what it hears to those who listen. It keeps one connection, and only while somebody listens.
type Hub struct {
	pool *pgxpool.Pool
	log  *slog.Logger

	lock  sync.Mutex
	rooms map[uuid.UUID]map[*Listener]bool // by organisation
	count int
	stop  context.CancelFunc // ends hearing; nil: nobody listens
	hears chan struct{}      // closed once the first connection hears

	process atomic.Uint32 // of Postgres, that it hears from; 0: none
}

// NewHub makes a hub over a database.
func NewHub(pool *pgxpool.Pool, log *slog.Logger) *Hub {
	return &Hub{pool: pool, log: log, rooms: map[uuid.UUID]map[*Listener]bool{}}
}

// Listen begins to hear of an organisation's changes for a member. It returns once the hub hears, or ctx ends. Leave
// ends it.
func (h *Hub) Listen(ctx context.Context, tenantID, memberID uuid.UUID) *Listener {
	l := &Listener{hub: h, tenant: tenantID, member: memberID, wake: make(chan struct{}, 1)}
	select {
	case <-h.enter(l):
	case <-ctx.Done():
	}
	return l
}

// enter puts a listener among those who are told, and has the hub hear. The channel closes once it does.
func (h *Hub) enter(l *Listener) <-chan struct{} {
	tenantID := l.tenant
	h.lock.Lock()
	defer h.lock.Unlock()
	if h.rooms[tenantID] == nil {
		h.rooms[tenantID] = map[*Listener]bool{}
	}
	h.rooms[tenantID][l] = true
	if h.count++; h.count == 1 {
		ctx, stop := context.WithCancel(context.Background())
		h.stop, h.hears = stop, make(chan struct{})
		go h.hear(ctx, h.hears)
	}
	return h.hears
}

// Listening is how many are told of changes now.
func (h *Hub) Listening() int {
	h.lock.Lock()
	defer h.lock.Unlock()
	select {
	case <-h.hears:
		return h.count
	default:
		return 0
	}
}

// hear keeps a connection that hears of changes. Whenever it hears again after a gap, everybody is told that anything
// may have changed.
func (h *Hub) hear(ctx context.Context, first chan struct{}) {
	for ctx.Err() == nil {
		err := h.connected(ctx, first)
		if ctx.Err() != nil {
			return
		}
		h.log.Warn("live updates lost their connection", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(again):
		}
	}
}

func (h *Hub) connected(ctx context.Context, first chan struct{}) error {
	conn, err := pgx.ConnectConfig(ctx, h.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	h.process.Store(conn.PgConn().PID())
	defer h.process.Store(0)
	if _, err := conn.Exec(ctx, `LISTEN `+channel); err != nil {
		return err
	}
	select {
	case <-first:
		h.everybody()
	default:
		close(first)
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		if keys, ok := parse(n.Payload); ok {
			h.tell(keys[0], keys[1], keys[2])
		}
	}
}

// parse reads what Tell has written: organisation, record and member.
func parse(payload string) (keys [3]uuid.UUID, ok bool) {
	words := strings.Fields(payload)
	if len(words) != len(keys) {
		return keys, false
	}
	for i, w := range words {
		id, err := uuid.Parse(w)
		if err != nil {
			return keys, false
		}
		keys[i] = id
	}
	return keys, true
}

func (h *Hub) tell(tenantID, record, by uuid.UUID) {
	h.lock.Lock()
	defer h.lock.Unlock()
	for l := range h.rooms[tenantID] {
		l.hear(record, by)
	}
}

// everybody is told that anything may have changed.
func (h *Hub) everybody() {
	h.lock.Lock()
	defer h.lock.Unlock()
	for _, room := range h.rooms {
		for l := range room {
			l.hear(uuid.Nil, uuid.Nil)
		}
	}
}

func (h *Hub) leave(l *Listener) {
	h.lock.Lock()
	defer h.lock.Unlock()
	if !h.rooms[l.tenant][l] {
		return
	}
	delete(h.rooms[l.tenant], l)
	if len(h.rooms[l.tenant]) == 0 {
		delete(h.rooms, l.tenant)
	}
	if h.count--; h.count == 0 {
		h.stop()
		h.stop = nil
	}
}
