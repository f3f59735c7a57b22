// Command cluster runs a command with one throw-away Postgres for all the tests in it:
//
//	go run ./internal/testdb/cluster go test ./...
//
// The server's address stays the same from run to run, so that go test can answer from its cache for packages that
// have not changed. Two runs at once have a server each, and only the first has that address.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"quarterdeck/internal/platform/pgembed"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "cluster:", err)
		code = 1
	}
	os.Exit(code)
}

// run gives the command the server's address in QUARTERDECK_TEST_URL and returns its exit code.
// QUARTERDECK_TEST_RUN differs in each run: a test that reads it is not answered from the cache.
func run(command []string) (int, error) {
	if len(command) == 0 {
		return 2, fmt.Errorf("usage: cluster COMMAND [ARG…]")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	f, err := openFolder(ctx)
	if err != nil {
		return 1, err
	}
	defer f.clear()
	server, err := f.start(ctx)
	if err != nil {
		return 1, err
	}
	defer server.Stop(context.WithoutCancel(ctx))
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "QUARTERDECK_TEST_URL="+server.URL(),
		"QUARTERDECK_TEST_RUN="+strconv.FormatInt(time.Now().UnixNano(), 36))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	if exit, ok := err.(*exec.ExitError); ok {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// folder is where a run's server lives. Between runs only its password stays, which is part of the address.
type folder struct {
	path string
	lock *os.File // nil: of this run alone
}

// openFolder is this user's lasting folder, or one of this run alone where another run is using it.
func openFolder(ctx context.Context) (folder, error) {
	path := filepath.Join(os.TempDir(), "qdtests-"+strconv.Itoa(os.Getuid()))
	lock, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return folder{}, err
	}
	if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		lock.Close()
		alone, err := os.MkdirTemp("", "qdtest-")
		return folder{path: alone}, err
	}
	f := folder{path, lock}
	if _, err := os.Stat(filepath.Join(path, "data")); err == nil { // the last run was killed
		if server, err := f.start(ctx); err == nil { // stops what it left running
			server.Stop(ctx)
		}
		f.clear()
	}
	return f, os.MkdirAll(path, 0o755)
}

func (f folder) start(ctx context.Context) (*pgembed.Server, error) {
	if err := os.Chmod(f.path, 0o755); err != nil { // the server may run as another user
		return nil, err
	}
	return pgembed.Start(ctx, pgembed.Config{Dir: f.path, Unsafe: true})
}

// clear removes what the run leaves. A folder that stays keeps its password.
func (f folder) clear() {
	if f.lock == nil {
		os.RemoveAll(f.path)
		return
	}
	entries, _ := os.ReadDir(f.path)
	for _, e := range entries {
		if e.Name() != "password" {
			os.RemoveAll(filepath.Join(f.path, e.Name()))
		}
	}
}
