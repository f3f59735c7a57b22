package sitetest

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/platform/config"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/schema"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/work"
	"quarterdeck/web"
)

// ranks are the levels of a large sales organisation, the top first: 1 + 4 + 16 + 64 leaders and 500 reps.
var ranks = []int{1, 4, 16, 64, 500}

// leaderOf is who leads the n-th member, counted from 1 at the top; 0 for the top.
func leaderOf(n int) int {
	if n < 2 {
		return 0
	}
	above, first := 1, 2
	for i := 1; i < len(ranks); i++ {
		if n < first+ranks[i] {
			return above + (n-first)*ranks[i-1]/ranks[i]
		}
		above, first = first, first+ranks[i]
	}
	return 0
}

// battalion fills an organisation of 500 reps in five levels with so many opportunities, calls of ten weeks and
// judgements.
func battalion(ctx context.Context, owner *pgx.Conn, tenantID uuid.UUID, size int) error {
	if err := crowded(ctx, owner, tenantID, size); err != nil {
		return err
	}
	steps := []sentSQL{
		{`SET session_replication_role = replica`, nil},
		{`DELETE FROM app.assignments WHERE tenant_id = $1`,
			[]any{tenantID}}, {`DELETE FROM app.management WHERE tenant_id = $1`, []any{tenantID}},
		{`DELETE FROM app.quotas WHERE tenant_id = $1`, []any{tenantID}},
		{`INSERT INTO app.members (tenant_id, id, external_id, name, email, created_at)
			SELECT $1, ` + memberKey("n") + `, 'm' || n, 'Member ' || n, '', '2022-01-01'
			FROM generate_series(212, 586) n`, []any{tenantID}},
		{`UPDATE app.opportunities
			SET owner_id = ` + memberKey("86 + abs(hashtext(id::text)) % 500") + ` WHERE tenant_id = $1`,
			[]any{tenantID}},
		{`UPDATE app.opportunity_versions
			SET owner_id = ` + memberKey("86 + abs(hashtext(id::text)) % 500") + ` WHERE tenant_id = $1`,
			[]any{tenantID}},
		{`INSERT INTO app.quotas (tenant_id, id, member_id, starts_on, ends_on, valid_from, valid_to, amount, currency,
				known_at)
			SELECT $1, gen_random_uuid(), ` + memberKey("n") + `, '2026-10-01', '2027-01-01', '2026-10-01',
			'2027-01-01', 50000000, 'USD', '2022-01-01' FROM generate_series(86, 585) n`, []any{tenantID}},
		{`INSERT INTO app.forecast_submissions (tenant_id, id, member_id, starts_on, ends_on, line, amount, currency,
				submitted_at, recorded_at)
			SELECT $1, gen_random_uuid(), ` + memberKey("n") + `, '2026-10-01', '2027-01-01', line,
			40000000 + n * 1000 + w, 'USD', '2026-10-01'::timestamptz + w * interval '5 days', now()
			FROM generate_series(1, 585) n, generate_series(0, 9) w, unnest(ARRAY['call', 'commit', 'best_case']) line`,
			[]any{tenantID}},
	}
	steps = append(steps, chain(tenantID)...)
	steps = append(steps, sentSQL{`INSERT INTO app.assignments (tenant_id, id, member_id, role, team, valid_from,
			known_at) VALUES ($1, gen_random_uuid(), $2, 'finance', '', '2022-01-01', '2022-01-01')`,
		[]any{tenantID, crowdMember(586)}})
	steps = append(steps, sentSQL{`SET session_replication_role = DEFAULT`, nil}, sentSQL{`ANALYZE`, nil})
	for _, s := range steps {
		if _, err := owner.Exec(ctx, s.sql, s.args...); err != nil {
			return fmt.Errorf("battalion: %w: %.60s", err, s.sql)
		}
	}
	return nil
}

// chain puts everybody under their leader, and has each leader judge the reports for ten weeks.
func chain(tenantID uuid.UUID) []sentSQL {
	var steps []sentSQL
	for n := 1; n <= 585; n++ {
		var leader *uuid.UUID
		role := "rep"
		if n > 1 {
			id := crowdMember(leaderOf(n))
			leader = &id
		}
		if n < 86 {
			role = "manager"
		}
		if n == 1 {
			role = "executive"
		}
		steps = append(steps, sentSQL{`INSERT INTO app.assignments (tenant_id, id, member_id, role, manager_id, team,
				valid_from, known_at) VALUES ($1, gen_random_uuid(), $2, $3, $4, 'Team', '2022-01-01', '2022-01-01')`,
			[]any{tenantID, crowdMember(n), role, leader}})
		for above, depth := n, 0; above > 0; above, depth = leaderOf(above), depth+1 {
			steps = append(steps, sentSQL{`INSERT INTO app.management (tenant_id, manager_id, member_id, depth,
					valid_from, valid_to) VALUES ($1, $2, $3, $4, '2022-01-01', 'infinity')`,
				[]any{tenantID, crowdMember(above), crowdMember(n), depth}})
			if depth == 1 {
				steps = append(steps, sentSQL{`INSERT INTO app.forecast_judgements (tenant_id, id, author_id,
						member_id, starts_on, ends_on, line, amount, gross, currency, note, judged_at, recorded_at)
					SELECT $1, gen_random_uuid(), $2, $3, '2026-10-01', '2027-01-01', 'call', 41000000, 40000000,
					'USD', 'So it is', '2026-10-02'::timestamptz + w * interval '5 days', now()
					FROM generate_series(0, 9) w`, []any{tenantID, crowdMember(above), crowdMember(n)}})
			}
		}
	}
	return steps
}

