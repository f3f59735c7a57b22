package live

import (
	"sync"

	"github.com/google/uuid"
)

// most is how many keys wait for a listener; beyond them it is told that anything may have changed.
const most = 50

// Listener is one open page. What it is told while it does not look is kept, each key once.
type Listener struct {
	hub    *Hub
	tenant uuid.UUID
	member uuid.UUID
	wake   chan struct{}

	lock    sync.Mutex
	pending map[uuid.UUID]bool // by record: only the member has changed it
	all     bool
}

// Wake receives when something has changed since the last Take.
func (l *Listener) Wake() <-chan struct{} { return l.wake }

// Leave ends listening.
func (l *Listener) Leave() { l.hub.leave(l) }

// hear keeps a key; uuid.Nil: anything may have changed.
func (l *Listener) hear(record, by uuid.UUID) {
	l.lock.Lock()
	if record == uuid.Nil || len(l.pending) >= most {
		l.all, l.pending = true, nil
	} else if !l.all {
		if l.pending == nil {
			l.pending = map[uuid.UUID]bool{}
		}
		own, again := l.pending[record]
		l.pending[record] = by == l.member && (own || !again)
	}
	l.lock.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// Take is what has changed since it was last asked, with whether only the member changed it; all: anything may have.
func (l *Listener) Take() (records map[uuid.UUID]bool, all bool) {
	l.lock.Lock()
	defer l.lock.Unlock()
	records, all = l.pending, l.all
	l.pending, l.all = nil, false
	return records, all
}
