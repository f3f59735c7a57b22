package object

import (
	"testing"

	"quarterdeck/internal/platform/tenant"
)

func TestARoleIsReadFromTheTitleAndTheReports(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		title          string
		managed, leads bool
		want           tenant.Role
	}{
		{"CRO", false, true, tenant.Executive}, {"Chief Revenue Officer", false, true, tenant.Executive},
		{"VP Sales", false, true, tenant.Executive},
		{"VP Sales EMEA", true, true, tenant.Manager}, {"Vice President, Strategic Accounts", true, false, tenant.Rep},
		{"Account Executive", true, false, tenant.Rep}, {"Sales Manager", true, true, tenant.Manager},
		{"", true, true, tenant.Manager},
		{"Sales Operations Analyst", true, false, tenant.Ops}, {"RevOps Lead", true, true, tenant.Ops},
		{"Head of Revenue Operations", true, true, tenant.Ops},
		{"Sales Finance Partner", true, false, tenant.Finance}, {"CFO", false, true, tenant.Finance},
		{"Salesforce Administrator", true, false, tenant.Admin},
		{"Account Manager, Financial Services", true, false, tenant.Rep},
	} {
		if got := roleOf(c.title, c.managed, c.leads); got != c.want {
			t.Errorf("%q is %s, not %s", c.title, got, c.want)
		}
	}
}
