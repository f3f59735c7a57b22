package pgembed

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// DefaultDir is where the data of a machine's own Quarterdeck lives: /var/lib/quarterdeck for root, and for anybody
// else the directory that the XDG rules set aside for a person's data.
func DefaultDir(getenv func(string) string) string {
	if os.Geteuid() == 0 {
		return "/var/lib/quarterdeck"
	}
	if xdg := getenv("XDG_DATA_HOME"); filepath.IsAbs(xdg) {
		return filepath.Join(xdg, "quarterdeck")
	}
	person := getenv("HOME")
	if person == "" {
		if u, err := user.Current(); err == nil {
			person = u.HomeDir
		}
	}
	return filepath.Join(person, ".local", "share", "quarterdeck")
}

// home is a data root, and the system user whom its Postgres runs as.
type home struct {
	dir string // absolute, without symbolic links
	who owner
}

func (h home) data() string     { return filepath.Join(h.dir, "data") }
func (h home) log() string      { return filepath.Join(h.dir, "postgres.log") }
func (h home) installs() string { return filepath.Join(h.dir, "postgres") }

// openHome makes the data root if need be. Root's must let Postgres' own user through, so it is 0711, and what is in it
// guards itself.
func openHome(dir string) (home, error) {
	if dir == "" {
		dir = DefaultDir(os.Getenv)
	}
	dir, err := filepath.Abs(dir)
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return home{}, fmt.Errorf("pgembed: data directory: %w", err)
	}
	who, err := ownerOf(filepath.Join(dir, "data"))
	if err != nil {
		return home{}, err
	}
	h := home{dir: dir, who: who}
	info, err := os.Stat(dir)
	if err != nil {
		return home{}, fmt.Errorf("pgembed: data directory: %w", err)
	}
	if st, ok := info.Sys().(*syscall.Stat_t); ok && who.drop && st.Uid != who.uid &&
		info.Mode().Perm()&0o011 != 0o011 {
		if err := os.Chmod(dir, info.Mode().Perm()|0o011); err != nil {
			return home{}, fmt.Errorf("pgembed: data directory: %w", err)
		}
	}
	return h, nil
}

// major is the version of Postgres that wrote the data, and 0 if there is none yet.
func (h home) major() (int, error) {
	text, err := os.ReadFile(filepath.Join(h.data(), "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		entries, err := os.ReadDir(h.data())
		if err == nil && len(entries) > 0 {
			return 0,
				fmt.Errorf("pgembed: %s has files but no PG_VERSION, so it is no Postgres data; move it away to "+
					"start afresh", h.data())
		}
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("pgembed: version of the data: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("pgembed: version of the data in %s: %w", h.data(), err)
	}
	return major, nil
}

// password of the superuser; a new one only if there is no data that it would lock us out of.
func (h home) password(fresh bool) (string, error) {
	path := filepath.Join(h.dir, "password")
	text, err := os.ReadFile(path)
	if secret := strings.TrimSpace(string(text)); err == nil && secret != "" {
		return secret, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("pgembed: password: %w", err)
	}
	if !fresh {
		return "", fmt.Errorf("pgembed: there is data in %s, but %s, which opens it, is missing; restore that file",
			h.data(), path)
	}
	raw := make([]byte, 24)
	rand.Read(raw) // never fails, by its contract
	secret := hex.EncodeToString(raw)
	return secret, writeFile(path, []byte(secret+"\n"))
}

// writeFile replaces a private file as a whole, so that nobody ever reads half of it.
func writeFile(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // 0600
	if err != nil {
		return fmt.Errorf("pgembed: write %s: %w", path, err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("pgembed: write %s: %w", path, err)
	}
	return nil
}
