package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// newToken makes what goes into a mail, 256 bits that nobody can guess, and its digest, which is all that is stored:
// who reads the database can follow no link.
func newToken() (token string, digest []byte) {
	b := make([]byte, 32)
	rand.Read(b)
	token = base64.RawURLEncoding.EncodeToString(b)
	return token, digestOf(token)
}

func digestOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
