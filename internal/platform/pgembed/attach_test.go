package pgembed

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestASecondProcessAttachesAndItsStopLeavesTheDatabase(t *testing.T) {
	t.Parallel()
	dir := prepared(t)
	startApp(t, dir)
	s := start(t, dir)
	if !s.Attached() {
		t.Fatal("two owners")
	}
	recalled(t, s.URL())
	stop(t, s)
	select {
	case <-s.Done():
		t.Errorf("done: %v", s.Err())
	default:
	}
	other := start(t, dir)
	if !other.Attached() {
		t.Error("the owner has gone with its guest")
	}
	recalled(t, other.URL())
}

func TestTwoThatStartTogetherShareOneDatabase(t *testing.T) {
	t.Parallel()
	dir := dataRoot(t)
	servers := make(chan *Server)
	for range 2 {
		go func() {
			s, err := Start(t.Context(), Config{Dir: dir, Unsafe: true})
			if err != nil {
				t.Error(err)
			}
			servers <- s
		}()
	}
	a, b := <-servers, <-servers
	if a == nil || b == nil {
		return
	}
	if a.Attached() {
		a, b = b, a
	}
	t.Cleanup(func() { stop(t, b); stop(t, a) })
	if a.Attached() || !b.Attached() || a.URL() != b.URL() {
		t.Errorf("attached: %v and %v", a.Attached(), b.Attached())
	}
}

func TestAnAttachedServerCarriesTheDatabaseOnWhenTheOwnerLeaves(t *testing.T) {
	t.Parallel()
	dir := prepared(t)
	a := startApp(t, dir)
	before := postmasterOf(t, dir)
	s := start(t, dir)
	a.stdin.Close()
	if err := a.cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the database is back", func() bool { return ping(t.Context(), s.URL()) == nil })
	recalled(t, s.URL())
	if after := postmasterOf(t, dir); after == before {
		t.Error("it is the old Postgres")
	}
	stop(t, s)
	if ping(t.Context(), s.URL()) == nil {
		t.Error("the new owner has left and Postgres still runs")
	}
}

func TestAHeldDirectoryWithoutADatabaseIsAClearError(t *testing.T) {
	t.Parallel()
	h, err := openHome(dataRoot(t))
	if err != nil {
		t.Fatal(err)
	}
	lock, err := h.tryLock()
	if err != nil || lock == nil {
		t.Fatalf("lock: %v, %v", lock, err)
	}
	defer lock.Close()
	_, _, err = h.acquire(t.Context(), 100*time.Millisecond)
	if err == nil || !strings.Contains(err.Error(), "process "+strconv.Itoa(os.Getpid())+" holds "+h.dir) {
		t.Errorf("the message: %v", err)
	}
	if _, err := os.Stat(filepath.Join(h.dir, "data")); err == nil {
		t.Error("it started all the same")
	}
}
