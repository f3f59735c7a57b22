package auth

import (
	"context"
	"strings"
	"testing"

	"quarterdeck/internal/base/fault"
)

func TestAPasswordCostsWhatOWASPAsks(t *testing.T) {
	if deployed != (cost{memory: 19456, passes: 2, lanes: 1}) {
		t.Errorf("passwords cost %+v", deployed)
	}
}

func TestAHashMatchesItsPasswordOnly(t *testing.T) {
	phc, err := hash(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("stored as %q", phc)
	}
	if other, _ := hash(t.Context(), password); other == phc {
		t.Error("two hashes of a password are the same: no salt")
	}
	for guess, want := range map[string]bool{password: true, password + " ": false, "": false,
		strings.ToUpper(password): false} {
		if same, outdated, err := matches(t.Context(), phc, guess); same != want || outdated || err != nil {
			t.Errorf("%q: %v, %v, %v", guess, same, outdated, err)
		}
	}
}

func TestNothingMatchesWhereNothingIsStored(t *testing.T) {
	for _, guess := range []string{"", password, strings.Repeat("\x00", keyBytes)} {
		if same, _, err := matches(t.Context(), "", guess); same || err != nil {
			t.Errorf("%q: %v, %v", guess, same, err)
		}
	}
}

// The hash is from the tests of the reference implementation (phc-winner-argon2, src/test.c).
func TestAForeignHashIsRead(t *testing.T) {
	const phc = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	same, outdated, err := matches(t.Context(), phc, "password")
	if !same || !outdated || err != nil {
		t.Errorf("%v, %v, %v", same, outdated, err)
	}
}

func TestAFloodOfHashesWaitsAndCanGiveUp(t *testing.T) {
	for range cap(hashing) {
		hashing <- struct{}{}
	}
	defer func() {
		for range cap(hashing) {
			<-hashing
		}
	}()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := hash(ctx, password); err == nil {
		t.Error("hashed with no place free")
	}
}

func FuzzParseStored(f *testing.F) {
	for _, seed := range []string{"",
		"$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
		"$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
		"$argon2id$v=19$m=64,t=0,p=0$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg", "$2a$10$abcdefghijklmnopqrstuu",
		"$argon2id$v=19$m=64,t=1,p=1,x=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, phc string) {
		s, err := parseStored(phc)
		if err != nil {
			return
		}
		if s.String() != phc || s.memory > dearest.memory || s.passes == 0 || s.lanes == 0 || len(s.key) < 16 {
			t.Errorf("%q was read as %+v", phc, s)
		}
	})
}

func TestThePolicy(t *testing.T) {
	for name, c := range map[string]struct {
		password string
		ok       bool
	}{
		"a sentence":                  {password, true},
		"twelve characters":           {"abcdefghijkl", true},
		"eleven characters":           {"abcdefghijk", false},
		"twelve letters of two bytes": {"äöüßéèêëàâîï", true},
		"eleven letters in parts":     {strings.Repeat("e\u0301", 6) + "abcde", false},
		"1,024 characters":            {strings.Repeat("abcdefgh", 128), true},
		"1,025 characters":            {strings.Repeat("abcdefgh", 128) + "a", false},
		"one key":                     {"aaaaaaaaaaaaaaaa", false},
		"the address":                 {"Ann.Lee.Sales@example.com", false},
		"the address before the @":    {"ann.lee.sales", false},
		"not text":                    {"abcdefghijkl\xff", false},
		"nothing":                     {"", false},
	} {
		err := checkPassword(c.password, "ann.lee.sales@example.com")
		if (err == nil) != c.ok || err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
