package sitetest

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// overheard counts the statements that say something.
type overheard struct {
	mu   sync.Mutex
	said []string
}

func (a *overheard) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.said = append(a.said, q.SQL)
	return ctx
}

func (*overheard) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// about counts those with a text since it was last called.
func (a *overheard) about(text string) (n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, sql := range a.said {
		if strings.Contains(sql, text) {
			n++
		}
	}
	a.said = nil
	return n
}

// counted is a site over the shared database whose statements are counted.
func counted(t *testing.T) (*Site, *overheard) {
	t.Helper()
	var a overheard
	db, err := tenant.Open(t.Context(), testdb.DB(t).Pool().Config().ConnString(),
		func() time.Time { return testdb.Now },
		func(c *pgxpool.Config) { c.ConnConfig.Tracer = &a })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return NewOn(t, db, NewJobs(t, db)), &a
}

func TestAPageAsksForMembershipsOnce(t *testing.T) {
	t.Parallel()
	s, a := counted(t)
	h := s.Found()
	b := h.As(tenant.Executive)
	for _, path := range []string{"/home", "/pipeline", "/accounts"} {
		a.about("")
		b.Get(h.Path(path)).Is(t, http.StatusOK)
		if n := a.about("FROM auth.memberships"); n != 1 {
			t.Errorf("%s asks for memberships %d times", path, n)
		}
	}
}

func TestMovingStatementsOnLoadsTheRosterOnce(t *testing.T) {
	t.Parallel()
	s, a := counted(t)
	b := s.Bureau(office.Selling)
	b.Sell(t, b.Ann, "Alpha 80000 2026-01-20")
	b.Run(t, "2026-01")
	nora := b.Browser(b.Nora)
	chosen := Ticks(nora.Get(b.Path("/team?period=2026-01")).Is(t, http.StatusOK).Body)
	const roster = "a.valid_to > @on AS active"
	if n := a.about(roster); n > 1 {
		t.Errorf("the list of a leader loads the roster %d times", n)
	}
	nora.Post(b.Path("/moves"), append([]string{"to", "manager_approved", "sure", "1", "back", b.Path("/team")},
		chosen...)...).Is(t, http.StatusSeeOther)
	if n := a.about(roster); len(chosen) != 4 || n != 1 {
		t.Errorf("moving %d statements on loads the roster %d times", len(chosen)/2, n)
	}
}
