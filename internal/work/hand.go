package work

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// errLost interrupts the jobs of a process that could not renew its lease: others may do them by now.
var errLost = errors.New("work: the lease of this process ran out")

// settled is how long after its end a job's last state may take to reach the database.
const settled = time.Minute

// hands knows the jobs that this process does, and those it did a moment ago.
type hands struct {
	river.MiddlewareDefaults
	mu   sync.Mutex
	jobs map[int64]*hand
}

type hand struct {
	stop  context.CancelCauseFunc
	ended time.Time // zero: under way
}

// Work does a job under a context that ends when the lease is lost. A job that a shutdown interrupts is given back as
// it was, whatever it says of why it ended.
func (h *hands) Work(ctx context.Context, job *rivertype.JobRow, do func(context.Context) error) error {
	inner, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	h.take(job.ID, stop)
	defer h.leave(job.ID)
	err := do(inner)
	switch {
	case err == nil:
		return nil
	case errors.Is(context.Cause(inner), errLost):
		return errors.Join(errLost, err)
	case errors.Is(ctx.Err(), context.Canceled):
		return errors.Join(context.Canceled, err)
	}
	return err
}

func (h *hands) take(id int64, stop context.CancelCauseFunc) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.jobs == nil {
		h.jobs = map[int64]*hand{}
	}
	h.jobs[id] = &hand{stop: stop}
}

func (h *hands) leave(id int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.jobs[id].ended = time.Now()
}

// held lists the jobs under way and those whose end may not be written yet.
func (h *hands) held() []int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	ids := []int64{}
	for id, job := range h.jobs {
		if !job.ended.IsZero() && time.Since(job.ended) > settled {
			delete(h.jobs, id)
			continue
		}
		ids = append(ids, id)
	}
	return ids
}

// drop interrupts every job under way.
func (h *hands) drop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, job := range h.jobs {
		job.stop(errLost)
	}
}
