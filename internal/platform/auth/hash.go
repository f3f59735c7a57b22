package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

// cost is how much a guess of a password costs, and so what a sign-in costs.
type cost struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

// today's cost is OWASP's first choice for argon2id, about 50 ms. A stored hash of another cost is renewed at sign-in.
var todaysCost = cost{memory: 19 * 1024, passes: 2, lanes: 1}

// dearest bounds what a stored hash can ask for, so that a damaged row cannot take the memory of the machine.
var dearest = cost{memory: 256 * 1024, passes: 16, lanes: 8}

const (
	saltBytes = 16
	keyBytes  = 32
)

// hashing has a place for each hash that may be under way, so that a flood of sign-ins waits instead of exhausting
// memory.
var hashing = make(chan struct{}, max(2, runtime.NumCPU()))

func derive(ctx context.Context, password string, salt []byte, c cost, size uint32) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
		defer func() { <-hashing }()
	case <-ctx.Done():
		return nil, fmt.Errorf("auth: hash: %w", ctx.Err())
	}
	return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.lanes, size), nil
}

// hash derives what is stored of a password, as a PHC string.
func hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	rand.Read(salt)
	key, err := derive(ctx, password, salt, todaysCost, keyBytes)
	if err != nil {
		return "", err
	}
	return stored{todaysCost, salt, key}.String(), nil
}

// matches tells whether a password is the stored one, and whether the hash should be renewed at today's cost. Where
// nothing is stored it takes as long and answers no.
func matches(ctx context.Context, phc, password string) (same, outdated bool, err error) {
	s := stored{cost: todaysCost, salt: make([]byte, saltBytes), key: make([]byte, keyBytes)}
	if phc != "" {
		if s, err = parseStored(phc); err != nil {
			return false, false, err
		}
	}
	key, err := derive(ctx, password, s.salt, s.cost, uint32(len(s.key)))
	if err != nil {
		return false, false, err
	}
	same = subtle.ConstantTimeCompare(key, s.key) == 1 && phc != ""
	return same, s.cost != todaysCost || len(s.key) != keyBytes, nil
}

// stored is a hash with what it takes to derive it again.
type stored struct {
	cost
	salt, key []byte
}

var b64 = base64.RawStdEncoding.Strict()

// String writes the PHC form, $argon2id$v=19$m=…,t=…,p=…$salt$key.
func (s stored) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, s.memory, s.passes, s.lanes,
		b64.EncodeToString(s.salt), b64.EncodeToString(s.key))
}

var errStored = errors.New("auth: a stored password hash cannot be read")

func parseStored(phc string) (stored, error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return stored{}, errStored
	}
	var s stored
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &s.memory, &s.passes, &s.lanes); err != nil {
		return stored{}, errStored
	}
	var saltErr, keyErr error
	s.salt, saltErr = b64.DecodeString(parts[4])
	s.key, keyErr = b64.DecodeString(parts[5])
	if saltErr != nil || keyErr != nil || len(s.salt) < 8 || len(s.key) < 16 || len(s.salt) > 64 || len(s.key) > 64 {
		return stored{}, errStored
	}
	if s.passes < 1 || s.lanes < 1 || s.passes > dearest.passes || s.lanes > dearest.lanes ||
		s.memory > dearest.memory || s.String() != phc {
		return stored{}, errStored
	}
	return s, nil
}
