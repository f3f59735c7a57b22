// Package attachment owns what people put to a record: links, and files with their bytes.
//
// A file's type is what its bytes say, whatever its name claims. What is removed stays for pages of the past and can be
// restored; its bytes are deleted for good after Grace.
package attachment

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/record/note"
)

// What an organisation may keep, in bytes.
const (
	MostFile  = 25 << 20 // of one file
	MostHouse = 10 << 30 // of all its files, those included that were removed within Grace
)

// Grace is how long the bytes of a removed file are kept.
const Grace = 30 * 24 * time.Hour

const (
	longestName = 200
	longestLink = 2000
)

// Attachment is a link or a file of a record, as it was at a moment.
type Attachment struct {
	ID        uuid.UUID
	Object    note.Object
	ObjectID  uuid.UUID
	AuthorID  uuid.UUID
	Name      string // of the file, or the title of the link
	URL       string // of a link; empty: a file
	Media     string // the type of a file
	Size      int64  // bytes
	SHA256    []byte `db:"sha256"`
	At        time.Time
	ErasedAt  *time.Time // the bytes are gone for good
	Removed   bool
	ChangedAt time.Time  // when it was added, removed or restored last
	ChangedBy *uuid.UUID // by whom; nil: the system
}

// Link tells that it is one, and no file.
func (a Attachment) Link() bool { return a.URL != "" }

// Opens tells that there are bytes to send.
func (a Attachment) Opens() bool { return !a.Link() && !a.Removed && a.ErasedAt == nil }

// Host is where a link leads to, for people; empty: it is a file.
func (a Attachment) Host() string {
	u, err := url.Parse(a.URL)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// Kind is what became of an attachment.
type Kind string

// What becomes of attachments.
const (
	Added    Kind = "added"
	Removed  Kind = "removed"
	Restored Kind = "restored"
)

// Event is something that became of an attachment.
type Event struct {
	ID           uuid.UUID
	AttachmentID uuid.UUID
	At           time.Time
	MemberID     *uuid.UUID // nil: the system
	Kind         Kind
	Name, URL    string // of the attachment
}

// File is one that somebody sends. Its body is read twice.
type File struct {
	Name string // as the sender's machine calls it
	Body io.ReadSeeker
}

// Link is one that somebody enters.
type Link struct{ URL, Title string }

// read is the link as it is kept: an address of the web, without a password in it, and a title.
func (l Link) read() (Link, error) {
	l.URL, l.Title = strings.TrimSpace(l.URL), strings.Join(strings.Fields(plain(l.Title)), " ")
	u, err := url.Parse(l.URL)
	switch {
	case l.URL == "":
		return l, fault.On("link", "Enter the address of the link.")
	case err == nil && u.Scheme == "" && strings.Contains(l.URL, ".") && !strings.HasPrefix(l.URL, "/"):
		return Link{"https://" + l.URL, l.Title}.read()
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil ||
		plain(l.URL) != l.URL:
		return l, fault.On("link", "Enter a web address that begins with https:// or http://.")
	case utf8.RuneCountInString(l.URL) > longestLink:
		return l, fault.On("link", fmt.Sprintf("Enter an address of at most %d characters.", longestLink))
	}
	if l.URL = u.String(); l.Title == "" {
		l.Title = shorten(u.Host+strings.TrimSuffix(u.Path, "/"), longestName)
	}
	return l, fault.Within("link_title", l.Title, longestName)
}
