package sitetest

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"quarterdeck/internal/platform/tenant"
)

// What a page may weigh, compressed as it is sent, in bytes.
const (
	pageBudget     = 20 << 10
	gridBudget     = 40 << 10
	fragmentBudget = 10 << 10
	styleBudget    = 16 << 10
	scriptBudget   = 20 << 10
	requestBudget  = 8
)

// screens are the pages that a role opens, on the demo company.
func (c *company) screens(role tenant.Role) []string {
	o := c.told("Opportunity.csv")
	mine := c.below(role)
	var open, acc string
	for _, row := range o {
		if (mine == nil || mine[row["OwnerId"]]) && row["IsClosed"] == "false" {
			open, acc = c.opportunities[row["Id"]].String(), c.accounts[row["AccountId"]].String()
		}
	}
	all := []string{"/home", "/home?period=2026&as_of=2026-10-15", "/pipeline", "/pipeline?status=all&sort=amount",
		"/opportunities/" + open, "/accounts", "/accounts/" + acc, "/quotas", "/reports/bookings", "/reports/forecast",
		"/members/" + c.Members[tenant.Rep].ID.String(), "/definitions", "/search?q=an", "/more",
		"/review/2026-W47", "/review/2026-W46?view=gross", "/review/2026-W46?kind=new",
		"/forecast/2026-Q4", "/forecast/2026-Q4?sums=through&as_of=2026-10-30", "/forecast/2026-Q4?by=segment",
		"/forecast/mine", "/forecast/outlook", "/forecast/outlook?by=member", "/forecast/accuracy",
		"/forecast/accuracy/trials?of=members", "/pipeline/board", "/pipeline/board?columns=category&in=any"}
	if role.May(tenant.RunImports) {
		all = append(all, "/imports", "/imports/"+c.job.String())
	}
	all = append(all, "/commissions/2026-10", "/commissions/2026-11", "/commissions/what-if")
	if role.May(tenant.RunPay) {
		all = append(all, "/commissions/runs", "/commissions/runs/"+c.run.String(),
			"/commissions/2026-11?member="+c.Members[tenant.Rep].ID.String())
	}
	if role.May(tenant.ApprovePay) {
		all = append(all, "/commissions/team")
	}
	if role.May(tenant.ManageMembers) {
		all = append(all, "/settings/members", "/settings/members?add=1",
			"/settings/members?member="+c.Members[tenant.Rep].ID.String())
	}
	if role.May(tenant.ManageForecast) {
		all = append(all, "/settings/forecast")
	}
	if role.May(tenant.ManagePlans) {
		plan := "/plans/" + c.plan.String()
		all = append(all, "/plans", "/plans/new", plan, plan+"?v=2&before=1&after=2", plan+"/edit",
			plan+"/versions/3/publish", plan+"/simulate", plan+"/letter?member="+c.Members[tenant.Rep].ID.String())
	}
	if role == tenant.Rep {
		all = append(all, "/plans/"+c.plan.String()+"/letter")
	}
	if role.May(tenant.ManageSettings) {
		all = append(all, "/settings")
	}
	if role.May(tenant.ReadAudit) {
		all = append(all, "/audit")
	}
	if role != tenant.Rep && mine != nil {
		all[10] = "/members/" + c.Members[role].ID.String()
	}
	for i := range all {
		all[i] = c.path(all[i])
	}
	return all
}

// weight is what an address costs on the wire.
func (b *Browser) weight(path string) (bytes int, a Answer) {
	b.T.Helper()
	b.Header.Set("Accept-Encoding", "gzip")
	a = b.Send(http.MethodGet, path, "", nil).Is(b.T, http.StatusOK)
	if a.Header.Get("Content-Encoding") != "gzip" {
		b.T.Errorf("%s is not compressed", path)
	}
	b.Header.Del("Accept-Encoding")
	return len(a.Body), a
}

var (
	loads  = regexp.MustCompile(`<(?:script|link|img|use|iframe|video|audio|source|object)\b[^>]*?(?:src|href)="([^"#]*)`)
	abroad = regexp.MustCompile(`(?:src|href|action|hx-get|hx-post)="(?:[a-z]+:)?//`)
)

func TestEveryPageKeepsToItsBudget(t *testing.T) {
	t.Parallel()
	c, s := GrowthTech(t), New(t)
	for _, role := range tenant.Roles {
		b := s.SignedIn(c.users[role])
		for _, path := range c.screens(role) {
			size, _ := b.weight(path)
			budget := pageBudget
			if strings.Contains(path, "/pipeline") || strings.Contains(path, "/review") ||
				strings.Contains(path, "/forecast/2026") || strings.Contains(path, "/commissions/runs/") {
				budget = gridBudget
			}
			if testing.Verbose() {
				t.Logf("%5d bytes  %s  %s", size, role, strings.TrimPrefix(path, c.path("")))
			}
			if size > budget {
				t.Errorf("%s for the %s weighs %d bytes, more than %d", strings.TrimPrefix(path, c.path("")), role,
					size, budget)
			}
			page := b.Get(path).Body
			if abroad.MatchString(page) {
				t.Errorf("%s leads or asks another host: %s", path, abroad.FindString(page))
			}
			parts := map[string]bool{"the page": true}
			for _, m := range loads.FindAllStringSubmatch(page, -1) {
				parts[m[1]] = true
				if !strings.HasPrefix(m[1], "/assets/") {
					t.Errorf("%s loads %s", path, m[1])
				}
			}
			if len(parts) > requestBudget {
				t.Errorf("%s makes %d requests", path, len(parts))
			}
		}
	}
}

func TestStylesAndScriptKeepToTheirBudget(t *testing.T) {
	t.Parallel()
	b := New(t).Stranger()
	page := b.Get("/login").Body
	for _, m := range loads.FindAllStringSubmatch(page, -1) {
		size, _ := b.weight(m[1])
		if strings.HasSuffix(m[1], ".css") && size > styleBudget || strings.HasSuffix(m[1], ".js") &&
			size > scriptBudget {
			t.Errorf("%s weighs %d bytes", m[1], size)
		}
		if testing.Verbose() {
			t.Logf("%5d bytes  %s", size, m[1])
		}
	}
}

func TestAPartOfAPageIsSmall(t *testing.T) {
	t.Parallel()
	c, s := GrowthTech(t), New(t)
	b := s.SignedIn(c.users[tenant.Admin])
	b.Header.Set("HX-Request", "true")
	for _, path := range []string{"/search?q=an", "/imports/" + c.job.String()} {
		size, a := b.weight(c.path(path))
		if size > fragmentBudget || bytes.Contains([]byte(a.Body), []byte("<html")) {
			t.Errorf("%s weighs %d bytes", path, size)
		}
	}
}
