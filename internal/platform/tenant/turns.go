package tenant

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
)

// errCrowded is the answer to an organisation that asks for more at once than its share. Waiting helps.
var errCrowded = fault.New(fault.TooMany,
	"Your organisation is running too many exports or large pages at once. Wait a few seconds, then try again.")

// Turns gives each organisation a number of places, so that one that asks for much at once waits for itself and not the
// others for it.
type Turns struct {
	places   int
	patience time.Duration
	mu       sync.Mutex
	queues   map[uuid.UUID]*queue
}

// queue is an organisation's places, and how many hold or wait for one.
type queue struct {
	places chan struct{}
	users  int
}

// NewTurns gives each organisation the same number of places, for which its requests wait at most as long as patience.
func NewTurns(places int, patience time.Duration) *Turns {
	return &Turns{places: places, patience: patience, queues: map[uuid.UUID]*queue{}}
}

// Take waits for a place of an organisation, and answers TooMany when none comes free in time. The place is given back
// by leave.
func (t *Turns) Take(ctx context.Context, organisation uuid.UUID) (leave func(), err error) {
	q := t.join(organisation)
	wait := time.NewTimer(t.patience)
	defer wait.Stop()
	select {
	case q.places <- struct{}{}:
		return sync.OnceFunc(func() { <-q.places; t.part(organisation, q) }), nil
	case <-wait.C:
		err = errCrowded
	case <-ctx.Done():
		err = ctx.Err()
	}
	t.part(organisation, q)
	return nil, err
}

func (t *Turns) join(organisation uuid.UUID) *queue {
	t.mu.Lock()
	defer t.mu.Unlock()
	q := t.queues[organisation]
	if q == nil {
		q = &queue{places: make(chan struct{}, t.places)}
		t.queues[organisation] = q
	}
	q.users++
	return q
}

func (t *Turns) part(organisation uuid.UUID, q *queue) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if q.users--; q.users == 0 {
		delete(t.queues, organisation)
	}
}
