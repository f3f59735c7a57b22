package pgembed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// settings are Quarterdeck's choices for a new cluster. They go into its postgresql.conf, where an operator can change
// them.
const settings = `
# Quarterdeck's choices, made once when this cluster was created. Change them as you like.
shared_buffers = 256MB
max_connections = 100
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
`

// initdb makes the cluster beside its place and renames it there, so that data is either whole or absent.
func (h home) initdb(ctx context.Context, bin, private, secret string, unsafe bool) error {
	tmp := filepath.Join(h.dir, "data.tmp")
	if err := clear(ctx, tmp); err != nil {
		return err
	}
	err := os.Mkdir(tmp, 0o700)
	if err == nil {
		err = h.who.give(tmp)
	}
	if err != nil {
		return fmt.Errorf("pgembed: initdb: %w", err)
	}
	pwfile := filepath.Join(private, "initial-password")
	if err := errors.Join(writeFile(pwfile, []byte(secret+"\n")), h.who.give(pwfile)); err != nil {
		return err
	}
	defer os.Remove(pwfile)
	if err := h.runInitdb(ctx, bin, tmp, pwfile, unsafe); err != nil {
		return err
	}
	if err := appendSettings(filepath.Join(tmp, "postgresql.conf")); err != nil {
		return err
	}
	if err := os.Rename(tmp, h.data()); err != nil {
		return fmt.Errorf("pgembed: initdb: %w", err)
	}
	root, err := os.Open(h.dir)
	if err == nil {
		err = errors.Join(root.Sync(), root.Close())
	}
	if err != nil {
		return fmt.Errorf("pgembed: initdb: %w", err)
	}
	return nil
}

// runInitdb tries the locales in turn: text search by trigrams takes only ASCII for letters unless LC_CTYPE is of
// UTF-8, and macOS before 15 has no C.UTF-8. Text is ordered by code point everywhere, which no upgrade of the system's
// locales can change.
func (h home) runInitdb(ctx context.Context, bin, dir, pwfile string, unsafe bool) error {
	for _, ctype := range []string{"C.UTF-8", "en_US.UTF-8", "C"} {
		args := []string{
			"-D", dir, "--username=postgres", "--pwfile=" + pwfile, "--auth=scram-sha-256", "--data-checksums",
			"--encoding=UTF8", "--locale-provider=libc", "--locale=C", "--lc-ctype=" + ctype, "--no-instructions",
		}
		if unsafe {
			args = append(args, "--no-sync")
		}
		cmd := exec.Command(filepath.Join(bin, "initdb"), args...)
		var out bytes.Buffer
		cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = "/", environment(), &out, &out
		// on anything milder it would delete what a successor makes
		cmd.SysProcAttr = attributes(h.who.credential(), syscall.SIGKILL)
		c, err := spawn(cmd)
		if err != nil {
			return err
		}
		select {
		case <-c.exited:
		case <-ctx.Done():
			_ = c.process.Kill() // it may be gone by now
			<-c.exited
			return fmt.Errorf("pgembed: initdb: %w", ctx.Err())
		}
		if c.err == nil {
			return nil
		}
		if !strings.Contains(out.String(), "invalid locale name") {
			return fmt.Errorf("pgembed: initdb: %w:\n%s", c.err, strings.TrimSpace(out.String()))
		}
	}
	return errors.New("pgembed: initdb: this system has no usable locale, not even C")
}

// appendSettings writes as root, if we are, into a file that Postgres' user owns already.
func appendSettings(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return fmt.Errorf("pgembed: settings: %w", err)
	}
	_, err = f.WriteString(settings)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("pgembed: settings: %w", err)
	}
	return nil
}

// clear removes what an interrupted initdb left. Its last child may still be writing for a moment.
func clear(ctx context.Context, tmp string) error {
	for try := 0; ; try++ {
		err := os.RemoveAll(tmp)
		if err == nil {
			return nil
		}
		if try == 30 || ctx.Err() != nil {
			return fmt.Errorf("pgembed: initdb: %w", err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}
