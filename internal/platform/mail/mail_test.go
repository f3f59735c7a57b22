package mail

import (
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

func now() time.Time { return testdb.Now }

func mailer(t *testing.T, config Config) *Mailer {
	t.Helper()
	if config.Host != "" {
		config.From = "Quarterdeck <no-reply@quarterdeck.example>"
	}
	m, err := New(config, now)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func to(s *server) Config { return Config{Host: "127.0.0.1", Port: s.port, TLS: Plain} }

func queue(t *testing.T, db *tenant.DB, msg Message) uuid.UUID {
	t.Helper()
	id, err := Queue(t.Context(), db.Pool(), msg, now())
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func stored(t *testing.T, db *tenant.DB, id uuid.UUID) (letter Letter) {
	t.Helper()
	err := pgx.BeginFunc(t.Context(), db.Pool(), func(tx pgx.Tx) (err error) {
		letter, err = lockLetter(t.Context(), tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return letter
}

func parse(t *testing.T, letter string) (netmail.Header, string) {
	t.Helper()
	msg, err := netmail.ReadMessage(strings.NewReader(letter))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(msg.Body))
	if err != nil {
		t.Fatal(err)
	}
	return msg.Header, strings.ReplaceAll(string(body), "\r\n", "\n")
}

func TestALetterIsSentOnce(t *testing.T) {
	t.Parallel()
	db, s := testdb.DB(t), serve(t, &server{})
	m := mailer(t, to(s))
	link := "https://qd.example/o/büro/invitation?token=" + strings.Repeat("aB-_", 11)
	id := queue(t, db, Invitation("ann@example.com", "Büro & Söhne", link, now()))
	for range 2 {
		if err := m.Send(t.Context(), db.Pool(), id); err != nil {
			t.Fatal(err)
		}
	}
	letters, lines := s.got()
	if len(letters) != 1 || !strings.Contains(lines, "MAIL FROM:<no-reply@quarterdeck.example>") ||
		!strings.Contains(lines, "RCPT TO:<ann@example.com>") {
		t.Fatalf("%d letters\n%s", len(letters), lines)
	}
	header, body := parse(t, letters[0])
	subject, _ := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
	if subject != "Your invitation to Büro & Söhne on Quarterdeck" || header.Get("To") != "<ann@example.com>" ||
		header.Get("Auto-Submitted") != "auto-generated" ||
		header.Get("Message-Id") != "<"+id.String()+"@quarterdeck.example>" {
		t.Errorf("%v", header)
	}
	if !strings.Contains(body, "\n"+link+"\n") || !strings.Contains(body, "Friday, 20 November 2026, 12:00 UTC") {
		t.Errorf("body\n%s", body)
	}
	if l := stored(t, db, id); l.Body != "" || l.Failure != "" || l.SentAt == nil || !l.SentAt.Equal(now()) {
		t.Errorf("%+v", l)
	}
}

func TestTwoWorkersSendOneLetter(t *testing.T) {
	t.Parallel()
	db, s := testdb.DB(t), serve(t, &server{})
	m := mailer(t, to(s))
	id := queue(t, db, Reset("ann@example.com", "Ann", "https://qd.example/reset/x", now()))
	var both sync.WaitGroup
	for range 4 {
		both.Go(func() {
			if err := m.Send(t.Context(), db.Pool(), id); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if letters, _ := s.got(); len(letters) != 1 {
		t.Errorf("%d letters", len(letters))
	}
}

func TestAFailureIsNotedAndTriedAgain(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	bad, good := serve(t, &server{refuse: "RCPT"}), serve(t, &server{})
	id := queue(t, db, Reset("gone@example.com", "Ann", "https://qd.example/reset/x", now()))
	if err := mailer(t, to(bad)).Send(t.Context(), db.Pool(), id); err == nil {
		t.Fatal("no error")
	}
	if l := stored(t, db, id); !strings.Contains(l.Failure, "no such") || strings.Contains(l.Failure, "\x07") ||
		l.SentAt != nil || l.Body == "" {
		t.Errorf("%+v", l)
	}
	if err := mailer(t, to(good)).Send(t.Context(), db.Pool(), id); err != nil {
		t.Fatal(err)
	}
	if l := stored(t, db, id); l.Failure != "" || l.SentAt == nil {
		t.Errorf("%+v", l)
	}
}

func TestAServerThatIsAwayOrHangsIsAFailure(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for name, port := range map[string]int{"away": 1, "silent": silent.Addr().(*net.TCPAddr).Port} {
		id := queue(t, db, Reset("ann@example.com", "Ann", "https://qd.example/reset/x", now()))
		m := mailer(t, Config{Host: "127.0.0.1", Port: port, TLS: Plain})
		m.patience = 300 * time.Millisecond
		if err := m.Send(t.Context(), db.Pool(), id); err == nil {
			t.Errorf("%s: no error", name)
		}
		if l := stored(t, db, id); l.SentAt != nil || l.Body == "" || l.Failure == "" {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

func TestALetterThatWasTakenIsSentEvenIfTheServerHangsUp(t *testing.T) {
	t.Parallel()
	db, s := testdb.DB(t), serve(t, &server{hangUp: true})
	id := queue(t, db, Reset("ann@example.com", "Ann", "https://qd.example/reset/x", now()))
	if err := mailer(t, to(s)).Send(t.Context(), db.Pool(), id); err != nil {
		t.Error(err)
	}
	if l := stored(t, db, id); l.SentAt == nil {
		t.Errorf("%+v", l)
	}
}

// The test's server offers no STARTTLS, as somebody in the middle would have it.
func TestNoLetterGoesOutInTheClearUnlessItMay(t *testing.T) {
	t.Parallel()
	db, s := testdb.DB(t), serve(t, &server{})
	config := to(s)
	config.TLS, config.User, config.Password = "", "quarterdeck", "s3cret"
	id := queue(t, db, Reset("ann@example.com", "Ann", "https://qd.example/reset/x", now()))
	if err := mailer(t, config).Send(t.Context(), db.Pool(), id); err == nil {
		t.Error("no error")
	}
	if letters, lines := s.got(); len(letters) != 0 || strings.Contains(lines, "AUTH") ||
		strings.Contains(lines, "MAIL") {
		t.Errorf("%d letters\n%s", len(letters), lines)
	}
}

func TestWithoutAServer(t *testing.T) {
	t.Parallel()
	db := testdb.Open(t, testdb.New(t), now) // Outbox lists the letters of everybody
	first := queue(t, db, Reset("ann@example.com", "Ann", "https://qd.example/reset/1", now().Add(-time.Hour)))
	second := queue(t, db, Reset("bo@example.com", "Bo", "https://qd.example/reset/2", now()))
	development, production := mailer(t, Config{Development: true}), mailer(t, Config{})
	if err := development.Send(t.Context(), db.Pool(), first); err != nil {
		t.Error(err)
	}
	letters, err := development.Outbox(t.Context(), db.Pool(), 10)
	if err != nil || len(letters) != 2 || letters[0].ID != second || !strings.Contains(letters[1].Body, "/reset/1") ||
		letters[1].SentAt != nil {
		t.Errorf("%+v, %v", letters, err)
	}
	if letters, _ := development.Outbox(t.Context(), db.Pool(), 1); len(letters) != 1 {
		t.Errorf("%d letters, want 1", len(letters))
	}
	if err := production.Send(t.Context(), db.Pool(), first); !errors.Is(err, errNoServer) {
		t.Errorf("error %v", err)
	}
	if l := stored(t, db, first); !strings.Contains(l.Failure, "no mail server") {
		t.Errorf("%+v", l)
	}
	if letters, err := production.Outbox(t.Context(), db.Pool(), 10); fault.KindOf(err) != fault.NotFound ||
		letters != nil {
		t.Errorf("%+v, %v", letters, err)
	}
}

func TestALetterIsQueuedOnlyWithWhatCausesIt(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	var id uuid.UUID
	cause := errors.New("changed my mind")
	err := pgx.BeginFunc(t.Context(), db.Pool(), func(tx pgx.Tx) (err error) {
		if id, err = Queue(t.Context(), tx, Message{To: "ann@example.com", Subject: "s", Body: "b"},
			now()); err != nil {
			return err
		}
		return cause
	})
	if !errors.Is(err, cause) {
		t.Fatal(err)
	}
	s := serve(t, &server{})
	if err := mailer(t, to(s)).Send(t.Context(), db.Pool(), id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("error %v", err)
	}
}

func TestNobodyAddsAHeaderOrARecipient(t *testing.T) {
	t.Parallel()
	db, s := testdb.DB(t), serve(t, &server{})
	const evil = "Acme\r\nBcc: all@example.com\r\n\r\n<b>Win</b>\x00\u202e"
	id := queue(t, db, Invitation("ann@example.com", evil+strings.Repeat("x", 500), "https://qd.example/i/x", now()))
	if err := mailer(t, to(s)).Send(t.Context(), db.Pool(), id); err != nil {
		t.Fatal(err)
	}
	letters, lines := s.got()
	header, body := parse(t, letters[0])
	if header.Get("Bcc") != "" || strings.Count(lines, "RCPT") != 1 || strings.ContainsAny(body, "\x00\u202e") {
		t.Errorf("%v\n%s\n%s", header, lines, body)
	}
	if subject, _ := new(mime.WordDecoder).DecodeHeader(header.Get("Subject")); len([]rune(subject)) > longest {
		t.Errorf("subject %q", subject)
	}
	for _, recipient := range []string{"", "ann", "ann@example.com\r\nRCPT TO:<all@example.com>",
		"ann@example.com, bo@example.com", "Ann <ann@example.com>", "ann@example.com>", "ann@example.com\x00"} {
		if _, err := Queue(t.Context(), db.Pool(), Message{To: recipient, Subject: "s", Body: "b"},
			now()); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", recipient, err)
		}
	}
	for _, msg := range []Message{{To: "ann@example.com", Body: "b"},
		{To: "ann@example.com", Subject: "s", Body: " \n"}} {
		if _, err := Queue(t.Context(), db.Pool(), msg, now()); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", msg, err)
		}
	}
}

func TestAWrongConfigurationIsRefused(t *testing.T) {
	for name, config := range map[string]Config{
		"tls":  {Host: "mail", From: "a@b.example", TLS: "ssl3"},
		"from": {Host: "mail", From: "nobody"},
		"port": {Host: "mail", From: "a@b.example", Port: 70000},
	} {
		if _, err := New(config, now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if m, err := New(Config{}, now); err != nil || m.Sends() {
		t.Errorf("%v, %v", m, err)
	}
}

func TestASummaryKeepsItsFiguresBelowEachOther(t *testing.T) {
	t.Parallel()
	msg := Review(Summary{To: "ann@example.com", Name: "Ann\r\nBcc: x", Organisation: "Acme", Week: "Nov 16–22, 2026",
		About: "Your changes",
		Lines: [][2]string{{"New", "+$1.00 (1)"}, {"Slipped", "−$20.00 (2)"}}, Actions: []string{"Call\nthem (Ann)"},
		Link: "https://qd.example/o/acme/review/2026-W47"})
	for _, want := range []string{"  New      +$1.00 (1)\n  Slipped  −$20.00 (2)\n", "  - Call them (Ann)\n",
		"Hello Ann Bcc: x,", "https://qd.example/o/acme/review/2026-W47\n"} {
		if !strings.Contains(msg.Body, want) {
			t.Errorf("%q is not in\n%s", want, msg.Body)
		}
	}
	if _, err := msg.check(); err != nil {
		t.Error(err)
	}
	if msg = Review(Summary{To: "ann@example.com", Week: "W"}); strings.Contains(msg.Body, "actions") {
		t.Error("nothing was agreed")
	}
}
