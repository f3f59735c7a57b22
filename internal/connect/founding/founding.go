// Package founding is the beginning of an organisation in the browser: the first organisation of an installation with
// its administrator, and the steps after that, from the sales stages to the first quotas.
package founding

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// First is what the set-up page asks for: the organisation and its first administrator.
type First struct {
	Name     string
	Slug     string // empty: made of the name
	Settings tenant.Settings
	Admin    auth.Newcomer
}

// The bounds of the texts of an organisation.
const (
	maxName = 200
	maxSlug = 63
)

// Create makes the first organisation, its administrator and their seat, all at once, and answers with who can sign in.
// It is a Conflict where somebody else was faster.
func Create(ctx context.Context, db *tenant.DB, token string, f First) (org tenant.Organisation, user auth.User,
	err error) {
	if f, err = f.checked(); err != nil {
		return org, user, err
	}
	org, err = tenant.CreateFirst(ctx, db, f.Slug, f.Name, f.Settings,
		func(tx *tenant.Tx, _ tenant.Organisation) error {
			if user, err = auth.AddFirst(ctx, tx, token, f.Admin); err != nil {
				return err
			}
			return seat(ctx, tx, user)
		})
	return org, user, err
}

func (f First) checked() (First, error) {
	f.Name = strings.Join(strings.Fields(f.Name), " ")
	if f.Name == "" {
		return f, fault.On("organisation", "Enter the name of your organisation.")
	}
	if utf8.RuneCountInString(f.Name) > maxName {
		return f, fault.On("organisation", "A name can have at most 200 characters.")
	}
	if f.Slug == "" {
		f.Slug = Slug(f.Name)
	}
	if f.Slug == "" {
		return f, fault.On("slug", "Enter a short name for the address, such as acme.")
	}
	var err error
	f.Admin, err = f.Admin.Check()
	return f, err
}

// seat makes the user an administrator from today on.
func seat(ctx context.Context, tx *tenant.Tx, user auth.User) error {
	id, err := member.Add(ctx, tx, member.Person{Name: user.Name, Email: user.Email})
	if err != nil {
		return err
	}
	a := member.Assignment{MemberID: id, Role: tenant.Admin, ValidFrom: tx.Today()}
	if err := member.Assign(ctx, tx, a); err != nil {
		return err
	}
	if err := auth.Join(ctx, tx, user.ID, id); err != nil {
		return err
	}
	return audit.Record(ctx, tx, "created", "organisation", tx.Actor().TenantID.String(), nil)
}

// Welcome prints the link with which the first organisation is created, where there is none.
func Welcome(ctx context.Context, db *tenant.DB, site string, out io.Writer) error {
	founded, err := tenant.Founded(ctx, db)
	if err != nil || founded {
		return err
	}
	token, err := auth.NewSetupLink(ctx, db)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "There is no organisation yet. Open this link to create one. It works once, for 24 hours:\n"+
		"  %s/start/%s\n", site, token)
	return err
}

// Slug is the short name in an organisation's address that follows from its name: "Müller & Söhne" is muller-sohne.
// Empty: the name has no letter for it.
func Slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '.':
		case !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String(), "-")
	return strings.Trim(slug[:min(len(slug), maxSlug)], "-")
}
