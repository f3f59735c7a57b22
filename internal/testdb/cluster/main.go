// Command cluster runs a command with one throw-away Postgres for all the tests in it:
//
//	go run ./internal/testdb/cluster go test ./...
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

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
func run(command []string) (int, error) {
	if len(command) == 0 {
		return 2, fmt.Errorf("usage: cluster COMMAND [ARG…]")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	dir, err := os.MkdirTemp("", "qdtest-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil { // the server may run as another user
		return 1, err
	}
	server, err := pgembed.Start(ctx, pgembed.Config{Dir: dir, Unsafe: true})
	if err != nil {
		return 1, err
	}
	defer server.Stop(context.WithoutCancel(ctx))
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "QUARTERDECK_TEST_URL="+server.URL())
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	if exit, ok := err.(*exec.ExitError); ok {
		return exit.ExitCode(), nil
	}
	return 0, err
}
