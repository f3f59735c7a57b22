package pgembed

import (
	"context"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestTheFirstStartMakesAClusterAndARestartKeepsItsData(t *testing.T) {
	t.Parallel()
	dir := dataRoot(t)
	s := start(t, dir)
	if s.Attached() {
		t.Error("attached to nobody")
	}
	settings := map[string]string{
		"shared_buffers": "256MB", "max_connections": "100", "random_page_cost": "1.1", "jit": "off", "TimeZone": "UTC",
		"data_checksums": "on", "server_encoding": "UTF8", "password_encryption": "scram-sha-256",
		"listen_addresses": "",
	}
	for name, want := range settings {
		if got := ask(t, s.URL(), "SELECT current_setting('"+name+"')"); got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
	if got := ask(t, s.URL(), "SELECT current_database() || ' of ' || current_user"); got != "quarterdeck of postgres" {
		t.Errorf("the URL leads to %s", got)
	}
	if got := ask(t, s.URL(), "SELECT datctype FROM pg_database WHERE datname = current_database()"); got != "C.UTF-8" {
		t.Errorf("LC_CTYPE is %s, with which trigrams know ASCII letters only", got)
	}
	if _, err := os.Stat(filepath.Join(s.BinDir(), "postgres")); err != nil {
		t.Error(err)
	}
	remember(t, s.URL())
	first := s.URL()
	stop(t, s)
	stop(t, s) // does nothing
	if _, err := os.Stat(filepath.Join(dir, "running.json")); err == nil {
		t.Error("the notice outlived the database")
	}
	again := start(t, dir)
	recalled(t, again.URL())
	if again.URL() != first {
		t.Error("the URL has changed")
	}
	if again.Err() != nil {
		t.Error(again.Err())
	}
}

func TestSecretsAreForTheOwnerOnlyAndAWrongPasswordIsRefused(t *testing.T) {
	t.Parallel()
	dir := prepared(t)
	s := start(t, dir)
	for name, want := range map[string]os.FileMode{"password": 0o600, "lock": 0o600, "running.json": 0o600,
		"postgres.log": 0o600, "data": 0o700} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode().Perm(), err)
		}
	}
	u, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(u.Query().Get("host"))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the socket's directory: %v, %v", info.Mode().Perm(), err)
	}
	u.User = url.UserPassword("postgres", "guess")
	if _, err := try(t, u.String(), "SELECT 1::text"); err == nil || !strings.Contains(err.Error(), "28P01") {
		t.Errorf("a guessed password: %v", err)
	}
	stop(t, s)
	if err := os.Remove(filepath.Join(dir, "password")); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), Config{Dir: dir}); err == nil ||
		!strings.Contains(err.Error(), "restore that file") {
		t.Errorf("without its password: %v", err)
	}
}

func TestATCPPortOpensOnLoopbackIfAskedForAndALongPathStillHasASocket(t *testing.T) {
	t.Parallel()
	probe, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := probe.Addr().(*net.TCPAddr).Port
	probe.Close()
	dir := filepath.Join(dataRoot(t), strings.Repeat("long/", 20), `a "quoted", path`)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s, err := Start(t.Context(), Config{Dir: dir, Port: port, Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	u, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	sockets := u.Query().Get("host")
	if strings.HasPrefix(sockets, dir) {
		t.Errorf("a socket in %s is too long a path", sockets)
	}
	ask(t, s.URL(), "SELECT 1::text")
	tcp := "postgres://" + u.User.String() + "@127.0.0.1:" + strconv.Itoa(port) + "/quarterdeck?sslmode=disable"
	ask(t, tcp, "SELECT 1::text")
	stop(t, s)
	if _, err := os.Stat(sockets); err == nil {
		t.Errorf("%s was left behind", sockets)
	}
}

func TestDoneClosesWhenPostgresDiesUnderTheApplication(t *testing.T) {
	t.Parallel()
	dir := prepared(t)
	s := start(t, dir)
	select {
	case <-s.Done():
		t.Fatal("done too early")
	default:
	}
	if err := syscall.Kill(postmasterOf(t, dir), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("nobody noticed")
	}
	if err := s.Err(); err == nil || !strings.Contains(err.Error(), "Postgres is gone: signal: killed") {
		t.Errorf("the reason: %v", err)
	}
	stop(t, s)
	recalled(t, start(t, dir).URL())
}

func TestAStopInAHurryStillLosesNothing(t *testing.T) {
	t.Parallel()
	dir := prepared(t)
	s := start(t, dir)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Stop(over); err != nil {
		t.Fatal(err)
	}
	recalled(t, start(t, dir).URL())
}

func TestAnEndedContextEndsTheStart(t *testing.T) {
	t.Parallel()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Start(over, Config{Dir: dataRoot(t)}); err == nil {
		t.Fatal("started all the same")
	}
}
