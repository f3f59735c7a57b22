package auth

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

const password = "a long walk by the river"

// deployed is what passwords cost outside of these tests, which make it cheap because there are many of them.
var deployed = todaysCost

func TestMain(m *testing.M) {
	todaysCost = cost{memory: 64, passes: 1, lanes: 1}
	os.Exit(m.Run())
}

func email() string { return fmt.Sprintf("%s@example.com", uuid.NewString()) }

// line is somebody's connection to the net, which no other test has.
func line() string {
	id := uuid.New()
	return fmt.Sprintf("2001:db8:%x:%x::1", id[0:2], id[2:4])
}

func addUser(t *testing.T, db *tenant.DB) User {
	t.Helper()
	user, err := AddUser(t.Context(), db, email(), "Ann Lee", password)
	if err != nil {
		t.Fatal(err)
	}
	return user
}

// addMember makes a member with an assignment from 2020 on.
func addMember(t *testing.T, db *tenant.DB, org tenant.Organisation, role tenant.Role) uuid.UUID {
	t.Helper()
	return addMemberFor(t, db, org, role, "2020-01-01", "infinity")
}

func addMemberFor(t *testing.T, db *tenant.DB, org tenant.Organisation, role tenant.Role, from, to string) uuid.UUID {
	t.Helper()
	id := uuid.New()
	update(t, db, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO app.members (tenant_id, id, name, created_at)
			VALUES (@tenant, @id, 'Bo Chen', @now)`,
			tenant.Args{"id": id, "now": tx.Now()})
		if err != nil {
			return err
		}
		_, err = tx.Exec(t.Context(), `INSERT INTO app.assignments (tenant_id, id, member_id, role, valid_from,
				valid_to, known_at)
			VALUES (@tenant, @id, @member, @role, @from::text::date, @to::text::date, @now)`,
			tenant.Args{"id": uuid.New(), "member": id, "role": string(role), "from": from, "to": to, "now": tx.Now()})
		return err
	})
	return id
}

func update(t *testing.T, db *tenant.DB, actor tenant.Actor, fn func(*tenant.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), actor, fn); err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		t.Fatalf("error %v, want one of kind %d", err, kind)
	}
}

func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
}

// atOnce runs fn n times at the same moment.
func atOnce(n int, fn func(i int)) {
	var ready, done sync.WaitGroup
	ready.Add(1)
	for i := range n {
		done.Go(func() { ready.Wait(); fn(i) })
	}
	ready.Done()
	done.Wait()
}

// clock can be moved on.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.at }

func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.at = c.at.Add(d) }

// clocked is a database with a clock of its own.
func clocked(t *testing.T) (*tenant.DB, *clock) {
	t.Helper()
	c := &clock{at: testdb.Now}
	return testdb.Open(t, testdb.New(t), c.now), c
}

func TestAnAddressIsWrittenInOneWay(t *testing.T) {
	for typed, want := range map[string]string{
		"  Ann@Example.COM ":          "ann@example.com",
		"J\u00dcRGEN@B\u00dcRO.DE":    "j\u00fcrgen@b\u00fcro.de",
		"ju\u0308rgen@example.com":    "j\u00fcrgen@example.com", // u and a combining diaeresis
		"\u212Aim@example.com":        "kim@example.com",         // the sign for Kelvin
		"\u0394\u03A3@example.com":    "\u03B4\u03C3@example.com",
		"ann+deals@mail.example.com ": "ann+deals@mail.example.com",
	} {
		if got, err := ParseEmail(typed); err != nil || got != want {
			t.Errorf("ParseEmail(%q) = %q, %v; want %q", typed, got, err, want)
		}
	}
}

func TestWhatIsNoAddressIsRefused(t *testing.T) {
	for _, typed := range []string{"", "ann", "@example.com", "ann@", "Ann <ann@example.com>",
		"ann@example.com, bo@example.com", "ann@example.com\r\nBcc: all@example.com", "ann@example.com (boss)",
		`"ann lee"@example.com`, "ann@[127.0.0.1]",
		"ann\x00@example.com", "ann\u200b@example.com", "ann@ex ample.com", "ann\xff@example.com",
		strings.Repeat("a", 250) + "@example.com"} {
		if got, err := ParseEmail(typed); fault.KindOf(err) != fault.Invalid {
			t.Errorf("ParseEmail(%q) = %q, %v; want it refused", typed, got, err)
		}
	}
}

func TestParsingAnAddressTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, err := ParseEmail(rapid.String().Draw(t, "local") + "@" +
			rapid.StringMatching(`[\p{L}]{1,9}\.com`).Draw(t, "domain"))
		if err != nil {
			return
		}
		if second, err := ParseEmail(first); err != nil || second != first {
			t.Fatalf("%q became %q, %v", first, second, err)
		}
	})
}

func TestAnyAddressThatIsParsedCanBeStored(t *testing.T) {
	db := testdb.DB(t)
	for _, letter := range []string{"\u0130", "\u1E9E", "\u01C5", "\u10A0", "\u13A0", "\uA7AF", "\U00010C80",
		"\U00016E40", "\u2C2F", "\u1C90"} {
		_, err := AddUser(t.Context(), db, letter+email(), "Ann", "")
		if err != nil && fault.KindOf(err) == fault.Internal {
			t.Errorf("%U: %v", []rune(letter), err)
		}
	}
}
