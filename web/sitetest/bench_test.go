package sitetest

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/config"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/schema"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/work"
	"quarterdeck/web"
)

// BenchmarkPages measures whole requests, through the router and row security to the last byte of HTML, at three sizes
// of an organisation, beside the bare SQL of the same answer: the statements of that request, sent again by the owner
// of the tables and read without looking. The ratio is of the medians of one run.
func BenchmarkPages(b *testing.B) {
	for _, size := range []int{5_000, 50_000, 1_000_000} {
		b.Run(fmt.Sprintf("%dk", size/1000), func(b *testing.B) {
			c := newCrowd(b, size)
			for _, page := range []struct {
				name, path string
				role       tenant.Role
			}{
				{"executive home", "/home", tenant.Executive}, {"manager home", "/home", tenant.Manager},
				{"rep home", "/home", tenant.Rep},
				{"pipeline", "/pipeline", tenant.Executive},
				{"pipeline as of", "/pipeline?as_of=2026-09-30", tenant.Executive},
				{"search common", "/search?q=opportunity", tenant.Executive},
				{"search short", "/search?q=op", tenant.Executive},
				{"search rare", "/search?q=4999", tenant.Executive},
				{"search slip", "/search?q=Oportunity+4999", tenant.Executive},
				{"search of a manager", "/search?q=account", tenant.Manager},
				{"search of a rep", "/search?q=account", tenant.Rep},
				{"search slip of a rep", "/search?q=Acount+4999", tenant.Rep},
			} {
				b.Run(page.name, func(b *testing.B) { c.measure(b, page.role, page.path) })
			}
		})
	}
}

// BenchmarkSort measures the list of 50,000 opportunities by each column, downwards, with all columns shown: what is
// open this quarter, and everything that there is.
func BenchmarkSort(b *testing.B) {
	c := newCrowd(b, 50_000)
	shown := "&cols=" + pipeline.FormatColumns(pipeline.Columns[1:])
	for _, list := range []struct{ name, query string }{{"quarter", "in=quarter"}, {"all", "in=any&status=all"}} {
		for _, column := range pipeline.Columns {
			path := "/pipeline?" + list.query + "&sort=" + string(pipeline.By(column, true)) + shown
			b.Run(list.name+"/"+string(column), func(b *testing.B) { c.measure(b, tenant.Executive, path) })
		}
	}
}

func (c *crowd) measure(b *testing.B, role tenant.Role, path string) {
	statements := c.record(b, role, path)
	var pages, bare []time.Duration
	for b.Loop() {
		start := time.Now()
		c.get(b, role, path)
		pages = append(pages, time.Since(start))
		start = time.Now()
		c.replay(b, statements)
		bare = append(bare, time.Since(start))
	}
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(quantile(pages, 0.5)), "p50-ms")
	b.ReportMetric(ms(quantile(pages, 0.95)), "p95-ms")
	b.ReportMetric(ms(quantile(bare, 0.5)), "sql-p50-ms")
	b.ReportMetric(ms(quantile(bare, 0.95)), "sql-p95-ms")
	b.ReportMetric(ms(quantile(pages, 0.5))/ms(quantile(bare, 0.5)), "ratio")
	b.ReportMetric(0, "ns/op")
}

func quantile(all []time.Duration, q float64) time.Duration {
	all = slices.Sorted(slices.Values(all))
	return all[min(len(all)-1, int(q*float64(len(all))))]
}

// crowd is an organisation of some size with the application before it.
type crowd struct {
	db      *tenant.DB
	server  *web.Server
	tenant  uuid.UUID
	handler http.Handler
	slug    string
	cookies map[tenant.Role]*http.Cookie
	trace   *trace
	owner   *pgx.Conn
}

// get answers a page, or fails.
func (c *crowd) get(b *testing.B, role tenant.Role, path string) {
	r := httptest.NewRequest(http.MethodGet, "/o/"+c.slug+path, nil)
	r.AddCookie(c.cookies[role])
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		b.Fatalf("%s as %s: %d %s", path, role, w.Code, w.Body.String())
	}
}

// sentSQL is one that a request sent.
type sentSQL struct {
	sql  string
	args []any
}

// trace notes the statements on the tables of the organisation while it is on.
type trace struct {
	on   bool
	seen []sentSQL
}

