package sitetest

import (
	"regexp"
	"strings"
	"unicode/utf16"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
)

var tick = regexp.MustCompile(`name="statement" value="([^"]+)"`)

// Ticks are the statements that a page lets somebody choose.
func Ticks(page string) (form []string) {
	for _, m := range tick.FindAllStringSubmatch(page, -1) {
		form = append(form, "statement", m[1])
	}
	return form
}

// Bureau is an office whose people can sign in: Ann and Ben are paid, Nora leads them.
type Bureau struct {
	office.Office
	Site  *Site
	slug  string
	Users map[uuid.UUID]auth.User
}

func (b *Bureau) Browser(member uuid.UUID) *Browser { return b.Site.SignedIn(b.Users[member]) }

func (b *Bureau) Path(rest string) string { return "/o/" + b.slug + "/commissions" + rest }

// OnPaper is a text as a PDF has it: two bytes a letter.
func OnPaper(s string) string {
	var out strings.Builder
	for _, unit := range utf16.Encode([]rune(s)) {
		out.Write([]byte{byte(unit >> 8), byte(unit)})
	}
	return out.String()
}

// Bureau opens an office with a plan.
func (s *Site) Bureau(plan string) *Bureau {
	t := s.T
	t.Helper()
	b := &Bureau{Office: office.Open(t, plan), Site: s, Users: map[uuid.UUID]auth.User{}}
	for _, id := range []uuid.UUID{b.Eve, b.Nora, b.Ann, b.Ben, b.Sol, b.Olga, b.Fay, b.Ada} {
		user, err := auth.AddUser(t.Context(), s.DB, uuid.NewString()+"@example.com", "Somebody", "")
		if err == nil {
			err = s.DB.Update(t.Context(), tenant.AsSystem(b.TenantID),
				func(tx *tenant.Tx) error { return auth.Join(t.Context(), tx, user.ID, id) })
		}
		if err != nil {
			t.Fatal(err)
		}
		b.Users[id] = user
	}
	orgs, err := tenant.Organisations(t.Context(), s.DB)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range orgs {
		if o.TenantID == b.TenantID {
			b.slug = o.Slug
		}
	}
	return b
}