// foresee publishes forecasts of the quarter, today's and one of four weeks before, with ten opportunities a rep.
func foresee(ctx context.Context, tx *tenant.Tx) error {
	roster, err := member.Load(ctx, tx, tx.Today(), time.Time{})
	if err != nil {
		return err
	}
	o := oracle{roster: roster, calendar: tx.Calendar(), today: tx.Today(),
		opportunities: map[uuid.UUID][]outlook.Chance{}}
	o.worth = func(m member.Member) int64 { return int64(len(o.opportunities[m.ID])) * 1_000_000 }
	for n := 86; n <= 585; n++ {
		for k := range 10 {
			id := crowdMember(n)
			o.opportunities[id] = append(o.opportunities[id], outlook.Chance{ID: uuid.NewSHA1(id, []byte{byte(k)}),
				P: 0.5, Amount: 2_000_000, CloseOn: o.today + period.Date(k)})
		}
	}
	record := outlook.Record{ID: uuid.Must(uuid.NewV7()), AsOf: o.today, MadeAt: tx.Now()}
	if err := outlook.Keep(ctx, tx, record, nil); err != nil {
		return err
	}
	for _, back := range []int{0, 28} {
		if err := outlook.Publish(ctx, tx, record, o.outlook(tx, record, back)); err != nil {
			return err
		}
	}
	return nil
}

// newBattalion is that organisation with the application before it.
func newBattalion(b testing.TB, size int) *crowd {
	b.Helper()
	dsn := testdb.New(b)
	app, err := schema.Prepare(b.Context(), dsn)
	if err != nil {
		b.Fatal(err)
	}
	c := &crowd{slug: "battalion", cookies: map[tenant.Role]*http.Cookie{}, trace: &trace{}}
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
	org, err := tenant.Create(b.Context(), db, c.slug, "Battalion", testdb.Settings)
	if err == nil {
		err = battalion(b.Context(), c.owner, org.TenantID, size)
	}
	if err != nil {
		b.Fatal(err)
	}
	c.db, c.tenant = db, org.TenantID
	if err := db.Update(b.Context(),
		tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error { return foresee(b.Context(), tx) }); err != nil {
		b.Fatal(err)
	}
	if _, err := c.owner.Exec(b.Context(), `SET plan_cache_mode = 'force_custom_plan'`); err != nil {
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
	s := web.New(config.Config{PublicURL: "http://battalion.example"}, db, mailer, jobs, slog.New(slog.DiscardHandler))
	c.handler = unlimited(s)
	for role, member := range map[tenant.Role]int{tenant.Executive: 1, tenant.Manager: 2, tenant.Rep: 86,
		tenant.Finance: 586} {
		c.cookies[role] = c.seat(b, s, db, org, role, member)
	}
	return c
}

// BenchmarkSheet measures the forecast sheet of 500 reps in five levels: whole requests beside their bare SQL.
func BenchmarkSheet(b *testing.B) {
	c := newBattalion(b, 50_000)
	for _, page := range []struct {
		name, path string
		role       tenant.Role
	}{
		{"executive", "/forecast/2026-Q4", tenant.Executive},
		{"executive as of", "/forecast/2026-Q4?as_of=2026-10-30", tenant.Executive},
		{"leader of 125", "/forecast/2026-Q4", tenant.Manager},
		{"by segment", "/forecast/2026-Q4?by=segment", tenant.Executive}, {"rep", "/forecast/mine", tenant.Rep},
	} {
		b.Run(page.name, func(b *testing.B) { c.measure(b, page.role, page.path) })
	}
}

func TestTheSheetOfFiveHundredRepsStaysSmall(t *testing.T) {
	t.Parallel()
	if leaderOf(1) != 0 || leaderOf(5) != 1 || leaderOf(6) != 2 || leaderOf(21) != 5 || leaderOf(585) != 85 {
		t.Fatal("the levels are wrong")
	}
	c := newBattalion(t, 5_000)
	for role, paths := range map[tenant.Role][]string{tenant.Executive: {"/forecast/2026-Q4",
		"/forecast/2026-Q4?open=" + crowdMember(2).String() + "." + crowdMember(6).String() + "." +
			crowdMember(22).String()},
		tenant.Manager: {"/forecast/2026-Q4"}} {
		for _, path := range paths {
			r := httptest.NewRequest(http.MethodGet, "/o/"+c.slug+path, nil)
			r.AddCookie(c.cookies[role])
			w := httptest.NewRecorder()
			c.handler.ServeHTTP(w, r)
			var packed bytes.Buffer
			z := gzip.NewWriter(&packed)
			_, _ = z.Write(w.Body.Bytes())
			_ = z.Close()
			if w.Code != http.StatusOK || packed.Len() > gridBudget {
				t.Errorf("%s of the %s: %d, %d bytes", path, role, w.Code, packed.Len())
			}
		}
	}
}
