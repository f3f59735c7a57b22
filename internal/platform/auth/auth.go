// Package auth knows who somebody is: users, their passwords and sessions, and the organisations in which they have a
// seat.
//
// One person is one user, whatever organisations they belong to. What a user may do there is not known here but in the
// organisation, where a membership leads to a member and the member's assignment of the day to a role.
// Nothing here tells a stranger whether an e-mail address has an account.
package auth

import (
	"context"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/text/unicode/norm"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// User is a person who can sign in. Sessions of an older Epoch are signed out.
type User struct {
	ID          uuid.UUID
	Email       string // as ParseEmail writes it
	Name        string
	Epoch       int64
	HasPassword bool // false until an invitation or a reset has been followed
	Disabled    bool
	KeysOff     bool // the person turned single-key shortcuts off
}

// Membership is a user's place in an organisation, as the directory of organisations has it.
type Membership struct {
	tenant.Organisation
	MemberID uuid.UUID
}

// querier is a pool or a transaction.
type querier interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// maxEmail is the longest address that mail can be delivered to (RFC 5321 §4.5.3.1).
const maxEmail = 254

// ParseEmail writes an address in the one way in which accounts are found: composed Unicode, small letters, nothing
// around it.
func ParseEmail(typed string) (string, error) {
	email := norm.NFC.String(strings.ToLower(norm.NFC.String(strings.TrimSpace(typed))))
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > maxEmail || !utf8.ValidString(typed) ||
		strings.ContainsFunc(email, strange) {
		return "", fault.On("email", "Enter an e-mail address such as name@example.com.")
	}
	return email, nil
}

// strange tells characters that a quoted address may have and that no ordinary one does.
func strange(r rune) bool {
	return unicode.IsSpace(r) || !unicode.IsGraphic(r) || strings.ContainsRune(`"[]<>()\,;:`, r)
}

// maxName keeps a name in a line of a page.
const maxName = 200

// parseName refuses what would not show as a name.
func parseName(typed string) (string, error) {
	name := strings.Join(strings.Fields(typed), " ")
	if name == "" {
		return "", fault.On("name", "Enter your name.")
	}
	if utf8.RuneCountInString(name) > maxName || !utf8.ValidString(name) ||
		strings.ContainsFunc(name, unicode.IsControl) {
		return "", fault.On("name", "A name can have at most 200 characters, all printable.")
	}
	return name, nil
}
