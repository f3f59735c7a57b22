package pgembed

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// launch starts Postgres itself, not pg_ctl, which would leave us without its exit. Its own lock refuses to start while
// the process in postmaster.pid lives, unless that is an ancestor: naming the stale process as one gets past a recycled
// id while Postgres still makes its other checks.
func (h home) launch(t *tenure, stale int) error {
	log, at, err := h.openLog()
	if err != nil {
		return err
	}
	defer log.Close()
	port := strconv.Itoa(socketPort(t.notice.Port))
	listen := ""
	if t.notice.Port != 0 {
		listen = "127.0.0.1"
	}
	args := []string{"-D", h.data(), "-k", `"` + strings.ReplaceAll(t.sockets, `"`,
		`""`) + `"`, "-p", port, "-c", "listen_addresses=" + listen}
	if t.unsafe {
		args = append(args, "-c", "fsync=off", "-c", "full_page_writes=off")
	}
	// Nothing else lies in the directory of the socket, and no Postgres of ours runs now: what it left there may go.
	socket := filepath.Join(t.sockets, ".s.PGSQL."+port)
	os.Remove(socket)
	os.Remove(socket + ".lock")
	cmd := exec.Command(filepath.Join(t.notice.BinDir, "postgres"), args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = "/", log, log
	cmd.Env = append(environment(), "PG_GRANDPARENT_PID="+strconv.Itoa(stale))
	cmd.SysProcAttr = attributes(h.who.credential(), syscall.SIGINT)
	t.child, err = spawn(cmd)
	if err == nil {
		t.child.logStart = at
	}
	return err
}

// environment for Postgres: nothing of ours, which SQL could read, and nothing of libpq's, which would mislead it.
func environment() []string {
	env := []string{"LC_ALL=C"}
	for _, name := range []string{"PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// socketPort is in the socket's name even when no TCP port is open.
func socketPort(port int) int {
	if port == 0 {
		return 5432
	}
	return port
}

// socketDir is where the socket lies: in the data root or, as the kernel allows a socket's path no more than 107 bytes
// (103 on macOS), in a short directory with a name that every process derives from the data root.
func (h home) socketDir() (string, error) {
	const longest = 103 - len("/.s.PGSQL.65535")
	dir := filepath.Join(h.dir, "run")
	if len(dir) > longest {
		sum := sha256.Sum256([]byte(h.dir))
		name := "quarterdeck-" + hex.EncodeToString(sum[:6])
		if dir = filepath.Join(os.TempDir(), name); len(dir) > longest {
			dir = filepath.Join("/tmp", name)
		}
	}
	return dir, h.who.private(dir)
}
