package sitetest

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// ofPay tells that a route is about plans or pay.
func ofPay(route string) bool {
	return strings.Contains(route, "/commissions") || strings.Contains(route, "/plans") ||
		strings.HasSuffix(route, "/credit")
}

// addresses are a route with the keys of everything that it could be asked for. A route of pay with a key that is not
// known here fails: say what it stands for.
func (p *payday) addresses(t *testing.T, route string) []string {
	all := []string{strings.TrimPrefix(route, "GET /o/{org}")}
	fill := func(key string, values ...string) {
		var filled []string
		for _, a := range all {
			if !strings.Contains(a, key) {
				filled = append(filled, a)
				continue
			}
			for _, v := range values {
				filled = append(filled, strings.Replace(a, key, v, 1))
			}
		}
		all = filled
	}
	var ids []string
	for kind, keys := range map[string]map[string]uuid.UUID{"/plans/{id}": p.plans,
		"/commissions/disputes/{id}": p.disputes, "/opportunities/{id}": p.Opportunities,
		"/commissions/runs/{id}": {"": p.run}, "/commissions/payroll/{id}": {"": p.run}} {
		if strings.Contains(route, kind) {
			for _, id := range keys {
				ids = append(ids, id.String())
			}
		}
	}
	fill("{id}", ids...)
	fill("{period}", "2026-11")
	fill("{number}", "1")
	fill("{n}", "1")
	if len(all) == 0 || slices.ContainsFunc(all, func(a string) bool { return strings.Contains(a, "{") }) {
		t.Errorf("%s has a key of which this test does not know what it stands for: %v", route, all)
	}
	return all
}

// questions asks every route that can be read, those of pay for everybody's, and the search for every text of
// somebody's pay.
func (p *payday) questions(t *testing.T) (paid, others []string) {
	for route := range doors {
		if !strings.HasPrefix(route, "GET /o/{org}/") {
			continue
		}
		if !ofPay(route) {
			if !strings.Contains(strings.TrimPrefix(route, "GET /o/{org}"), "{") {
				others = append(others, strings.TrimPrefix(route, "GET /o/{org}"))
			}
			continue
		}
		for _, address := range p.addresses(t, route) {
			paid = append(paid, address)
			for _, key := range []string{"far", "mate", "manager"} {
				who := p.People[key].String()
				q := url.Values{"member": {who}, "plan": {p.plans[key].String()}, "owner": {who},
					"statement": {p.statements[key].String()}, "line": {"1"}, "pick": {p.Opportunities[key].String()},
					"contract": {p.Opportunities[key].String()}, "period": {"2026-11"}, "all": {"1"}, "kind": {"month"},
					"currency": {"USD"}, "team": {"East"}}
				if paid = append(paid, address+"?"+q.Encode()); strings.Contains(route, "{period}") ||
					strings.HasSuffix(route, "/letter") {
					paid = append(paid, address+"?member="+who)
				}
			}
		}
	}
	for _, who := range Sellers {
		others = append(others, "/members/"+p.People[who].String(), "/opportunities/"+p.Opportunities[who].String(),
			"/accounts/"+p.accounts[who].String(), "/home?owner="+p.People[who].String(),
			"/forecast/2026-Q4/members/"+p.People[who].String())
		for _, secret := range p.secrets[who] {
			others = append(others, "/search?q="+url.QueryEscape(secret))
		}
	}
	return paid, append(others, "/search?q=zzplan", "/search?q=zzprize", "/search?q=Commission", "/audit?cursor=x",
		"/audit.csv")
}

// pages is a log that many write to.
type pages struct {
	sync.Mutex
	bytes.Buffer
}

func (p *pages) Write(b []byte) (int, error) {
	p.Lock()
	defer p.Unlock()
	return p.Buffer.Write(b)
}

// readsPay says whose pay a visitor may read.
var readsPay = map[string][]string{"rep": {"rep"}, "mate": {"mate"}, "far": {"far"},
	"manager": {"manager", "rep", "mate"}, "east": {"east", "far"}, "executive": {}, "admin": {}, "twin": {}}

func TestNothingTellsOfPayThatIsSomebodyElses(t *testing.T) {
	t.Parallel()
	s := New(t)
	var log pages
	s.Server.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	p, twin := s.Firm("west").payday("west"), s.Firm("twin")
	ofPay, others := p.questions(t)
	t.Run("visitors", func(t *testing.T) {
		for visitor, reads := range readsPay {
			t.Run(visitor, func(t *testing.T) {
				t.Parallel()
				b := twin.As("finance")
				if visitor != "twin" {
					b = p.As(visitor)
				}
				p.look(t, b, visitor, reads, ofPay, others)
			})
		}
		t.Run("finance", func(t *testing.T) {
			t.Parallel()
			p.finds(t, slices.Clone(ofPay))
		})
	})
	p.demote(t, "east")
	// their own statement names what the team sold
	p.look(t, p.As("east"), "east, who leads nobody since yesterday", []string{"east"}, nil, append(others, ofPay...))
	for who, secrets := range p.secrets {
		for _, secret := range secrets {
			if strings.Contains(log.String(), secret) {
				t.Errorf("the log says %q of %s", secret, who)
			}
		}
	}
	if strings.Contains(log.String(), p.People["far"].String()) ||
		!strings.Contains(log.String(), "/o/{org}/commissions/{period}") {
		t.Error("the log says whose pay was asked for, or nothing")
	}
	p.kept(t)
}

