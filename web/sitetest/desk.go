package sitetest

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
)

// desk is an office whose people sign in.
type desk struct {
	office.Office
	site *Site
	slug string
}

func NewDesk(t *testing.T) *desk {
	t.Helper()
	o := office.Open(t, office.Selling)
	d := &desk{Office: o, site: NewOn(t, o.DB, NewJobs(t, o.DB))}
	orgs, err := tenant.Organisations(t.Context(), o.DB)
	if err != nil {
		t.Fatal(err)
	}
	for _, org := range orgs {
		if org.TenantID == o.TenantID {
			d.slug = org.Slug
		}
	}
	return d
}

// As is a browser in which a member has signed in.
func (d *desk) As(t *testing.T, member uuid.UUID) *Browser {
	t.Helper()
	user, err := auth.AddUser(t.Context(), d.DB, uuid.NewString()+"@example.com", "Somebody", "")
	if err != nil {
		t.Fatal(err)
	}
	d.Do(t, func(ctx context.Context, tx *tenant.Tx) error { return auth.Join(ctx, tx, user.ID, member) })
	return d.site.SignedIn(user)
}

func (d *desk) Path(rest string) string { return "/o/" + d.slug + rest }
