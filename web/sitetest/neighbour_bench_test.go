package sitetest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// wideAccounts fills an organisation with accounts that have as many custom columns as there may be, and more.
func wideAccounts(ctx context.Context, owner *pgx.Conn, org tenant.Organisation, accounts, columns int) error {
	for _, s := range []sentSQL{
		{`SET session_replication_role = replica`, nil},
		{`INSERT INTO app.accounts (tenant_id, id, name, created_at, custom)
			SELECT $1, gen_random_uuid(), 'Account ' || n, '2022-01-01',
			(SELECT jsonb_object_agg('Field_' || i || '__c', md5((n * i)::text)) FROM generate_series(1, $3::int) i)
			FROM generate_series(1, $2::int) n`, []any{org.TenantID, accounts, columns}},
		{`SET session_replication_role = DEFAULT`, nil}, {`ANALYZE app.accounts`, nil},
	} {
		if _, err := owner.Exec(ctx, s.sql, s.args...); err != nil {
			return fmt.Errorf("wide accounts: %w", err)
		}
	}
	return nil
}

// resident is the memory of this process in bytes: the highest since it was reset.
func resident(b *testing.B) (peak int64) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("the memory of a process is read where Linux says it")
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	_, _ = fmt.Sscan(rest, &peak)
	return peak << 10
}

// BenchmarkNeighbour measures the home of an organisation with 5,000 opportunities, alone and while another one asks
// for 30 exports of 10,000 accounts with 990 custom columns at once, again and again. The bounds are 300 ms at p95 and
// 500 MB.
func BenchmarkNeighbour(b *testing.B) {
	c := newCrowd(b, 5000)
	greedy, err := tenant.Create(b.Context(), c.db, "greedy", "Greedy", testdb.Settings)
	if err != nil {
		b.Fatal(err)
	}
	if err := wideAccounts(b.Context(), c.owner, greedy, 10_000, 990); err != nil {
		b.Fatal(err)
	}
	employed := []sentSQL{
		{`INSERT INTO app.members (tenant_id, id, external_id, name, email, created_at)
			VALUES ($1, $2, 'm', 'Member', '', '2022-01-01')`, []any{greedy.TenantID, crowdMember(5000)}},
		{`INSERT INTO app.assignments (tenant_id, id, member_id, role, team, valid_from, known_at)
			VALUES ($1, gen_random_uuid(), $2, 'finance', '', '2022-01-01', '2022-01-01')`,
			[]any{greedy.TenantID, crowdMember(5000)}},
	}
	for _, s := range employed {
		if _, err := c.owner.Exec(b.Context(), s.sql, s.args...); err != nil {
			b.Fatal(err)
		}
	}
	cookie := c.seat(b, c.server, c.db, greedy, tenant.Finance, 5000)
	var requests atomic.Int64
	handler := c.server.Handler()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// each from an address of its own, so that the rate limit does not count a benchmark as an attack
		n := requests.Add(1)
		r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1", n>>16&255, n>>8&255, n&255)
		handler.ServeHTTP(w, r)
	}))
	defer site.Close()
	ask := func(path string, cookie *http.Cookie) int {
		r, _ := http.NewRequestWithContext(b.Context(), http.MethodGet, site.URL+path, nil)
		r.AddCookie(cookie)
		return status(b, http.DefaultClient, r)
	}
	homes := func(n int) (took []time.Duration) {
		for range n {
			start := time.Now()
			if ask("/o/crowd/home", c.cookies[tenant.Executive]) != http.StatusOK {
				b.Fatal("the home is not answered")
			}
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		return took
	}
	homes(5)
	alone := homes(40)
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // the peak counts from here
	before := resident(b)
	ctx, stop := context.WithCancel(b.Context())
	var all sync.WaitGroup
	var mu sync.Mutex
	answered := map[int]int{}
	for i := range 30 {
		all.Go(func() {
			for ctx.Err() == nil {
				got := ask("/o/greedy/accounts."+[]string{"csv", "xlsx"}[i%2], cookie)
				mu.Lock()
				answered[got]++
				mu.Unlock()
			}
		})
	}
	time.Sleep(time.Second)
	beside := homes(60)
	stop()
	all.Wait()
	report := func(name string, d []time.Duration) {
		fmt.Printf("%s: p50 %s, p95 %s, worst %s\n", name, d[len(d)/2].Round(time.Millisecond),
			d[len(d)*95/100].Round(time.Millisecond), d[len(d)-1].Round(time.Millisecond))
	}
	fmt.Println()
	report("home alone", alone)
	report("home beside 30 exports", beside)
	fmt.Printf("exports answered: %v; resident memory %d MB before, %d MB at most\n", answered, before>>20,
		resident(b)>>20)
}

// status reads an answer to its end without keeping it.
func status(t testing.TB, client *http.Client, r *http.Request) int {
	response, err := client.Do(r)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Error(err)
	}
	return response.StatusCode
}
