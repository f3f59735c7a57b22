package sitetest

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/auth"
)

const Password = "correct horse battery"

// WithPassword is an account that can sign in by itself, in no organisation.
func WithPassword(s *Site) auth.User {
	s.T.Helper()
	user, err := auth.AddUser(s.T.Context(), s.DB, uuid.NewString()+"@example.com", "Pat Person", Password)
	if err != nil {
		s.T.Fatal(err)
	}
	return user
}

// Letter finds the link of the latest letter to somebody, in the outbox.
func Letter(s *Site, to, kind string) string {
	s.T.Helper()
	page := s.Stranger().Get("/outbox").Is(s.T, http.StatusOK).Body
	_, page, found := strings.Cut(page, "To "+to)
	link := regexp.MustCompile(`href="` + regexp.QuoteMeta(s.URL) + `(/` + kind + `/[^"]+)"`).FindStringSubmatch(page)
	if !found || link == nil {
		s.T.Fatalf("no letter to %s with a link to /%s", to, kind)
	}
	return link[1]
}
