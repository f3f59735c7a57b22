package sitetest

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/config"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/work"
	"quarterdeck/web"
)

// Site is the whole application on an address of its own, over the database that tests share.
type Site struct {
	T      *testing.T
	Server *web.Server
	DB     *tenant.DB
	URL    string
}

// New starts the application in development mode. Organisations come by found, visitors by stranger and as.
func New(t *testing.T) *Site {
	t.Helper()
	db := testdb.DB(t)
	return NewOn(t, db, NewJobs(t, db))
}

// NewOn starts the application over a database, with what takes its jobs.
func NewOn(t *testing.T, db *tenant.DB, jobs *work.Client) *Site {
	t.Helper()
	listener := httptest.NewUnstartedServer(nil)
	c := config.Config{Dev: true, TrustProxy: true, PublicURL: "http://" + listener.Listener.Addr().String()}
	mailer, err := mail.New(mail.Config{Development: true}, db.Now)
	if err != nil {
		t.Fatal(err)
	}
	s := web.New(c, db, mailer, jobs, slog.New(slog.DiscardHandler))
	listener.Config.Handler = s.Handler()
	listener.Start()
	t.Cleanup(listener.Close)
	return &Site{T: t, Server: s, DB: db, URL: listener.URL}
}

// NewJobs takes jobs that nobody does.
func NewJobs(t *testing.T, db *tenant.DB) *work.Client {
	t.Helper()
	jobs, err := work.NewInserter(db, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

// House is an organisation of a test, with a member of each role who can sign in. The rep reports to the manager.
type House struct {
	tenant.Organisation
	site    *Site
	Members map[tenant.Role]uuid.UUID
	Users   map[tenant.Role]auth.User
}

// Found founds an organisation with its people.
func (s *Site) Found() *House {
	s.T.Helper()
	_, org := testdb.Org(s.T)
	return s.Staffed(org)
}

// Staffed puts a member of each role into an organisation.
func (s *Site) Staffed(org tenant.Organisation) *House {
	s.T.Helper()
	h := &House{Organisation: org, site: s, Members: map[tenant.Role]uuid.UUID{}, Users: map[tenant.Role]auth.User{}}
	for _, role := range tenant.Roles { // the manager comes before the rep
		user, err := auth.AddUser(s.T.Context(), s.DB, fmt.Sprintf("%s-%s@example.com", role, uuid.NewString()),
			"The "+string(role), "")
		if err != nil {
			s.T.Fatal(err)
		}
		h.Users[role] = user
		h.Update(func(ctx context.Context, tx *tenant.Tx) error { return h.hire(ctx, tx, role, user) })
	}
	return h
}

func (h *House) hire(ctx context.Context, tx *tenant.Tx, role tenant.Role, user auth.User) error {
	id, err := member.Add(ctx, tx, member.Person{Name: user.Name, Email: user.Email})
	if err != nil {
		return err
	}
	a := member.Assignment{MemberID: id, Role: role, Team: "West", ValidFrom: period.NewDate(2025, 1, 1)}
	if role == tenant.Rep {
		manager := h.Members[tenant.Manager]
		a.ManagerID = &manager
	}
	if err := member.Assign(ctx, tx, a); err != nil {
		return err
	}
	h.Members[role] = id
	return auth.Join(ctx, tx, user.ID, id)
}

// Update runs fn as the system in the organisation.
func (h *House) Update(fn func(context.Context, *tenant.Tx) error) {
	t := h.site.T
	t.Helper()
	if err := h.site.DB.Update(t.Context(),
		tenant.AsSystem(h.TenantID), func(tx *tenant.Tx) error { return fn(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

// Path is an address of the organisation: path("/home").
func (h *House) Path(rest string) string { return "/o/" + h.Slug + rest }

// As is a browser in which the member of a role has signed in.
func (h *House) As(role tenant.Role) *Browser {
	h.site.T.Helper()
	return h.site.SignedIn(h.Users[role])
}
