// Package mention finds whom a note mentions, such as "@Ann Lee", and remembers it by their keys, so that a change of a
// name changes nothing.
package mention

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/note"
)

// Mention is a member with the words of a note that name them, the @ left out.
type Mention = note.Mention

// Find lists whom a text mentions: "@" and a whole name, or a first name that one member alone has. Unclear are first
// names that several have.
func Find(text string, members []audience.Member) (found []Mention, unclear []string) {
	seen := map[uuid.UUID]bool{}
	for _, rest := range after(text) {
		m, words, several := named(rest, members)
		switch {
		case several:
			unclear = append(unclear, words)
		case words != "" && !seen[m]:
			seen[m] = true
			found = append(found, Mention{MemberID: m, Words: words})
		}
	}
	return found, unclear
}

// after is what stands after each @ that begins a word; an e-mail address has none.
func after(text string) (all []string) {
	before := ' '
	for i, r := range text {
		if r == '@' && !inWord(before) {
			all = append(all, text[i+1:])
		}
		before = r
	}
	return all
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '_' }

// named is the member whose name a text begins with, the longest name first, and the words as they are written.
func named(text string, members []audience.Member) (id uuid.UUID, words string, several bool) {
	for _, m := range members {
		if w, ok := begins(text, m.Name); ok && len(w) > len(words) {
			id, words, several = m.ID, w, false
		} else if ok && len(w) == len(words) {
			several = true
		}
	}
	if words != "" {
		return id, words, several
	}
	for _, m := range members {
		first, _, _ := strings.Cut(m.Name, " ")
		if w, ok := begins(text, first); ok {
			id, words, several = m.ID, w, words != ""
		}
	}
	return id, words, several
}

// begins tells that a text begins with a name, in any case, and that no word goes on there.
func begins(text, name string) (words string, ok bool) {
	runes, want := []rune(text), []rune(name)
	if len(want) == 0 || len(runes) < len(want) || !strings.EqualFold(string(runes[:len(want)]), name) {
		return "", false
	}
	if len(runes) > len(want) && (unicode.IsLetter(runes[len(want)]) || unicode.IsDigit(runes[len(want)])) {
		return "", false
	}
	return string(runes[:len(want)]), true
}

// Part is a piece of a text: plain, or the words that mention a member.
type Part struct {
	Text     string
	MemberID uuid.UUID // zero: plain
}

// Split cuts a text where its mentions stand.
func Split(text string, mentions []Mention) (parts []Part) {
	for text != "" {
		at, m := first(text, mentions)
		if at < 0 {
			return append(parts, Part{Text: text})
		}
		if at > 0 {
			parts = append(parts, Part{Text: text[:at]})
		}
		end := at + 1 + len(m.Words)
		parts = append(parts, Part{Text: text[at:end], MemberID: m.MemberID})
		text = text[end:]
	}
	return parts
}

// first is where the first mention stands; of several at one place the longest.
func first(text string, mentions []Mention) (at int, m Mention) {
	at = -1
	for _, one := range mentions {
		i := strings.Index(text, "@"+one.Words)
		if i >= 0 && (at < 0 || i < at || i == at && len(one.Words) > len(m.Words)) {
			at, m = i, one
		}
	}
	return at, m
}

// Keep remembers whom a note mentions.
func Keep(ctx context.Context, tx *tenant.Tx, written uuid.UUID, mentions []Mention) error {
	for _, m := range mentions {
		if _, err := tx.Exec(ctx, `INSERT INTO app.note_mentions (tenant_id, note_id, member_id, words)
			VALUES (@tenant, @note, @member, @words)`,
			tenant.Args{"note": written, "member": m.MemberID, "words": m.Words}); err != nil {
			return fmt.Errorf("mention: keep: %w", err)
		}
	}
	return nil
}
