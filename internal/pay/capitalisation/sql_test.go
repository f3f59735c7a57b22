package capitalisation_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/capitalisation"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
	"quarterdeck/internal/testdb/ledger"
)

// deals are two won opportunities of Ann's.
func deals(ctx context.Context, t *testing.T, c *cast.Company, tx *tenant.Tx) []uuid.UUID {
	t.Helper()
	ids, err := cast.Take(ctx, tx, c.Opportunity("Acme", c.Ann, "Won", 10_000_00, "2026-01-20"),
		c.Opportunity("Bolt", c.Ann, "Won", 5_000_00, "2026-02-10"))
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func post(ctx context.Context, t *testing.T, tx *tenant.Tx, b *ledger.Book, s ledger.Statement) {
	t.Helper()
	if _, _, err := b.Post(ctx, tx, s); err != nil {
		t.Fatal(err)
	}
}

func load(ctx context.Context, t *testing.T, tx *tenant.Tx) map[string]capitalisation.Schedule {
	t.Helper()
	all, err := capitalisation.Load(ctx, tx, tx.Now())
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]capitalisation.Schedule{}
	for _, c := range all {
		named[c.Name] = c.Schedule
	}
	return named
}

func TestContractsComeFromLockedStatements(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, b := deals(ctx, t, &c, tx), ledger.Open()
		post(ctx, t, tx, b, ledger.Statement{Member: c.Ann, Period: "2026-01",
			Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 36_000}}})
		post(ctx, t, tx, b, ledger.Statement{Member: c.Nora, Period: "2026-01",
			Lines: []ledger.Line{{Component: "team", Opportunity: ids[0], Credited: c.Ann, Amount: 3_600}}})
		post(ctx, t, tx, b, ledger.Statement{Member: c.Ann, Period: "2026-07",
			Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: -9_000}}})
		post(ctx, t, tx, b, ledger.Statement{Member: c.Ann, Period: "2026-08", Open: true,
			Lines: []ledger.Line{{Component: "new", Opportunity: ids[1], Amount: 7_200}}})
		all := load(ctx, t, tx)
		if len(all) != 1 {
			t.Fatalf("%d contracts: what is not locked is not capitalised yet", len(all))
		}
		s := all["Acme"]
		if s.Cost.On != day("2026-01-20") || s.Cost.Amount != 39_600 {
			t.Errorf("cost of %d on %s, want the override in it", s.Cost.Amount, s.Cost.On)
		}
		months := s.List()
		if months[0].Amortised != 1_100 || months[6].Capitalised != -9_000 ||
			months[6].Amortised != (39_600-6_600-9_000)/30 {
			t.Errorf("%+v %+v", months[0], months[6])
		}
		return nil
	})
	c.See(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		if len(load(ctx, t, tx)) != 1 {
			t.Error("finance sees no contract")
		}
		return nil
	})
	for _, who := range []uuid.UUID{c.Eve, c.Ada, c.Ben} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			if all := load(ctx, t, tx); len(all) != 0 {
				t.Errorf("somebody reads what a contract paid others: %v", all)
			}
			return nil
		})
	}
}

func TestACancelledContractIsWrittenOffLessWhatIsClawedBack(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, b := deals(ctx, t, &c, tx), ledger.Open()
		post(ctx, t, tx, b, ledger.Statement{Member: c.Ann, Period: "2026-01",
			Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 36_000}}})
		if _, err := tx.Exec(ctx, `INSERT INTO app.billing_events (tenant_id, id, opportunity_id, kind, happened_on,
				currency, known_at)
			VALUES (@tenant, @id, @opportunity, 'cancellation', '2026-04-12', 'USD', @now)`,
			tenant.Args{"id": uuid.New(), "opportunity": ids[0], "now": cast.At("2026-04-13T12:00:00Z")}); err != nil {
			return err
		}
		post(ctx, t, tx, b, ledger.Statement{Member: c.Ann, Period: "2026-04",
			Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: -30_000, Clawback: true}}})
		r := load(ctx, t, tx)["Acme"].Between(day("2026-04-01"), day("2026-05-01"))
		if r.Opening != 33_000 || r.WrittenOff != 3_000 || r.Capitalised != -30_000 || r.Closing != 0 {
			t.Errorf("%+v", r)
		}
		before, err := capitalisation.Load(ctx, tx, cast.At("2026-04-10T12:00:00Z"))
		if err == nil && before[0].Schedule.Ended() != 0 {
			t.Error("before anybody knew it, the contract is not ended")
		}
		return err
	})
}

