package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain is the command itself where a test asks for it in a process of its own, which it can interrupt.
func TestMain(m *testing.M) {
	if os.Getenv("QUARTERDECK_TEST_COMMAND") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// process starts a command in a process of its own, in a folder.
func process(t *testing.T, dir, addr string, args ...string) (cmd *exec.Cmd, said func() string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "said")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd = exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "QUARTERDECK_TEST_COMMAND=1", "DATABASE_URL=", "QUARTERDECK_DATA="+dir,
		"QUARTERDECK_ADDR="+addr)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd, func() string {
		text, _ := os.ReadFile(file)
		return string(text)
	}
}

// dataFolder is a new folder that the user of the embedded database may read.
func dataFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "qdstop-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// answers waits until the server at an address does.
func answers(t *testing.T, addr string, within time.Duration) {
	t.Helper()
	for until := time.Now().Add(within); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		r, err := http.Get("http://" + addr + "/login")
		if err != nil {
			continue
		}
		r.Body.Close()
		if r.StatusCode == http.StatusOK {
			return
		}
	}
	t.Fatal("the server does not answer")
}

// TestCtrlCEndsEverythingWithinThreeSeconds interrupts a server with its own database at a random moment after it has
// begun, while a forecast is trained: each time the training begins again. QUARTERDECK_STOP_ROUNDS=20 has it done so
// often.
func TestCtrlCEndsEverythingWithinThreeSeconds(t *testing.T) {
	rounds := 4
	if n, err := strconv.Atoi(os.Getenv("QUARTERDECK_STOP_ROUNDS")); err == nil {
		rounds = n
	}
	dir, export := dataFolder(t), filepath.Join(t.TempDir(), "export")
	const addr = "127.0.0.1:18475"
	c := &console{t: t, env: map[string]string{"QUARTERDECK_DATA": dir, "QUARTERDECK_LOG": "error"}}
	c.run("demo", "--export", export, "--as-of", "2026-11-20")
	c.run("org", "create", "--slug", "acme", "--name", "Acme", "--currency", "USD")
	c.run("import", "salesforce", export, "--org", "acme")
	luck := rand.New(rand.NewPCG(3, 4))
	var took []string
	for range rounds {
		server, said := process(t, dir, addr, "serve")
		answers(t, addr, time.Minute)
		time.Sleep(time.Duration(luck.IntN(4000)) * time.Millisecond)
		began := time.Now()
		if err := server.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		err := server.Wait()
		end := time.Since(began)
		took = append(took, fmt.Sprintf("%.1f", end.Seconds()))
		if err != nil || end > 3*time.Second {
			t.Errorf("after Ctrl-C it went on for %s: %v\n%s", end, err, said())
		}
	}
	t.Logf("Ctrl-C ended everything after %s s", strings.Join(took, ", "))
}
