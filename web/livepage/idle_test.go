package livepage_test

import (
	"bufio"
	"fmt"
	"net"
	"runtime"
	"strings"
	"testing"

	"quarterdeck/web/sitetest"
)

// Five hundred open pages that nobody works in cost at most 50 MB (docs/performance.md).
func TestFiveHundredIdlePagesAreSmall(t *testing.T) {
	const pages, bound = 500, 50 << 20
	f := sitetest.New(t).Firm("idle")
	b := f.As("rep")
	session := f.Site.Server.Sessions.Cookie.Name
	request := fmt.Sprintf("GET %s HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nCookie: %s=%s\r\n\r\n",
		f.Path("/live"), session, b.Cookie(session))
	used := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc + m.StackInuse
	}
	open := func(number int) {
		for range number {
			conn, err := net.Dial("tcp", strings.TrimPrefix(f.Site.URL, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { conn.Close() })
			if _, err := conn.Write([]byte(request)); err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReaderSize(conn, 16).ReadString('\n'); !strings.Contains(line, "200") {
				t.Fatalf("it answers %q (%v)", line, err)
			}
		}
	}
	open(10) // what the first pages load is not theirs
	before := used()
	open(pages)
	cost := int64(used()) - int64(before)
	t.Logf("%d idle pages cost %.1f MB", pages, float64(cost)/(1<<20))
	if n := f.Site.Server.Live.Listening(); n != pages+10 {
		t.Errorf("%d listen, not %d", n, pages+10)
	}
	if cost > bound {
		t.Errorf("%d idle pages cost %d bytes, more than %d", pages, cost, bound)
	}
}
