package pgembed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// child is a process of ours, reaped when it ends.
type child struct {
	process  *os.Process
	logStart int64         // where its words begin in the log
	exited   chan struct{} // closed when it has been reaped
	err      error         // how it ended, set before exited is closed
}

// spawn starts a command from a thread that lives until the command has ended, because Linux sends the parent-death
// signal when the thread that forked ends, not the process.
func spawn(cmd *exec.Cmd) (*child, error) {
	c := &child{exited: make(chan struct{})}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			c.err = cmd.Wait()
			close(c.exited)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("pgembed: start %s: %w", cmd.Path, err)
	}
	c.process = cmd.Process
	return c, nil
}

// stop asks Postgres for a fast shutdown, and for an immediate one when ctx ends. It is never killed outright: that
// would leave its children behind.
func (c *child) stop(ctx context.Context) error {
	if err := c.process.Signal(syscall.SIGINT); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("pgembed: stop Postgres: %w", err)
	}
	select {
	case <-c.exited:
		return nil
	case <-ctx.Done():
	}
	_ = c.process.Signal(syscall.SIGQUIT) // it may be gone by now
	select {
	case <-c.exited:
		return nil
	case <-time.After(15 * time.Second): // it kills its own children after five
		return fmt.Errorf("pgembed: Postgres, process %d, does not stop", c.process.Pid)
	}
}

// openLog opens the log for appending, emptied if it has grown beyond 10 MB, and says where it ends.
func (h home) openLog() (*os.File, int64, error) {
	f, err := os.OpenFile(h.log(), os.O_WRONLY|os.O_CREATE|os.O_APPEND|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, 0, fmt.Errorf("pgembed: log: %w", err)
	}
	at, err := f.Seek(0, io.SeekEnd)
	if err == nil && at > 10<<20 {
		at, err = 0, f.Truncate(0)
	}
	if err != nil {
		f.Close()
		return nil, 0, fmt.Errorf("pgembed: log: %w", err)
	}
	return f, at, nil
}

// tail is what a log says from an offset on, at most its last 2,000 bytes.
func tail(path string, from int64) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	from = min(from, int64(len(text)))
	from = max(from, int64(len(text))-2000)
	return strings.TrimSpace(string(text[from:]))
}
