// Package search finds records by a text, among those that the actor may see: opportunities, accounts, the people who
// sell and the people they sell to.
package search

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/platform/tenant"
)

// Kind is what a record is that was found.
type Kind string

// The kinds of records.
const (
	Account     Kind = "account"
	Opportunity Kind = "opportunity"
	Member      Kind = "member"
	Contact     Kind = "contact"
)

// Hit is a record that was found.
type Hit struct {
	Kind     Kind
	ID       uuid.UUID // of the record whose page opens: for a contact, the account
	Name     string
	Detail   string         // the account of an opportunity, the industry of an account, what a person is and where
	Status   string         // of an opportunity
	Amount   *int64         // of an opportunity, minor units of Currency
	Currency money.Currency // of Amount
}

// shortest is the least that is searched for: a shorter text would find almost everything. What is behind the longest
// does not count.
const (
	shortest = 2
	longest  = 100
)

// Find lists at most so many records of a kind with the text in their name, in any case; a text of two characters
// begins a word of it. The reader's own come first, then what is open, recent and large.
func Find(ctx context.Context, tx *tenant.Tx, text string, most int) ([]Hit, error) {
	return find(ctx, tx, text, true, most)
}

// Near lists at most so many records of a kind whose name is like the text, so that a slip of the hand is forgiven; the
// most alike come first.
func Near(ctx context.Context, tx *tenant.Tx, text string, most int) ([]Hit, error) {
	return find(ctx, tx, text, false, most)
}

func find(ctx context.Context, tx *tenant.Tx, text string, exact bool, most int) ([]Hit, error) {
	text = Clean(text)
	if len([]rune(text)) < shortest {
		return nil, nil
	}
	members, _ := tx.Visible()
	hits, err := tenant.List[Hit](ctx, tx, findRecords, tenant.Args{"text": text, "exact": exact, "members": members,
		"me": tx.Actor().MemberID, "most": most, "candidates": candidates, "base": tx.Base(), "today": tx.Today(),
		"known": tx.Now()})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return hits, nil
}

// Clean is a text as it is searched for: single spaces, and not more than anybody types.
func Clean(text string) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "")
	runes := []rune(strings.Join(strings.Fields(text), " "))
	return string(runes[:min(len(runes), longest)])
}
