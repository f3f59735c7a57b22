package pgembed

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

func TestTheDataOutlivesAKilledApplication(t *testing.T) {
	t.Parallel()
	dir := prepared(t)
	a := startApp(t, dir)
	kill(t, a.cmd.Process.Pid)
	a.cmd.Wait()
	s := start(t, dir)
	recalled(t, s.URL())
	if s.Attached() {
		t.Error("attached to a dead process")
	}
}

func TestTheDataOutlivesAKilledApplicationAndAKilledPostgres(t *testing.T) {
	t.Parallel()
	dir := prepared(t)
	a := startApp(t, dir)
	postgres := postmasterOf(t, dir)
	kill(t, postgres)
	kill(t, a.cmd.Process.Pid)
	a.cmd.Wait()
	recalled(t, start(t, dir).URL())
}

// An orphan is what other systems than Linux leave when the application is killed, as they send no signal then.
func TestAnOrphanedPostgresIsStoppedAndReplaced(t *testing.T) {
	t.Parallel()
	dir := prepared(t)
	s := start(t, dir)
	stop(t, s)
	h, err := openHome(dir)
	if err != nil {
		t.Fatal(err)
	}
	sockets, err := h.socketDir()
	if err != nil {
		t.Fatal(err)
	}
	orphan := exec.Command(filepath.Join(s.BinDir(), "postgres"), "-D", h.data(), "-k", sockets, "-c",
		"listen_addresses=")
	orphan.Dir = "/"
	orphan.SysProcAttr = &syscall.SysProcAttr{Credential: h.who.credential()}
	if err := orphan.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- orphan.Wait() }()
	eventually(t, "the orphan answers", func() bool { return ping(t.Context(), s.URL()) == nil })
	recalled(t, start(t, dir).URL())
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the orphan was not shut down in order: %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the orphan lives on")
	}
}

func TestARecycledPidInPostmasterPidIsNoObstacle(t *testing.T) {
	t.Parallel()
	dir := prepared(t)
	s := start(t, dir)
	pidfile := filepath.Join(dir, "data", "postmaster.pid")
	stale, err := os.ReadFile(pidfile)
	if err != nil {
		t.Fatal(err)
	}
	stop(t, s)
	h, err := openHome(dir)
	if err != nil {
		t.Fatal(err)
	}
	sockets, err := h.socketDir() // again, as the last stop removed it
	if err != nil {
		t.Fatal(err)
	}
	innocent := exec.Command("sleep", "600") // of the same user, as Postgres tells by the signal it may send
	innocent.SysProcAttr = &syscall.SysProcAttr{Credential: h.who.credential()}
	if err := innocent.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { innocent.Process.Kill(); innocent.Wait() }()
	_, rest, _ := strings.Cut(string(stale), "\n")
	forged := []byte(strconv.Itoa(innocent.Process.Pid) + "\n" + rest)
	socket := filepath.Join(sockets, ".s.PGSQL.5432.lock")
	for _, path := range []string{pidfile, socket} {
		if err := os.WriteFile(path, forged, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := h.who.give(path); err != nil {
			t.Fatal(err)
		}
	}
	recalled(t, start(t, dir).URL())
	if err := innocent.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("the process that was given the old id: %v", err)
	}
}

func TestAnInitdbThatWasCutShortIsStartedOver(t *testing.T) {
	t.Parallel()
	dir := dataRoot(t)
	a, _ := launchApp(t, dir)
	eventually(t, "initdb is at work", func() bool {
		_, err := os.Stat(filepath.Join(dir, "data.tmp", "PG_VERSION"))
		return err == nil
	})
	kill(t, a.cmd.Process.Pid)
	a.cmd.Wait()
	if _, err := os.Stat(filepath.Join(dir, "data")); err == nil {
		t.Error("half a cluster is in place")
	}
	ask(t, start(t, dir).URL(), "SELECT 1::text")
}
