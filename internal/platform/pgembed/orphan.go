package pgembed

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// settle deals with what a predecessor left in postmaster.pid. If that process is really this directory's Postgres,
// orphaned by an application that was killed, it is told to stop and waited for; we hold the lock, so it serves nobody.
// The result is the id that Postgres should take for an ancestor: of another process that has been given the old id, or
// else of our own parent.
func (h home) settle(ctx context.Context, log *slog.Logger) (int, error) {
	pid, err := h.recorded()
	if err != nil {
		return 0, err
	}
	if pid > 1 && serves(pid, h.data()) {
		log.Info("pgembed: stopping the Postgres of an application that was killed", "dir", h.dir, "pid", pid)
		if err := h.stopOrphan(ctx, pid); err != nil {
			return 0, err
		}
	}
	if pid > 0 && alive(pid) {
		return pid, nil
	}
	return os.Getppid(), nil
}

// recorded is the process id in postmaster.pid, 0 without one.
func (h home) recorded() (int, error) {
	text, err := os.ReadFile(filepath.Join(h.data(), "postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("pgembed: postmaster.pid: %w", err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return 0, nil // Postgres says it better
	}
	return max(pid, -pid), nil // a single-user Postgres writes it negative
}

// stopOrphan waits for a fast shutdown, which the orphan has probably begun when its parent died, and then for an
// immediate one.
func (h home) stopOrphan(ctx context.Context, pid int) error {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} {
		if err := syscall.Kill(pid, s); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("pgembed: stop the orphaned Postgres %d: %w", pid, err)
		}
		for limit := time.Now().Add(30 * time.Second); time.Now().Before(limit); {
			if !serves(pid, h.data()) {
				return nil
			}
			select {
			case <-ctx.Done():
				return fmt.Errorf("pgembed: wait for the orphaned Postgres %d: %w", pid, ctx.Err())
			case <-time.After(10 * time.Millisecond):
			}
		}
	}
	return fmt.Errorf("pgembed: the orphaned Postgres, process %d, still runs on %s and does not stop; stop "+
		"it and try again", pid, h.data())
}

// alive is also true of a process that waits to be reaped, as it is for Postgres.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// postmaster says whether a command line is that of the Postgres of this data directory, and not of one of its
// children, who change theirs.
func postmaster(args []string, data string) bool {
	if len(args) == 0 {
		return false
	}
	if name := filepath.Base(args[0]); name != "postgres" && name != "postmaster" {
		return false
	}
	for i, arg := range args[1:] {
		if arg == "-D"+data || (arg == data && args[i] == "-D") {
			return true
		}
	}
	return false
}
