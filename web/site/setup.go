package site

import (
	"context"
	"sync"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
)

// setups remembers what this process knows of organisations that are being filled for the first time.
type setups struct {
	mu     sync.Mutex
	begun  string // what the sign-in page says meanwhile
	doing  map[uuid.UUID]string
	filled map[uuid.UUID]bool // nothing more is to come: their pages need not ask
}

// Begin shows a message on the sign-in page until it is cleared.
func (s *Site) Begin(sentence string) {
	s.Setup.mu.Lock()
	defer s.Setup.mu.Unlock()
	s.Setup.begun = sentence
}

// Doing shows on an organisation's homes what is still being created; empty: nothing.
func (s *Site) Doing(tenantID uuid.UUID, sentence string) {
	s.Setup.mu.Lock()
	defer s.Setup.mu.Unlock()
	if s.Setup.doing == nil {
		s.Setup.doing = map[uuid.UUID]string{}
	}
	s.Setup.doing[tenantID] = sentence
}

func (s *setups) Notice() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.begun
}

func (s *setups) Progress(tenantID uuid.UUID) (doing string, filled bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.doing[tenantID], s.filled[tenantID]
}

func (s *setups) MarkFilled(tenantID uuid.UUID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.filled == nil {
		s.filled = map[uuid.UUID]bool{}
	}
	s.filled[tenantID] = true
}

// Founded tells whether the installation has an organisation. It has one for ever from then on, so that the answer is
// remembered.
func (s *Site) Founded(ctx context.Context) (bool, error) {
	if s.founded.Load() {
		return true, nil
	}
	founded, err := tenant.Founded(ctx, s.DB)
	if founded {
		s.founded.Store(true)
	}
	return founded, err
}