func TestAPolicyIsAppendedAndChangesEstimatesFromItsDayOn(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, b := deals(ctx, t, &c, tx), ledger.Open()
		post(ctx, t, tx, b, ledger.Statement{Member: c.Ann, Period: "2026-01", TermMonths: 24,
			Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 36_000}}})
		post(ctx, t, tx, b, ledger.Statement{Member: c.Nora, Period: "2026-01", TermMonths: 24,
			Lines: []ledger.Line{{Component: "team", Opportunity: ids[0], Credited: c.Ann, Amount: 3_600}}})
		return nil
	})
	first := capitalisation.Policy{From: day("2025-01-01"), Method: capitalisation.ByMonth, LifeMonths: 36}
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		if err := capitalisation.Set(ctx, tx, first); err != nil {
			return err
		}
		for what, wrong := range map[string]func(*capitalisation.Policy){
			"by month or by day":   func(p *capitalisation.Policy) { p.Method = "week" },
			"between 1 and 240":    func(p *capitalisation.Policy) { p.LifeMonths = 0 },
			"between 0 and 100":    func(p *capitalisation.Policy) { p.TaxShare = decimal.New(1, 0) },
			"first day of a month": func(p *capitalisation.Policy) { p.From = day("2026-12-02") },
			"from this month on":   func(p *capitalisation.Policy) { p.From = day("2026-10-01") },
		} {
			p := first
			p.From = day("2026-12-01")
			wrong(&p)
			if err := capitalisation.Set(ctx, tx, p); !strings.Contains(fault.Message(err), what) {
				t.Errorf("%q is said, want %q", fault.Message(err), what)
			}
		}
		before := load(ctx, t, tx)["Acme"]
		if before.Cost.Amount != 36_000 {
			t.Errorf("the override is capitalised: %d", before.Cost.Amount)
		}
		next := first
		next.From, next.Commensurate = day("2026-11-01"), true // 24 months in all, ten of them gone
		if err := capitalisation.Set(ctx, tx, next); err != nil {
			return err
		}
		after := load(ctx, t, tx)["Acme"].List()
		for i, m := range before.List()[:10] {
			if after[i] != m {
				t.Errorf("%s was rewritten", m.Start)
			}
		}
		if after[10].Amortised != 1857 || len(after) != 24 {
			t.Errorf("%+v, %d months", after[10], len(after))
		}
		return nil
	})
	for _, who := range []uuid.UUID{c.Olga, c.Eve, c.Ada, c.Nora} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			if err := capitalisation.Set(ctx, tx, first); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("a policy is set by the wrong role: %v", err)
			}
			return nil
		})
	}
}

