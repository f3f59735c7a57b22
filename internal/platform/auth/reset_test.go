package auth

import (
	"strings"
	"testing"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/testdb"
)

const chosen = "tea with lemon and honey"

func TestAResetWorksOnce(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	address := email()
	user, err := AddUser(t.Context(), db, "kim."+address, "Kim Park", password)
	if err != nil {
		t.Fatal(err)
	}
	// The sign for Kelvin is written as k, so the typed address can be somebody else's: the mail goes to the account's
	// own.
	token, to, err := RequestReset(t.Context(), db, "\u212AIM."+address, "")
	if err != nil || to != user || len(token) < 43 {
		t.Fatalf("%q, %+v, %v", token, to, err)
	}
	if got, err := FindReset(t.Context(), db, token); err != nil || got != user {
		t.Fatalf("%+v, %v", got, err)
	}
	_, err = Reset(t.Context(), db, token, "short")
	wantKind(t, err, fault.Invalid) // and the link still works
	reset, err := Reset(t.Context(), db, token, chosen)
	if err != nil || reset.Epoch != user.Epoch+1 {
		t.Fatalf("%+v, %v", reset, err)
	}
	_, err = Reset(t.Context(), db, token, "and another password")
	wantErr(t, err, errResetGone)
	_, err = SignIn(t.Context(), db, user.Email, password, "")
	wantErr(t, err, errWrong)
	if _, err := SignIn(t.Context(), db, user.Email, chosen, ""); err != nil {
		t.Error(err)
	}
}

func TestAResetExpires(t *testing.T) {
	t.Parallel()
	db, clock := clocked(t)
	user := addUser(t, db)
	token, _, err := RequestReset(t.Context(), db, user.Email, "")
	if err != nil {
		t.Fatal(err)
	}
	clock.pass(ResetLife)
	_, err = Reset(t.Context(), db, token, chosen)
	wantErr(t, err, errResetGone)
}

func TestAResetTellsNobodyWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	disabled := addUser(t, db)
	if err := Disable(t.Context(), db, disabled.ID); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{email(), disabled.Email} {
		for range resetGate.perAccount {
			token, user, err := RequestReset(t.Context(), db, address, "")
			if token != "" || user != (User{}) || err != nil {
				t.Errorf("%q, %+v, %v", token, user, err)
			}
		}
		if _, _, err := RequestReset(t.Context(), db, address, ""); !throttled(err) {
			t.Errorf("error %v, want throttled", err)
		}
	}
	user := addUser(t, db)
	for range resetGate.perAccount {
		if _, _, err := RequestReset(t.Context(), db, user.Email, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := RequestReset(t.Context(), db, user.Email, ""); !throttled(err) {
		t.Errorf("error %v, want throttled", err)
	}
}

func TestAnAddressCannotSendMailToEverybody(t *testing.T) {
	t.Parallel()
	db, line := testdb.DB(t), line()
	for range resetGate.perAddress {
		if _, _, err := RequestReset(t.Context(), db, email(), line); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := RequestReset(t.Context(), db, email(), line); !throttled(err) {
		t.Errorf("error %v, want throttled", err)
	}
}

func TestAPasswordEndsTheOtherResets(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	user, disabled := addUser(t, db), addUser(t, db)
	first, _, _ := RequestReset(t.Context(), db, user.Email, "")
	second, _, _ := RequestReset(t.Context(), db, user.Email, "")
	if _, err := Reset(t.Context(), db, second, chosen); err != nil {
		t.Fatal(err)
	}
	shut, _, _ := RequestReset(t.Context(), db, disabled.Email, "")
	if err := Disable(t.Context(), db, disabled.ID); err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{"earlier": first, "of a disabled user": shut, "empty": "",
		"made up": "AAAA"} {
		if _, err := Reset(t.Context(), db, token, chosen+chosen); err != errResetGone {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOfTwoResetsAtOnceOneWins(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	user := addUser(t, db)
	token, _, _ := RequestReset(t.Context(), db, user.Email, "")
	errs := make([]error, 4)
	atOnce(len(errs), func(i int) { _, errs[i] = Reset(t.Context(), db, token, chosen) })
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			wantErr(t, err, errResetGone)
		}
	}
	if won != 1 {
		t.Errorf("%d of them won", won)
	}
}

func TestAResetLiftsTheThrottle(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	user := addUser(t, db)
	for range signInGate.perAccount + 1 {
		SignIn(t.Context(), db, user.Email, "wrong", "")
	}
	token, _, _ := RequestReset(t.Context(), db, user.Email, "")
	if _, err := Reset(t.Context(), db, token, chosen); err != nil {
		t.Fatal(err)
	}
	if _, err := SignIn(t.Context(), db, user.Email, chosen, ""); err != nil {
		t.Error(err)
	}
}

func TestTheDatabaseHoldsNoToken(t *testing.T) {
	t.Parallel()
	db := testdb.DB(t)
	user := addUser(t, db)
	token, _, _ := RequestReset(t.Context(), db, user.Email, "")
	var row string
	err := db.Pool().QueryRow(t.Context(), `SELECT r::text || encode(token_hash, 'escape') FROM auth.password_resets r
		WHERE user_id = $1`, user.ID).Scan(&row)
	if err != nil || strings.Contains(row, token) {
		t.Errorf("%q holds %q (%v)", row, token, err)
	}
}
