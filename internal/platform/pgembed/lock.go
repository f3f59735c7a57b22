package pgembed

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// notice is what the owner tells the processes that attach. It exists only while the database answers.
type notice struct {
	PID    int    `json:"pid"`
	URL    string `json:"url"`
	BinDir string `json:"bin_dir"`
	Port   int    `json:"port"` // as in Config
}

func (h home) noticePath() string { return filepath.Join(h.dir, "running.json") }
func (h home) lockPath() string   { return filepath.Join(h.dir, "lock") }

// tryLock returns nil without an error if another process, or another Server of this one, holds the directory. The
// kernel lets go of the lock when its holder dies in whatever way, so the file itself is never removed.
func (h home) tryLock() (*os.File, error) {
	f, err := os.OpenFile(h.lockPath(), os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("pgembed: the database in %s belongs to another user; run this as that user: %w", h.dir,
			err)
	}
	if err != nil {
		return nil, fmt.Errorf("pgembed: lock: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		f.Close()
		return nil, nil
	}
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = f.WriteString(strconv.Itoa(os.Getpid()) + "\n")
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("pgembed: lock: %w", err)
	}
	return f, nil
}

// holder is the process id in the lock file, for a message.
func (h home) holder() string {
	text, err := os.ReadFile(h.lockPath())
	if pid := strings.TrimSpace(string(text)); err == nil && pid != "" {
		return pid
	}
	return "(unknown)"
}

func (h home) readNotice() (notice, error) {
	var n notice
	text, err := os.ReadFile(h.noticePath())
	if err == nil {
		err = json.Unmarshal(text, &n)
	}
	if err != nil {
		return notice{}, fmt.Errorf("pgembed: notice: %w", err)
	}
	return n, nil
}

func (h home) writeNotice(n notice) error {
	text, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("pgembed: notice: %w", err)
	}
	return writeFile(h.noticePath(), text)
}

// dropNotice comes before the database goes, so that nobody attaches to what is leaving.
func (h home) dropNotice() error {
	if err := os.Remove(h.noticePath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("pgembed: notice: %w", err)
	}
	return nil
}
