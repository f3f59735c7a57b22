package sitetest

import (
	"bytes"
	"context"
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

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/approval"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// payday is a firm in which everybody who sells is paid by a plan of their own. Whatever tells of somebody's pay is a text that
// stands nowhere else, so that a page which shows it to the wrong person is found by searching for the text.
type payday struct {
	*Firm
	run        uuid.UUID
	plans      map[string]uuid.UUID // by the key of the seller
	statements map[string]uuid.UUID
	disputes   map[string]uuid.UUID
	secrets    map[string][]string
}

// paidPlan is a plan by name and rate; a manager's pays for the team as well.
func paidPlan(t testing.TB, name string, rate int, team bool) plan.Document {
	t.Helper()
	more := ""
	if team {
		more = `, {"id": "team", "kind": "override", "measure": "amount", "rate": "0.0217", "of": "team"}`
	}
	d, err := plan.Parse(fmt.Appendf(nil, `{"name": %q, "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"}, "measurement": "quarter", "payout": "month",
		"components": [{"id": "new-business", "kind": "rate", "quota": "100000.00", "tiers": [{"from": "0", "rate": "0.1%03d"}]}%s]}`, name, rate, more))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// payday pays a firm for November: plans, a prize each, a run that is locked, and a dispute of everybody about their first line.
func (f *Firm) payday(place string) *payday {
	t := f.Site.T
	t.Helper()
	p := &payday{Firm: f, plans: map[string]uuid.UUID{}, statements: map[string]uuid.UUID{}, disputes: map[string]uuid.UUID{}, secrets: map[string][]string{}}
	as := func(key string, fn func(context.Context, *tenant.Tx) error) {
		t.Helper()
		actor := tenant.AsSystem(f.TenantID)
		if key != "" {
			actor = tenant.Actor{TenantID: f.TenantID, MemberID: f.People[key], Role: Staff[slices.IndexFunc(Staff, func(e employee) bool { return e.Key == key })].role}
		}
		if err := f.Site.DB.Update(t.Context(), actor, func(tx *tenant.Tx) error { return fn(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
	}
	for i, who := range Sellers {
		as("", func(ctx context.Context, tx *tenant.Tx) error {
			v, err := compensate(ctx, tx, paidPlan(t, "zzplan"+who+place, 37*(i+1)+11, who == "manager" || who == "east"), "2026-01-01", f.People[who])
			p.plans[who] = v.PlanID
			return err
		})
		as("ops", func(ctx context.Context, tx *tenant.Tx) error {
			_, err := adjustment.Propose(ctx, tx, adjustment.Adjustment{MemberID: f.People[who], Amount: int64(3_141_59 + 271_82*i), Currency: "USD", Reason: "zzprize" + who + place})
			return err
		})
	}
	as("finance", func(ctx context.Context, tx *tenant.Tx) error {
		all, err := adjustment.List(ctx, tx, nil)
		for _, a := range all {
			if err := adjustment.Decide(ctx, tx, a.ID, true, ""); err != nil {
				return err
			}
		}
		return err
	})
	var attempt payrun.Attempt
	as("ops", func(ctx context.Context, tx *tenant.Tx) error {
		run, err := payrun.Open(ctx, tx, "2026-11")
		if err == nil {
			attempt, err = payrun.Begin(ctx, tx, run)
		}
		p.run = run.ID
		return err
	})
	if err := payrun.Calculate(t.Context(), f.Site.DB, tenant.AsSystem(f.TenantID), attempt.ID); err != nil {
		t.Fatal(err)
	}
	as("", func(ctx context.Context, tx *tenant.Tx) error { return p.lock(ctx, tx) })
	for _, who := range Sellers {
		as(who, func(ctx context.Context, tx *tenant.Tx) (err error) {
			line := 1
			p.disputes[who], err = dispute.Open(ctx, tx, dispute.Claim{StatementID: p.statements[who], Line: &line, Note: "zzdoubt" + who + place,
				Evidence: &dispute.File{Name: "zzfile" + who + place + ".txt", Body: []byte("zzevidence" + who + place)}})
			return err
		})
		for _, what := range []string{"zzplan", "zzprize", "zzdoubt", "zzfile", "zzevidence"} {
			p.secrets[who] = append(p.secrets[who], what+who+place)
		}
	}
	return p
}

// lock leads every statement through its states and notes what it says of somebody's pay.
func (p *payday) lock(ctx context.Context, tx *tenant.Tx) error {
	for _, who := range Sellers {
		of := p.People[who]
		all, err := statement.List(ctx, tx, statement.Filter{Member: &of})
		if err != nil || len(all) != 1 || all[0].Payable == 0 {
			return fmt.Errorf("the statements of %s are %+v: %w", who, all, err)
		}
		s := all[0]
		result, err := statement.Load(ctx, tx, s)
		if err != nil {
			return err
		}
		amounts := []int64{s.Payable, s.Adjustments, s.Earned}
		for _, l := range result.Lines {
			amounts = append(amounts, l.Amount)
		}
		for _, minor := range amounts {
			plain := money.Of(minor, "USD").String()
			p.secrets[who] = append(p.secrets[who], plain)
			if at := strings.Index(plain, ".") - 3; at > 0 {
				p.secrets[who] = append(p.secrets[who], plain[:at]+","+plain[at:])
			}
		}
		p.statements[who] = s.ID
		for i, to := range []statement.State{statement.ManagerApproved, statement.FinanceApproved, statement.Locked} {
			if err := approval.Move(ctx, tx, s.ID, to, s.StateNumber+i, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// ofPay tells that a route is about plans or pay.
func ofPay(route string) bool {
	return strings.Contains(route, "/commissions") || strings.Contains(route, "/plans") || strings.HasSuffix(route, "/credit")
}

// addresses are a route with the keys of everything that it could be asked for. A route of pay with a key that is not known here
// fails: say what it stands for.
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
	for kind, keys := range map[string]map[string]uuid.UUID{"/plans/{id}": p.plans, "/commissions/disputes/{id}": p.disputes, "/opportunities/{id}": p.Opportunities,
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

// questions asks every route that can be read, those of pay for everybody's, and the search for every text of somebody's pay.
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
				q := url.Values{"member": {who}, "plan": {p.plans[key].String()}, "owner": {who}, "statement": {p.statements[key].String()}, "line": {"1"}, "pick": {p.Opportunities[key].String()},
					"contract": {p.Opportunities[key].String()}, "period": {"2026-11"}, "all": {"1"}, "kind": {"month"}, "currency": {"USD"}, "team": {"East"}}
				if paid = append(paid, address+"?"+q.Encode()); strings.Contains(route, "{period}") || strings.HasSuffix(route, "/letter") {
					paid = append(paid, address+"?member="+who)
				}
			}
		}
	}
	for _, who := range Sellers {
		others = append(others, "/members/"+p.People[who].String(), "/opportunities/"+p.Opportunities[who].String(), "/accounts/"+p.accounts[who].String(), "/home?owner="+p.People[who].String(),
			"/forecast/2026-Q4/members/"+p.People[who].String())
		for _, secret := range p.secrets[who] {
			others = append(others, "/search?q="+url.QueryEscape(secret))
		}
	}
	return paid, append(others, "/search?q=zzplan", "/search?q=zzprize", "/search?q=Commission", "/audit?cursor=x")
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
var readsPay = map[string][]string{"rep": {"rep"}, "mate": {"mate"}, "far": {"far"}, "manager": {"manager", "rep", "mate"}, "east": {"east", "far"}, "executive": {}, "admin": {}, "twin": {}}

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
	p.look(t, p.As("east"), "east, who leads nobody since yesterday", []string{"east"}, nil, append(others, ofPay...)) // their own statement names what the team sold
	for who, secrets := range p.secrets {
		for _, secret := range secrets {
			if strings.Contains(log.String(), secret) {
				t.Errorf("the log says %q of %s", secret, who)
			}
		}
	}
	if strings.Contains(log.String(), p.People["far"].String()) || !strings.Contains(log.String(), "/o/{org}/commissions/{period}") {
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
		return member.Assign(t.Context(), tx, member.Assignment{MemberID: p.People[who], Role: tenant.Rep, Team: "East", ValidFrom: tx.Today() - 1})
	}); err != nil {
		t.Fatal(err)
	}
}

// kept looks through what the administrator and the job queue read: the audit log has no amount and no word of a plan, a dispute
// or a prize, a job nothing but keys.
func (p *payday) kept(t *testing.T) {
	t.Helper()
	var rows []string
	if err := p.Site.DB.View(t.Context(), tenant.AsSystem(p.TenantID), func(tx *tenant.Tx) (err error) {
		rows, err = tenant.Values[string](t.Context(), tx, `SELECT a.action || ' ' || a.object || ' ' || a.object_id || ' ' || a.detail::text FROM app.audit_log a WHERE a.tenant_id = @tenant
			UNION ALL SELECT j.args::text FROM river.river_job j WHERE j.args ->> 'tenant_id' = @tenant::uuid::text`, nil)
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
