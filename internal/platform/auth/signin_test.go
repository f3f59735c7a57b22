package auth

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/testdb"
)

func TestSignInWithTheAddressInAnyCase(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	address := email()
	user, err := AddUser(t.Context(), db, " \u00c9ric."+address, "  Éric\tDupont ", "mot de passe tr\u00e8s long")
	if err != nil {
		t.Fatal(err)
	}
	if user.Name != "Éric Dupont" || !user.HasPassword || user.Disabled {
		t.Errorf("%+v", user)
	}
	got, err := SignIn(t.Context(), db, "E\u0301RIC."+strings.ToUpper(address), "mot de passe tre\u0300s long", "")
	if err != nil || got != user {
		t.Errorf("%+v, %v; want %+v", got, err, user)
	}
}

func TestAnAddressHasOneAccount(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	user := addUser(t, db)
	_, err := AddUser(t.Context(), db, strings.ToUpper(user.Email), "Somebody Else", "another long password")
	wantKind(t, err, fault.Conflict)
	if got, err := FindUser(t.Context(), db, strings.ToUpper(user.Email)); err != nil || got != user {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = FindUser(t.Context(), db, email())
	wantKind(t, err, fault.NotFound)
	wantKind(t, Disable(t.Context(), db, uuid.New()), fault.NotFound)
	for _, name := range []string{"", " \t", "a\x00b", "a\u0007b", strings.Repeat("x", 201), "a\xff"} {
		_, err := AddUser(t.Context(), db, email(), name, "")
		wantKind(t, err, fault.Invalid)
	}
}

func TestEverySignInThatFailsSaysTheSame(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	user, disabled := addUser(t, db), addUser(t, db)
	if err := Disable(t.Context(), db, disabled.ID); err != nil {
		t.Fatal(err)
	}
	without, err := AddUser(t.Context(), db, email(), "No Password", "")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string][2]string{
		"wrong":         {user.Email, "not the password"},
		"empty":         {user.Email, ""},
		"unknown":       {email(), password},
		"disabled":      {disabled.Email, password},
		"no password":   {without.Email, password},
		"none at all":   {without.Email, ""},
		"no address":    {"'; DROP TABLE users", password},
		"very long":     {user.Email, strings.Repeat(password, 100_000)},
		"null":          {user.Email + "\x00", password},
		"null password": {user.Email, password + "\x00"},
	} {
		_, err := SignIn(t.Context(), db, c[0], c[1], "")
		if err != errWrong {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Enable(t.Context(), db, disabled.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := SignIn(t.Context(), db, disabled.Email, password, ""); err != nil {
		t.Errorf("enabled: %v", err)
	}
}

func TestAnAccountIsThrottledAndRecovers(t *testing.T) {
	t.Parallel()
	db, clock := clocked(t)
	user, other := addUser(t, db), addUser(t, db)
	for range signInGate.perAccount {
		_, err := SignIn(t.Context(), db, user.Email, "wrong", "")
		wantErr(t, err, errWrong)
	}
	for range 3 { // the right password as well, and asking again does not make it longer
		clock.pass(time.Minute)
		_, err := SignIn(t.Context(), db, strings.ToUpper(user.Email), password, "")
		if !throttled(err) {
			t.Fatalf("error %v, want throttled", err)
		}
	}
	if _, err := SignIn(t.Context(), db, other.Email, password, ""); err != nil {
		t.Errorf("another account: %v", err)
	}
	clock.pass(signInGate.window - 3*time.Minute)
	if _, err := SignIn(t.Context(), db, user.Email, password, ""); err != nil {
		t.Errorf("after the window: %v", err)
	}
}

func TestASignInThatSucceedsForgivesTheAccount(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	user := addUser(t, db)
	for range 3 {
		for range signInGate.perAccount - 1 {
			_, err := SignIn(t.Context(), db, user.Email, "wrong", "")
			wantErr(t, err, errWrong)
		}
		if _, err := SignIn(t.Context(), db, user.Email, password, ""); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnUnknownAccountIsThrottledLikeAKnownOne(t *testing.T) {
	t.Parallel()
	db, address := testdb.DB(t), email()
	for range signInGate.perAccount {
		_, err := SignIn(t.Context(), db, address, "wrong", "")
		wantErr(t, err, errWrong)
	}
	if _, err := SignIn(t.Context(), db, address, "wrong", ""); !throttled(err) {
		t.Errorf("error %v, want throttled", err)
	}
}

// An account of one's own must not buy guesses at the others, nor an IPv6 line with its many addresses.
func TestAnAddressIsThrottledWhateverTheAccount(t *testing.T) {
	t.Parallel()
	db, clock := clocked(t)
	mine := addUser(t, db)
	for i := range signInGate.perAddress {
		if i%10 == 0 {
			if _, err := SignIn(t.Context(), db, mine.Email, password, "[2001:db8::1]:443"); err != nil {
				t.Fatal(err)
			}
		}
		_, err := SignIn(t.Context(), db, email(), "wrong", "2001:db8::"+strings.Repeat("f", 1+i%4))
		wantErr(t, err, errWrong)
	}
	if _, err := SignIn(t.Context(), db, mine.Email, password, "2001:db8::9"); !throttled(err) {
		t.Errorf("error %v, want throttled", err)
	}
	if _, err := SignIn(t.Context(), db, mine.Email, password, "192.0.2.7"); err != nil {
		t.Errorf("another address: %v", err)
	}
	clock.pass(signInGate.window)
	if _, err := SignIn(t.Context(), db, mine.Email, password, "2001:db8::9"); err != nil {
		t.Errorf("after the window: %v", err)
	}
}

func TestManyGuessesAtOnceDoNotSlipThrough(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	user := addUser(t, db)
	line := line()
	var looked atomic.Int32
	atOnce(40, func(int) {
		if _, err := SignIn(t.Context(), db, user.Email, "wrong", line); err == errWrong {
			looked.Add(1)
		} else if !throttled(err) {
			t.Error(err)
		}
	})
	if n := int(looked.Load()); n != signInGate.perAccount {
		t.Errorf("%d guesses were looked at", n)
	}
}

func TestNetworks(t *testing.T) {
	for address, want := range map[string]string{"192.0.2.1": "192.0.2.1", "192.0.2.1:80": "192.0.2.1",
		"::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3::4": "2001:db8:1:2::/64",
		"[2001:db8:1:2::9]:80": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64", "pipe": "pipe"} {
		if got := network(address); got != want {
			t.Errorf("network(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestAnOldHashIsRenewedAtSignIn(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	const old = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	user, err := insertUser(t.Context(), db.Pool(), email(), "Ann", old, db.Now())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		got, err := SignIn(t.Context(), db, user.Email, "password", "")
		if err != nil || got != user { // the epoch too: sessions stay
			t.Fatalf("%+v, %v; want %+v", got, err, user)
		}
	}
	found, err := accountByID(t.Context(), db.Pool(), user.ID)
	if err != nil || found.PasswordHash == old || !strings.Contains(found.PasswordHash, "$m=64,t=1,p=1$") {
		t.Errorf("stored %q, %v", found.PasswordHash, err)
	}
}

func TestANewPasswordEndsTheOldOne(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	user := addUser(t, db)
	const next = "a longer walk by the sea"
	_, err := ChangePassword(t.Context(), db, user.ID, "not the password", next, "")
	wantKind(t, err, fault.Invalid)
	_, err = ChangePassword(t.Context(), db, user.ID, password, "short", "")
	wantKind(t, err, fault.Invalid)
	changed, err := ChangePassword(t.Context(), db, user.ID, password, next, "")
	if err != nil || changed.Epoch != user.Epoch+1 {
		t.Fatalf("%+v, %v", changed, err)
	}
	_, err = SignIn(t.Context(), db, user.Email, password, "")
	wantErr(t, err, errWrong)
	if got, err := SignIn(t.Context(), db, user.Email, next, ""); err != nil || got != changed {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = SetPassword(t.Context(), db, uuid.Nil, next)
	wantKind(t, err, fault.NotFound)
}

func TestAFailureFromTheFutureLocksNobody(t *testing.T) {
	t.Parallel()
	db, clock := clocked(t)
	user, err := AddUser(t.Context(), db, email(), "Kim Park", password)
	if err != nil {
		t.Fatal(err)
	}
	clock.pass(30 * 24 * time.Hour) // a clock that was a month ahead for a while
	for range signInGate.perAccount {
		SignIn(t.Context(), db, user.Email, "wrong", "")
	}
	if _, err := SignIn(t.Context(), db, user.Email, password, ""); !throttled(err) {
		t.Fatalf("while the clock is ahead: %v", err)
	}
	clock.pass(-30 * 24 * time.Hour)
	if _, err := SignIn(t.Context(), db, user.Email, password, ""); err != nil {
		t.Errorf("after the clock was set right: %v", err)
	}
	for range signInGate.perAccount {
		SignIn(t.Context(), db, user.Email, "wrong", "")
	}
	clock.pass(-30 * time.Second) // another machine's clock is a little behind
	if _, err := SignIn(t.Context(), db, user.Email, password, ""); !throttled(err) {
		t.Errorf("on a machine whose clock is half a minute behind: %v", err)
	}
	clock.pass(-24 * time.Hour)
	if err := Sweep(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM auth.sign_in_failures`).Scan(&left); err != nil ||
		left != 0 {
		t.Errorf("%d failures from the future are kept (%v)", left, err)
	}
}

// throttled tells whether an error means that the attempt was not even looked at, which HTTP calls 429.
func throttled(err error) bool {
	return errors.Is(err, errThrottled) || errors.Is(err, errResetThrottled)
}