func (t *trace) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	// a view of pay writes itself into the audit log
	if t.on && strings.Contains(d.SQL, "app.") && !strings.HasPrefix(d.SQL, "INSERT") {
		t.seen = append(t.seen, sentSQL{d.SQL, d.Args})
	}
	return ctx
}

func (t *trace) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (c *crowd) record(b *testing.B, role tenant.Role, path string) []sentSQL {
	c.trace.on, c.trace.seen = true, nil
	c.get(b, role, path)
	c.trace.on = false
	return c.trace.seen
}

// replay sends the statements as the owner, whom row security does not bind, and reads every row without decoding it.
func (c *crowd) replay(b *testing.B, statements []sentSQL) {
	for _, s := range statements {
		rows, err := c.owner.Query(b.Context(), s.sql, s.args...)
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			_ = rows.RawValues()
		}
		if rows.Err() != nil {
			b.Fatal(rows.Err())
		}
	}
}

func newCrowd(b *testing.B, size int) *crowd {
	b.Helper()
	dsn := testdb.New(b)
	app, err := schema.Prepare(b.Context(), dsn)
	if err != nil {
		b.Fatal(err)
	}
	c := &crowd{slug: "crowd", cookies: map[tenant.Role]*http.Cookie{}, trace: &trace{}}
	db, err := tenant.Open(b.Context(), app, func() time.Time { return testdb.Now },
		func(p *pgxpool.Config) { p.ConnConfig.Tracer = c.trace })
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(db.Close)
	if c.owner, err = pgx.Connect(b.Context(), dsn); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { c.owner.Close(context.Background()) })
	// as a view has it
	if _, err := c.owner.Exec(b.Context(), `SET plan_cache_mode = 'force_custom_plan'`); err != nil {
		b.Fatal(err)
	}
	org, err := tenant.Create(b.Context(), db, c.slug, "Crowd", testdb.Settings)
	if err != nil {
		b.Fatal(err)
	}
	if err := crowded(b.Context(), c.owner, org.TenantID, size); err != nil {
		b.Fatal(err)
	}
	// the search asks for it
	if _, err := c.owner.Exec(b.Context(), `SELECT set_config('app.tenant_id', $1, false)`, org.TenantID); err != nil {
		b.Fatal(err)
	}
	jobs, err := work.NewInserter(db, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	mailer, err := mail.New(mail.Config{Development: true}, db.Now)
	if err != nil {
		b.Fatal(err)
	}
	s := web.New(config.Config{PublicURL: "http://crowd.example"}, db, mailer, jobs, slog.New(slog.DiscardHandler))
	c.handler, c.server, c.db = unlimited(s), s, db
	for role, member := range map[tenant.Role]int{tenant.Executive: 1, tenant.Manager: 2, tenant.Rep: 12} {
		c.cookies[role] = c.seat(b, s, db, org, role, member)
	}
	return c
}

// unlimited gives each request an address of its own, so that the rate limit does not count a benchmark as an attack.
func unlimited(s *web.Server) http.Handler {
	h, n := s.Handler(), 0
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++
		r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1", n>>16&255, n>>8&255, n&255)
		h.ServeHTTP(w, r)
	})
}

func (c *crowd) seat(b testing.TB, s *web.Server, db *tenant.DB, org tenant.Organisation, role tenant.Role,
	member int) *http.Cookie {
	user, err := auth.AddUser(b.Context(), db, string(role)+"@crowd.example", "The "+string(role), "")
	if err != nil {
		b.Fatal(err)
	}
	err = db.Update(b.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		return auth.Join(b.Context(), tx, user.ID, crowdMember(member))
	})
	if err != nil {
		b.Fatal(err)
	}
	ctx, err := s.Sessions.Load(b.Context(), "")
	if err == nil {
		err = auth.Begin(ctx, s.Sessions, user)
	}
	if err != nil {
		b.Fatal(err)
	}
	token, _, err := s.Sessions.Commit(ctx)
	if err != nil {
		b.Fatal(err)
	}
	return &http.Cookie{Name: s.Sessions.Cookie.Name, Value: token}
}

// crowdMember is the key of the n-th member: 1 the executive, 2 to 11 managers, the others reps.
func crowdMember(n int) uuid.UUID {
	return uuid.MustParse(fmt.Sprintf("00000000-0000-7000-8000-%012x", n))
}
