package pgembed

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// owner is the system user whom Postgres runs as: ourselves or, since it refuses root, somebody without rights.
type owner struct {
	uid, gid uint32
	drop     bool // from root
}

// ownerOf picks the user: for root, whoever owns the data already, so that a new image or an installed package with
// other user ids changes nothing, and for new data postgres or else nobody.
func ownerOf(data string) (owner, error) {
	if os.Geteuid() != 0 {
		return owner{uid: uint32(os.Geteuid()), gid: uint32(os.Getegid())}, nil
	}
	if info, err := os.Stat(data); err == nil {
		if st, ok := info.Sys().(*syscall.Stat_t); ok && st.Uid != 0 {
			return owner{uid: st.Uid, gid: st.Gid, drop: true}, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err == nil && err2 == nil && uid != 0 {
			return owner{uid: uint32(uid), gid: uint32(gid), drop: true}, nil
		}
	}
	return owner{},
		errors.New("pgembed: Postgres will not run as root, and this system has neither a user postgres nor nobody")
}

// credential is what a child process must become.
func (o owner) credential() *syscall.Credential {
	if !o.drop {
		return nil
	}
	return &syscall.Credential{Uid: o.uid, Gid: o.gid}
}

// give hands one file or directory over.
func (o owner) give(path string) error {
	if !o.drop {
		return nil
	}
	return os.Lchown(path, int(o.uid), int(o.gid))
}

// adopt hands a whole tree over if root owns it, as after a backup was unpacked by root.
func (o owner) adopt(tree string) error {
	info, err := os.Lstat(tree)
	if errors.Is(err, fs.ErrNotExist) || !o.drop {
		return nil
	}
	if err != nil {
		return fmt.Errorf("pgembed: adopt: %w", err)
	}
	if st, ok := info.Sys().(*syscall.Stat_t); !ok || st.Uid == o.uid {
		return nil
	}
	// The top comes last: as long as it is root's, an interrupted walk is taken up again.
	err = filepath.WalkDir(tree, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || path == tree {
			return err
		}
		return o.give(path)
	})
	if err = errors.Join(err, o.give(tree)); err != nil {
		return fmt.Errorf("pgembed: adopt: %w", err)
	}
	return nil
}

// private makes a directory that only Postgres (and root) can enter, or checks that an existing one is: its name may be
// guessed by others when it lies in the system's directory for temporary files.
func (o owner) private(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("pgembed: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("pgembed: %w", err)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() || (st.Uid != o.uid && st.Uid != uint32(os.Geteuid())) {
		return fmt.Errorf("pgembed: %s belongs to somebody else; remove it", dir)
	}
	if err := errors.Join(os.Chmod(dir, 0o700), o.give(dir)); err != nil {
		return fmt.Errorf("pgembed: %w", err)
	}
	return nil
}
