package pgembed

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func TestRootRunsPostgresAsSomebodyElse(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("this is the half for root; the other half is every other test without it")
	}
	dir := prepared(t)
	s := start(t, dir)
	status, err := os.Stat("/proc/" + strconv.Itoa(postmasterOf(t, dir)))
	if err != nil {
		t.Fatal(err)
	}
	if status.Sys().(*syscall.Stat_t).Uid == 0 {
		t.Error("Postgres runs as root")
	}
	stop(t, s)
	// As after root has unpacked a backup.
	err = filepath.Walk(filepath.Join(dir, "data"), func(path string, _ os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, 0, 0)
	})
	if err != nil {
		t.Fatal(err)
	}
	recalled(t, start(t, dir).URL())
}

// All that depends on the user again as nobody, from a copy of this program in a place that nobody can reach.
func TestStartsAndCrashesWithoutRoot(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("this is already without root")
	}
	dir := filepath.Dir(dataRoot(t))
	program := filepath.Join(dir, "pgembed.test")
	copyFile(t, os.Args[0], program)
	tmp := filepath.Join(dir, "tmp")
	if err := os.Mkdir(tmp, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(tmp, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-test.timeout=2m", "-test.skip=Hurry|TwoThat|CutShort|Newest|Package|TCPPort")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + tmp, "HOME=" + tmp}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v:\n%s", err, out)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
}

func TestTheDefaultDirectoryFollowsTheSystemsRules(t *testing.T) {
	getenv := func(vars map[string]string) func(string) string {
		return func(name string) string { return vars[name] }
	}
	xdg := DefaultDir(getenv(map[string]string{"XDG_DATA_HOME": "/x", "HOME": "/h"}))
	person := DefaultDir(getenv(map[string]string{"XDG_DATA_HOME": "not/absolute", "HOME": "/h"}))
	nothing := DefaultDir(getenv(nil))
	if os.Geteuid() == 0 {
		if xdg != "/var/lib/quarterdeck" || person != xdg || nothing != xdg {
			t.Errorf("root's: %s, %s, %s", xdg, person, nothing)
		}
		return
	}
	if xdg != "/x/quarterdeck" || person != "/h/.local/share/quarterdeck" ||
		!strings.HasSuffix(nothing, "/.local/share/quarterdeck") {
		t.Errorf("a person's: %s, %s, %s", xdg, person, nothing)
	}
}
