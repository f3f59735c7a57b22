package mail

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
)

// server is a mail server on loopback that takes letters, or refuses what it is told to.
type server struct {
	port   int
	refuse string // a command, as "RCPT"
	hangUp bool   // right after it took a letter

	mu      sync.Mutex
	lines   []string // what clients said, other than letters
	letters []string
}

func serve(t *testing.T, s *server) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.port = listener.Addr().(*net.TCPAddr).Port
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.talk(conn)
		}
	}()
	return s
}

func (s *server) talk(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewScanner(conn)
	fmt.Fprint(conn, "220 test\r\n")
	for in.Scan() {
		verb, _, _ := strings.Cut(in.Text(), " ")
		s.mu.Lock()
		s.lines = append(s.lines, in.Text())
		s.mu.Unlock()
		switch {
		case verb == s.refuse:
			fmt.Fprint(conn, "550 5.1.1 no such\x07 mailbox\r\n")
		case verb == "EHLO":
			fmt.Fprint(conn, "250-test\r\n250-AUTH CRAM-MD5\r\n250 8BITMIME\r\n")
		case verb == "DATA":
			fmt.Fprint(conn, "354 go on\r\n")
			s.take(in)
			fmt.Fprint(conn, "250 taken\r\n")
			if s.hangUp {
				return
			}
		case verb == "QUIT":
			fmt.Fprint(conn, "221 bye\r\n")
			return
		default:
			fmt.Fprint(conn, "250 ok\r\n")
		}
	}
}

func (s *server) take(in *bufio.Scanner) {
	var letter strings.Builder
	for in.Scan() && in.Text() != "." {
		letter.WriteString(strings.TrimPrefix(in.Text(), ".") + "\r\n")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters = append(s.letters, letter.String())
}

func (s *server) got() (letters []string, lines string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.letters, strings.Join(s.lines, "\n")
}
