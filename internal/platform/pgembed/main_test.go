package pgembed

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// TestMain is also the application that the tests kill: with PGEMBED_APP it starts a database, says so, and ends with
// its input.
func TestMain(m *testing.M) {
	dir := os.Getenv("PGEMBED_APP")
	if dir == "" {
		code := m.Run()
		os.RemoveAll(template.dir)
		os.Exit(code)
	}
	s, err := Start(context.Background(), Config{Dir: dir, Unsafe: true})
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	fmt.Println("ready", s.Attached())
	io.Copy(io.Discard, os.Stdin)
	s.Stop(context.Background())
}

// app is another process of the application.
type app struct {
	cmd   *exec.Cmd
	stdin io.Closer
}

// startApp returns when the other process says that its database is ready.
func startApp(t *testing.T, dir string) *app {
	t.Helper()
	a, says := launchApp(t, dir)
	line, err := bufio.NewReader(says).ReadString('\n')
	if err != nil || line != "ready false\n" {
		t.Fatalf("the other process says %q (%v)", line, err)
	}
	return a
}

func launchApp(t *testing.T, dir string) (*app, io.Reader) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PGEMBED_APP="+dir)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // in order, so that Postgres is gone before its data is
		stdin.Close()
		defer time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() }).Stop()
		cmd.Wait()
	})
	return &app{cmd: cmd, stdin: stdin}, stdout
}

// dataRoot is a directory that Postgres' own user can reach.
func dataRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pgembed-*") // short enough for a socket, as t.TempDir is not
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "quarterdeck")
}

// template is a data root with a row in its database, stopped in order, and made once because initdb takes its time.
var template struct {
	once sync.Once
	dir  string
}

// prepared is a data root of the test's own with a row in it, which recalled asks for.
func prepared(t *testing.T) string {
	t.Helper()
	template.once.Do(func() {
		dir, err := os.MkdirTemp("", "pgembed-template-*")
		if err == nil {
			template.dir = dir
			err = os.Chmod(dir, 0o755)
		}
		if err != nil {
			t.Fatal(err)
		}
		s := start(t, filepath.Join(dir, "quarterdeck"))
		remember(t, s.URL())
		stop(t, s)
	})
	dir := dataRoot(t)
	if out, err := exec.Command("cp", "-a", filepath.Join(template.dir, "quarterdeck"),
		dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

func start(t *testing.T, dir string) *Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, err := Start(ctx, Config{Dir: dir, Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s
}

func stop(t *testing.T, s *Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := s.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// ask runs one statement and returns its one value.
func ask(t *testing.T, url, sql string) string {
	t.Helper()
	value, err := try(t, url, sql)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func try(t *testing.T, url, sql string) (value string, err error) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		return "", err
	}
	defer conn.Close(context.Background())
	err = conn.QueryRow(t.Context(), sql).Scan(&value)
	return value, err
}

// remember leaves a row behind that recalled finds again.
func remember(t *testing.T, url string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), `CREATE TABLE kept AS SELECT 'still here' AS what`); err != nil {
		t.Fatal(err)
	}
}

func recalled(t *testing.T, url string) {
	t.Helper()
	if got := ask(t, url, `SELECT what FROM kept`); got != "still here" {
		t.Fatalf("the data says %q", got)
	}
}

// postmasterOf is the id in postmaster.pid.
func postmasterOf(t *testing.T, dir string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.SplitN(string(text), "\n", 2)[0])
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// eventually asks until the answer is yes.
func eventually(t *testing.T, what string, yes func() bool) {
	t.Helper()
	for limit := time.Now().Add(20 * time.Second); !yes(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("after 20 seconds still not: %s", what)
		}
	}
}
