//go:build !linux

package pgembed

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// attributes give a child its user and a process group of its own so that Ctrl-C reaches the application first. Only
// Linux can signal the child of an application that was killed; elsewhere the next start stops it.
func attributes(who *syscall.Credential, _ syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: who, Setpgid: true}
}

// serves says whether a process is this data directory's Postgres. The command line comes without its quotes, so that
// the directory, which may have spaces, is looked for as a whole.
func serves(pid int, data string) bool {
	id := strconv.Itoa(pid)
	name, err := exec.Command("ps", "-p", id, "-o", "comm=").Output()
	if err != nil {
		return false
	}
	line, err := exec.Command("ps", "-ww", "-p", id, "-o", "command=").Output()
	if err != nil || !strings.Contains(string(line)+" ", " -D "+data+" ") {
		return false
	}
	return postmaster([]string{strings.TrimSpace(string(name)), "-D", data}, data)
}
