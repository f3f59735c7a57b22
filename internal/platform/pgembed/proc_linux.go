package pgembed

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// attributes give a child its user, a process group of its own so that Ctrl-C reaches the application first, and the
// signal it gets if the application is killed.
func attributes(who *syscall.Credential, orphaned syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: who, Setpgid: true, Pdeathsig: orphaned}
}

// serves says whether a process is this data directory's Postgres. Its command line is for everybody to read, its
// working directory, which is also right if the data has been moved since, only for some.
func serves(pid int, data string) bool {
	proc := filepath.Join("/proc", strconv.Itoa(pid))
	text, err := os.ReadFile(filepath.Join(proc, "cmdline"))
	if err != nil {
		return false
	}
	args := strings.Split(strings.TrimRight(string(text), "\x00"), "\x00")
	if postmaster(args, data) {
		return true
	}
	cwd, err := os.Readlink(filepath.Join(proc, "cwd"))
	return err == nil && cwd == data && postmaster([]string{args[0], "-D", data}, data)
}
