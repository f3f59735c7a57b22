package commission_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"sync"
	"syscall"
	"testing"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/plan"
)

// year is a payee's year: a hundred credits with amendments, invoices and payments, under a plan with everything in it.
func year(payee int) *evidence.Bundle {
	p := selling("0.10", "0.15 from 1", "0.20 all from 1.2")
	c := &p.Components[0]
	months := 24
	c.Multipliers = []plan.Multiplier{{When: plan.Criteria{TermMonths: &months}, Factor: dec("1.1")}}
	c.Cap.PerOpportunity, c.Gate, c.Clawback = ptr("20000"), ptr("0.1"), &plan.Clawback{WithinDays: 90, Prorata: true}
	c.Eligible = []plan.Share{{On: plan.OnBooking, Share: dec("0.50")}, {On: plan.OnCash, Share: dec("0.50")}}
	p.Components = append(p.Components, plan.Component{ID: "spif", Kind: plan.Bonus, Bonus: dec("100"),
		Budget: ptr("2000"), Eligible: []plan.Share{{On: plan.OnBooking, Share: dec("1.00")}}})
	p.Draw = &plan.Draw{Recoverable: true, Amount: dec("1500"), Per: period.Month}
	b := &evidence.Bundle{Payee: fmt.Sprint(payee), Period: "2026-12", On: day("2026-12-31"), FiscalFrom: 1,
		Quotas: map[string]decimal.Decimal{},
		Terms:  []evidence.Term{{From: p.Effective.From, To: p.Effective.To, Plan: p}}}
	for _, q := range (period.Calendar{}).Between(period.Quarter, p.Effective.From, p.Effective.To) {
		b.Quotas[q.Key] = dec("250000")
	}
	for i := range 100 {
		on := day("2026-01-02") + period.Date(i*36/10)
		add := func(kind string, after int, amount int) {
			e := event(fmt.Sprintf("%04d-%04d %s %s %d", payee, i, kind, on+period.Date(after), amount))
			e.ID = fmt.Sprintf("%04d-%04d-%s", payee, i, kind)
			if e.TermMonths = 12; i%3 == 0 {
				e.TermMonths = 24
			}
			b.Events = append(b.Events, e)
		}
		add("booking", 0, 9000+(i*7919+payee*31)%3000)
		add("invoice", 10, 9000)
		add("cash", 30, 5000)
		if i%10 == 0 {
			add("amendment", 40, 8000)
		}
		if i%25 == 0 {
			add("cancellation", 60, 0)
		}
	}
	before := *b
	before.On = day("2026-11-30")
	in, err := before.Input()
	if err != nil {
		panic(err)
	}
	statements, err := commission.Make(in, []period.Date{before.On})
	if err != nil {
		panic(err)
	}
	b.Before = statements[0].Prior()
	return b
}

// processor is the time that the process has had on all cores, in seconds.
func processor(b *testing.B) float64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return float64(r.Utime.Nano()+r.Stime.Nano()) / 1e9
}

// BenchmarkRun is the engine's part of a run of a thousand payees with a hundred credits each: evaluated, stated,
// written and hashed on all cores, as a run does.
func BenchmarkRun(b *testing.B) {
	bundles := make([]*evidence.Bundle, 1000)
	for i := range bundles {
		bundles[i] = year(i)
	}
	b.ReportAllocs()
	used := processor(b)
	for b.Loop() {
		work := make(chan *evidence.Bundle)
		var all sync.WaitGroup
		for range runtime.GOMAXPROCS(0) {
			all.Go(func() {
				for bundle := range work {
					raw, err := bundle.Encode()
					if err != nil {
						b.Error(err)
					}
					result, err := bundle.Compute()
					if err != nil || len(result.State) < 100 {
						b.Error(err)
					}
					text, err := json.Marshal(result)
					if err != nil || evidence.Hash(raw) == evidence.Hash(text) {
						b.Error(err)
					}
				}
			})
		}
		for _, bundle := range bundles {
			work <- bundle
		}
		close(work)
		all.Wait()
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/run")
	b.ReportMetric((processor(b)-used)/float64(b.N), "cpu-s/run") // of both cores together, also where others use them
}
