package web

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
)

// site is the whole application on an address of its own, over the database that tests share.
type site struct {
	t      *testing.T
	server *Server
	db     *tenant.DB
	url    string
}

// newSite starts the application in development mode. Organisations come by found, visitors by stranger and as.
func newSite(t *testing.T) *site {
	t.Helper()
	db := testdb.DB(t)
	return newSiteOn(t, db, newJobs(t, db))
}

// newSiteOn starts the application over a database, with what takes its jobs.
func newSiteOn(t *testing.T, db *tenant.DB, jobs *work.Client) *site {
	t.Helper()
	listener := httptest.NewUnstartedServer(nil)
	c := config.Config{Dev: true, TrustProxy: true, PublicURL: "http://" + listener.Listener.Addr().String()}
	mailer, err := mail.New(mail.Config{Development: true}, db.Now)
	if err != nil {
		t.Fatal(err)
	}
	s := New(c, db, mailer, jobs, slog.New(slog.DiscardHandler))
	listener.Config.Handler = s.Handler()
	listener.Start()
	t.Cleanup(listener.Close)
	return &site{t: t, server: s, db: db, url: listener.URL}
}

// newJobs takes jobs that nobody does.
func newJobs(t *testing.T, db *tenant.DB) *work.Client {
	t.Helper()
	jobs, err := work.NewInserter(db, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

// house is an organisation of a test, with a member of each role who can sign in. The rep reports to the manager.
type house struct {
	tenant.Organisation
	site    *site
	members map[tenant.Role]uuid.UUID
	users   map[tenant.Role]auth.User
}

// found founds an organisation with its people.
func (s *site) found() *house {
	s.t.Helper()
	_, org := testdb.Org(s.t)
	return s.staffed(org)
}

// staffed puts a member of each role into an organisation.
func (s *site) staffed(org tenant.Organisation) *house {
	s.t.Helper()
	h := &house{Organisation: org, site: s, members: map[tenant.Role]uuid.UUID{}, users: map[tenant.Role]auth.User{}}
	for _, role := range tenant.Roles { // the manager comes before the rep
		user, err := auth.AddUser(s.t.Context(), s.db, fmt.Sprintf("%s-%s@example.com", role, uuid.NewString()), "The "+string(role), "")
		if err != nil {
			s.t.Fatal(err)
		}
		h.users[role] = user
		h.update(func(ctx context.Context, tx *tenant.Tx) error { return h.hire(ctx, tx, role, user) })
	}
	return h
}

func (h *house) hire(ctx context.Context, tx *tenant.Tx, role tenant.Role, user auth.User) error {
	id, err := member.Add(ctx, tx, member.Person{Name: user.Name, Email: user.Email})
	if err != nil {
		return err
	}
	a := member.Assignment{MemberID: id, Role: role, Team: "West", ValidFrom: period.NewDate(2025, 1, 1)}
	if role == tenant.Rep {
		manager := h.members[tenant.Manager]
		a.ManagerID = &manager
	}
	if err := member.Assign(ctx, tx, a); err != nil {
		return err
	}
	h.members[role] = id
	return auth.Join(ctx, tx, user.ID, id)
}

// update runs fn as the system in the organisation.
func (h *house) update(fn func(context.Context, *tenant.Tx) error) {
	t := h.site.t
	t.Helper()
	if err := h.site.db.Update(t.Context(), tenant.AsSystem(h.TenantID), func(tx *tenant.Tx) error { return fn(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

// path is an address of the organisation: path("/home").
func (h *house) path(rest string) string { return "/o/" + h.Slug + rest }

// as is a browser in which the member of a role has signed in.
func (h *house) as(role tenant.Role) *browser {
	h.site.t.Helper()
	return h.site.signedIn(h.users[role])
}
