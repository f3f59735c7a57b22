package object

import (
	"regexp"
	"strings"

	"quarterdeck/internal/platform/tenant"
)

var titles = []struct {
	role tenant.Role
	form *regexp.Regexp
}{
	{tenant.Admin, regexp.MustCompile(`\badministrator\b|\bcrm admin\b|\bsalesforce admin\b`)},
	{tenant.Ops, regexp.MustCompile(`\bsales op(eration)?s\b|\brev(enue)? ?op(eration)?s\b`)},
	{tenant.Finance, regexp.MustCompile(`\bfinance\b|\bfinancial (officer|controller|analyst)\b|\bcfo\b|` +
		`\bcontroller\b|\bcompensation (analyst|manager)\b`)},
	{tenant.Executive, regexp.MustCompile(`\b(cro|ceo|coo)\b|` +
		`\bchief (revenue|executive|sales|commercial|operating) officer\b|\b(co-?)?founder\b`)},
}

var vicePresident = regexp.MustCompile(`\b(s?vp|vice president)\b`)

// roleOf reads a role from a title. A vice president without a manager is an executive.
func roleOf(title string, managed, leads bool) tenant.Role {
	title = strings.ToLower(title)
	for _, t := range titles {
		if t.form.MatchString(title) {
			return t.role
		}
	}
	switch {
	case vicePresident.MatchString(title) && !managed:
		return tenant.Executive
	case leads:
		return tenant.Manager
	}
	return tenant.Rep
}
