package page

import (
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/scope"
)

// ScopeLine is the line under a page's title: the period, its progress, whose figures they are, and their moment.
func ScopeLine(s scope.Scope, c period.Calendar) string {
	parts := []string{s.Period.Label}
	if s.Current() {
		parts = append(parts, fmt.Sprintf("day %d of %d", s.Period.Elapsed(s.Today), s.Period.Days()))
	}
	if s.Team != "" {
		parts = append(parts, s.Team)
	}
	if id, err := uuid.Parse(s.Owner); err == nil {
		parts = append(parts, s.Roster.Name(&id)+" and below")
	}
	return strings.Join(append(parts, AsOf(s.Known, c.Location())), " · ")
}
