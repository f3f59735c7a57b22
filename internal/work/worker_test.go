package work_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/work"
)

// TestMain runs a worker instead of the tests where a test asks for one in a process of its own, which it can kill.
func TestMain(m *testing.M) {
	if dsn := os.Getenv("QUARTERDECK_TEST_WORKER"); dsn != "" {
		if err := workFor(dsn); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// since is a clock that begins at the tests' moment and goes on.
func since(epoch time.Time) func() time.Time {
	return func() time.Time { return testdb.Now.Add(time.Since(epoch)) }
}

// workFor does jobs until it is killed.
func workFor(dsn string) error {
	ctx := context.Background()
	number := func(name string) int64 { n, _ := strconv.ParseInt(os.Getenv(name), 10, 64); return n }
	db, err := tenant.Open(ctx, dsn, since(time.Unix(0, number("EPOCH"))))
	if err != nil {
		return err
	}
	mailer, err := mail.New(mail.Config{Host: "127.0.0.1", Port: int(number("SMTP")), From: "work@work.example",
		TLS: mail.Plain}, db.Now)
	if err != nil {
		return err
	}
	send := func(ctx context.Context, id uuid.UUID) error { return mailer.Send(ctx, db.Pool(), id) }
	c, err := work.New(db,
		work.Deps{Mail: send, Link: "https://work.example", PollOnly: true, Lease: time.Duration(number("LEASE"))},
		slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return err
	}
	if err := c.Start(ctx); err != nil {
		return err
	}
	select {}
}

// spawn starts a worker in a process of its own; it is killed at the end of the test at the latest.
func spawn(t *testing.T, db *tenant.DB, epoch time.Time, lease time.Duration, smtp int) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "QUARTERDECK_TEST_WORKER="+db.Pool().Config().ConnString(),
		fmt.Sprintf("EPOCH=%d", epoch.UnixNano()), fmt.Sprintf("LEASE=%d", lease), fmt.Sprintf("SMTP=%d", smtp))
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kill(cmd) })
	return cmd
}

func kill(cmd *exec.Cmd) {
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// postbox is a mail server that keeps the Message-IDs of what it was given.
type postbox struct {
	mu   sync.Mutex
	seen map[string]int
}

func (p *postbox) listen(t *testing.T) (port int) {
	t.Helper()
	p.seen = map[string]int{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go p.talk(conn)
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

func (p *postbox) talk(conn net.Conn) {
	defer conn.Close()
	fmt.Fprint(conn, "220 postbox\r\n")
	letter, id := false, ""
	for in := bufio.NewScanner(conn); in.Scan(); {
		line := in.Text()
		answer := "250 fine"
		switch {
		case letter && line == ".":
			letter = false
			p.mu.Lock()
			p.seen[id]++
			p.mu.Unlock()
		case letter:
			if name, value, ok := strings.Cut(line, ": "); ok && strings.EqualFold(name, "Message-ID") {
				id = strings.Split(strings.Trim(value, "<>"), "@")[0]
			}
			continue
		case line == "DATA":
			letter, answer = true, "354 go on"
		case line == "QUIT":
			answer = "221 bye"
		}
		fmt.Fprint(conn, answer+"\r\n")
	}
}