func TestAnImpairmentIsTestedRecordedAndWrittenOff(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	var acme uuid.UUID
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		ids, b := deals(ctx, t, &c, tx), ledger.Open()
		acme = ids[0]
		post(ctx, t, tx, b, ledger.Statement{Member: c.Ann, Period: "2026-01",
			Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 36_000}}})
		return nil
	})
	i := capitalisation.Impairment{OpportunityID: acme, Currency: "USD", HappenedOn: day("2026-11-02"),
		Consideration: 20_000, Costs: 5_000, Reason: "The customer halves its seats."}
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		for what, wrong := range map[string]func(*capitalisation.Impairment){
			"400.00 is still expected":   func(i *capitalisation.Impairment) { i.Consideration = 45_000 },
			"not in the future":          func(i *capitalisation.Impairment) { i.HappenedOn = tx.Today() + 1 },
			"amortisation cannot change": func(i *capitalisation.Impairment) { i.HappenedOn = day("2026-02-01") },
			"Enter a reason":             func(i *capitalisation.Impairment) { i.Reason = " " },
			"Costs cannot":               func(i *capitalisation.Impairment) { i.Costs = -1 },
			"cannot be negative":         func(i *capitalisation.Impairment) { i.Consideration = -1 },
			"has no capitalised cost":    func(i *capitalisation.Impairment) { i.Currency = "EUR" },
		} {
			other := i
			wrong(&other)
			if _, err := capitalisation.Record(ctx, tx, other); !strings.Contains(fault.Message(err), what) {
				t.Errorf("%q is said, want %q", fault.Message(err), what)
			}
		}
		before := load(ctx, t, tx)["Acme"]
		// ten months of 1,000 are gone: 26,000 carried, 15,000 still to come
		tested, err := capitalisation.Test(ctx, tx, i)
		if err != nil || tested.Carried != 26_000 || tested.Recoverable != 15_000 || tested.Loss != 11_000 {
			t.Errorf("%+v %v", tested, err)
		}
		if load(ctx, t, tx)["Acme"].Carried(i.HappenedOn) != 26_000 {
			t.Error("a test writes something off")
		}
		if _, err := capitalisation.Record(ctx, tx, i); err != nil {
			return err
		}
		all, err := capitalisation.Load(ctx, tx, tx.Now())
		if err != nil || len(all[0].Impairments) != 1 || all[0].Impairments[0].Reason != i.Reason ||
			*all[0].Impairments[0].RecordedBy != c.Fay {
			t.Errorf("%+v %v", all, err)
		}
		months := all[0].Schedule.List()
		for n, m := range before.List()[:10] {
			if months[n] != m {
				t.Errorf("%s was rewritten", m.Start)
			}
		}
		// 15,000 over 26 months
		if m := months[10]; m.WrittenOff != 11_000 || m.Amortised != 577 || len(months) != 36 || !m.Balances() {
			t.Errorf("%+v", m)
		}
		if r := capitalisation.RollForward(capitalisation.Schedules(all), "USD", day("2026-10-01"),
			day("2027-01-01")); r.WrittenOff != 11_000 || !r.Balances() {
			t.Errorf("the roll-forward says %+v", r)
		}
		if was, err := capitalisation.Load(ctx, tx, all[0].Impairments[0].KnownAt.Add(-1)); err != nil ||
			was[0].Schedule.Carried(i.HappenedOn) != 26_000 {
			t.Errorf("before anybody knew it, it is written off: %v", err)
		}
		return nil
	})
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		i.Consideration, i.Reason = 25_000, "It was a typing mistake."
		tested, err := capitalisation.Record(ctx, tx, i)
		if err != nil || tested.Carried != 26_000 || tested.Loss != 6_000 {
			t.Errorf("a newer word for the day comes on top of the one before: %+v %v", tested, err)
		}
		if m := load(ctx, t, tx)["Acme"].List()[10]; m.WrittenOff != 6_000 {
			t.Errorf("%+v", m)
		}
		return nil
	})
	for _, who := range []uuid.UUID{c.Olga, c.Eve, c.Ada, c.Nora, c.Ann} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			if _, err := capitalisation.Test(ctx, tx, i); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("an impairment is tested by the wrong role: %v", err)
			}
			if who == c.Olga {
				return nil
			}
			n, err := tenant.Value[int](ctx, tx, `SELECT count(*)::int FROM app.contract_impairments i
				WHERE i.tenant_id = @tenant`, nil)
			if n != 0 {
				t.Errorf("%s reads impairments", tx.Actor().Role)
			}
			return err
		})
	}
}

func TestYenHaveNoCentsAndNothingIsNothing(t *testing.T) {
	t.Parallel()
	c := cast.FoundWith(t, tenant.Settings{BaseCurrency: "JPY", TimeZone: "Asia/Tokyo", FiscalStart: 4})
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		if all := load(ctx, t, tx); len(all) != 0 {
			t.Errorf("%v", all)
		}
		ids, b := deals(ctx, t, &c, tx), ledger.Open()
		post(ctx, t, tx, b, ledger.Statement{Member: c.Ann, Period: "2026-Q4", Currency: "JPY",
			Lines: []ledger.Line{{Component: "new", Opportunity: ids[0], Amount: 10_000}}})
		s := load(ctx, t, tx)["Acme"]
		r := s.Between(day("2026-01-01"), day("2029-01-01"))
		if r.Amortised != 10_000 || s.List()[0].Amortised != 278 || s.List()[35].Amortised != 270 {
			t.Errorf("%+v", r)
		}
		return nil
	})
}