// look asks everything as a visitor, in whose answers nothing of the pay of others may stand.
func (p *payday) look(t *testing.T, b *Browser, visitor string, reads, ofPay, others []string) {
	t.Helper()
	found := map[string]bool{}
	ask := func(i int, question string, names bool) {
		b.address = "2001:db8:" + strconv.FormatInt(int64(i), 16) + ":2::1"
		a := b.Get(p.Path(question))
		if a.Status >= http.StatusInternalServerError || visitor == "twin" && a.Status != http.StatusNotFound {
			t.Errorf("%s is answered with %d to %s", question, a.Status, visitor)
		}
		text := Words(t, a) + a.Location + fmt.Sprint(a.Header)
		if asked, err := url.QueryUnescape(question); err == nil { // a page may repeat what was typed
			for _, q := range strings.SplitAfter(asked, "q=")[1:] {
				text = strings.ReplaceAll(text, q, "")
			}
		}
		for _, who := range Sellers {
			secrets := p.secrets[who]
			if names {
				secrets = append(slices.Clone(secrets), Mark("west", who))
			}
			for _, secret := range secrets {
				switch there := strings.Contains(text, secret) || strings.Contains(text, OnPaper(secret)); {
				case there && slices.Contains(reads, who):
					found[who] = true
				case there:
					t.Errorf("%s shows %q of %s to %s", question, secret, who, visitor)
				}
			}
		}
	}
	for i, question := range ofPay {
		ask(i, question, true)
	}
	for i, question := range others {
		ask(len(ofPay)+i, question, false)
	}
	for _, who := range reads {
		if !found[who] {
			t.Errorf("%s finds nothing of the pay of %s: the test looks for texts that are nowhere", visitor, who)
		}
	}
}

// finds asks as finance, who reads everything: each text stands somewhere, so that the test looks for what there is.
func (p *payday) finds(t *testing.T, questions []string) {
	t.Helper()
	b := p.As("finance")
	var all strings.Builder
	for _, who := range Sellers {
		questions = append(questions, "/commissions/2026-11?member="+p.People[who].String())
	}
	for i, question := range questions {
		b.address = "2001:db8:" + strconv.FormatInt(int64(i), 16) + ":3::1"
		a := b.Get(p.Path(question))
		if a.Status >= http.StatusInternalServerError {
			t.Errorf("%s is answered with %d to finance", question, a.Status)
		}
		all.WriteString(Words(t, a))
	}
	for who, secrets := range p.secrets {
		for _, secret := range secrets {
			if !strings.Contains(strings.ReplaceAll(all.String(), ",", ""), strings.ReplaceAll(secret, ",", "")) {
				t.Errorf("%q of %s stands nowhere", secret, who)
			}
		}
	}
}

// demote has a member lead nobody since yesterday.
func (p *payday) demote(t *testing.T, who string) {
	t.Helper()
	if err := p.Site.DB.Update(t.Context(), tenant.AsSystem(p.TenantID), func(tx *tenant.Tx) error {
		return member.Assign(t.Context(), tx,
			member.Assignment{MemberID: p.People[who], Role: tenant.Rep, Team: "East", ValidFrom: tx.Today() - 1})
	}); err != nil {
		t.Fatal(err)
	}
}

// kept looks through what the administrator and the job queue read: the audit log has no amount and no word of a plan,
// a dispute or a prize, a job nothing but keys.
func (p *payday) kept(t *testing.T) {
	t.Helper()
	var rows []string
	if err := p.Site.DB.View(t.Context(), tenant.AsSystem(p.TenantID), func(tx *tenant.Tx) (err error) {
		rows, err = tenant.Values[string](t.Context(), tx,
			`SELECT a.action || ' ' || a.object || ' ' || a.object_id || ' ' || a.detail::text FROM app.audit_log a
			WHERE a.tenant_id = @tenant
			UNION ALL SELECT j.args::text FROM river.river_job j WHERE j.args ->> 'tenant_id' = @tenant::uuid::text`,
			nil)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	all := strings.Join(rows, "\n")
	for who, secrets := range p.secrets {
		for _, secret := range secrets {
			if strings.Contains(all, secret) {
				t.Errorf("the log of what was done says %q of %s", secret, who)
			}
		}
	}
	if !strings.Contains(all, "viewed commission dispute") || !strings.Contains(all, "viewed statement proof") {
		t.Error("the log does not say who read the pay of others")
	}
}
