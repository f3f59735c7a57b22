package site

import (
	"sync"

	"github.com/google/uuid"
)

// setups remembers what this process knows of organisations that are being filled for the first time.
type setups struct {
	mu     sync.Mutex
	begun  string // what the sign-in page says meanwhile
	doing  map[uuid.UUID]string
	filled map[uuid.UUID]bool // nothing more is to come: their pages need not ask
}

// Begin has the sign-in page say something, until it is told to say nothing.
func (s *Site) Begin(sentence string) {
	s.Setup.mu.Lock()
	defer s.Setup.mu.Unlock()
	s.Setup.begun = sentence
}

// Doing has the homes of an organisation say what else is being made for it; nothing: it is made.
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
