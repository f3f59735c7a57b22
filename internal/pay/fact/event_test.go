package fact_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/testdb/cast"
)

// recurring pays on recurring revenue and on margin, each by itself.
const recurring = `{"name": "Sales", "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"}, "measurement": "quarter", "payout": "month",
	"components": [{"id": "arr", "kind": "rate", "measure": "arr", "rate": "0.10"}, {"id": "margin", "kind": "rate", "measure": "margin", "rate": "0.20"}]}`

// sold is an opportunity that was won, as a source has it.
type sold struct {
	key, amount string
	currency    money.Currency
	custom      map[string]string
}

// take imports what an owner won in January; a later export of the same opportunity changes it.
func take(t *testing.T, o office.Office, owner uuid.UUID, all ...sold) {
	t.Helper()
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		for i, s := range all {
			r := o.Opportunity(s.key, owner, "Won", decimal.RequireFromString(s.amount).Shift(2).IntPart(),
				"2026-01-20")
			r.State.Currency, r.Custom, r.Hash = s.currency, s.custom, tx.Now().UnixNano()+int64(i)
			if _, err := cast.Take(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestRecurringRevenueAndMarginAreReadEachByItself has texts that are the same, other ones, and one alone.
func TestRecurringRevenueAndMarginAreReadEachByItself(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ arr, margin, want string }{
		"the same":     {"10000", "10000", "3000.00"},
		"others":       {"10000", "5000", "2000.00"},
		"the first":    {"10000", "", "1000.00"},
		"the second":   {"N/A", "5000.00", "1000.00"},
		"exponents":    {"1E+4", "0.5e4", "2000.00"},
		"below a cent": {"0.004", "0.005", "0.00"},
	} {
		o := office.Open(t, recurring)
		take(t, o, o.Ann, sold{"A", "90000", "USD", map[string]string{"ARR__c": c.arr, "Margin__c": c.margin}})
		o.Run(t, "2026-01")
		if s, _ := o.Of(t, o.Ann, "2026-01"); office.USD(s.Payable) != c.want || s.Problem != "" {
			t.Errorf("%s: %s is paid, want %s (%s)", name, office.USD(s.Payable), c.want, s.Problem)
		}
	}
}

// TestRecurringRevenueCountsAsItIsNowWhenTheAmountChanges doubles an opportunity, amount and columns.
func TestRecurringRevenueCountsAsItIsNowWhenTheAmountChanges(t *testing.T) {
	t.Parallel()
	o := office.Open(t, recurring)
	take(t, o, o.Ann, sold{"A", "90000", "USD", map[string]string{"ARR__c": "10000", "Margin__c": "5000"}})
	later := o
	later.DB = o.DB.At(o.DB.Now().AddDate(0, 0, 1))
	take(t, later, o.Ann, sold{"A", "180000", "USD", map[string]string{"ARR__c": "20000", "Margin__c": "10000"}})
	later.Run(t, "2026-11")
	if s, _ := later.Of(t, o.Ann, "2026-11"); office.USD(s.Payable) != "4000.00" {
		t.Errorf("%s is paid, want 10 %% of 20,000 and 20 %% of 10,000 (%s)", office.USD(s.Payable), s.Problem)
	}
}

// TestWhatCannotBeUsedIsAProblemOfItsPayeeAlone spoils one cell of Ann's: Ben is paid, the run comes to its end, and
// Ann's statement says which opportunity it is and why.
func TestWhatCannotBeUsedIsAProblemOfItsPayeeAlone(t *testing.T) {
	t.Parallel()
	fine := map[string]string{"ARR__c": "1000", "Margin__c": "1000"}
	for name, c := range map[string]struct {
		plan string
		bad  sold
		says string // empty: the plan does not ask for it
	}{
		"digits": {recurring,
			sold{"Bad", "10", "USD", map[string]string{"ARR__c": strings.Repeat("9", 23)}}, "too large"},
		"digits without end": {recurring, sold{"Bad", "10", "USD", map[string]string{"ARR__c": "1E400"}},
			"not an amount"},
		"words": {recurring, sold{"Bad", "10", "USD", map[string]string{"Margin__c": "about 5k"}},
			"not an amount"},
		"grouping": {recurring, sold{"Bad", "10", "USD", map[string]string{"ARR__c": "12,500.00"}},
			"not an amount"},
		"no rate": {office.Selling, sold{"Bad", "10", "XTS", nil}, "no exchange rate for XTS"},
		"a plan without ARR": {office.Selling,
			sold{"Bad", "10", "USD", map[string]string{"ARR__c": strings.Repeat("9", 23)}}, ""},
		"a plan without ARR.": {office.Selling,
			sold{"Bad", "10", "USD", map[string]string{"ARR__c": "x", "Margin__c": "y"}}, ""},
	} {
		o := office.Open(t, c.plan)
		take(t, o, o.Ann, c.bad)
		take(t, o, o.Ben, sold{"Good", "1000", "USD", fine})
		run := o.Run(t, "2026-01")
		ann, _ := o.Of(t, o.Ann, "2026-01")
		if c.says == "" && ann.Problem != "" || !strings.Contains(ann.Problem, c.says) || c.says != "" &&
			!strings.Contains(ann.Problem, "“Bad”") {
			t.Errorf("%s: Ann's statement says %q, want %q", name, ann.Problem, c.says)
		}
		if ben, _ := o.Of(t, o.Ben, "2026-01"); ben.Problem != "" || ben.Payable <= 0 {
			t.Errorf("%s: Ben is paid %s (%s)", name, office.USD(ben.Payable), ben.Problem)
		}
		o.See(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			a, err := payrun.LastAttempt(ctx, tx, run.ID)
			if a.Problem != "" || a.FinishedAt == nil || a.Done != 2 {
				t.Errorf("%s: the run says %q after %d", name, a.Problem, a.Done)
			}
			return err
		})
		if c.says == "" {
			continue
		}
		later := o
		later.DB = o.DB.At(o.DB.Now().AddDate(0, 0, 1))
		take(t, later, o.Ann, sold{"Bad", "1000", "USD", fine})
		later.Run(t, "2026-01")
		if s, _ := later.Of(t, o.Ann, "2026-01"); s.Problem != "" || s.Payable <= 0 {
			t.Errorf("%s: corrected, it pays %s (%s)", name, office.USD(s.Payable), s.Problem)
		}
	}
}

// TestAQuotaOfNothingIsAQuota is one of Ann's, in whose quarter every rate is reached; where nobody gave her one, her
// statement says so.
func TestAQuotaOfNothingIsAQuota(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		return quota.Assign(ctx, tx,
			quota.Quota{MemberID: o.Ann, StartsOn: cast.Day("2026-10-01"), EndsOn: cast.Day("2027-01-01"),
				ValidFrom: cast.Day("2026-10-01"), ValidTo: cast.Day("2027-01-01"), Currency: "USD"})
	})
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error { return o.Join(ctx, tx, o.Cat) })
	for _, who := range []uuid.UUID{o.Ann, o.Ben, o.Cat} {
		o.Sell(t, who, who.String()+" 1000 2026-10-20")
	}
	o.Run(t, "2026-10")
	if s, _ := o.Of(t, o.Ann, "2026-10"); s.Problem != "" || office.USD(s.Payable) != "200.00" || s.Attainment != nil {
		t.Errorf("with a quota of 0 %s is paid (%s)", office.USD(s.Payable), s.Problem)
	}
	if s, _ := o.Of(t, o.Ben, "2026-10"); office.USD(s.Payable) != "100.00" {
		t.Errorf("with a quota %s is paid", office.USD(s.Payable))
	}
	if s, _ := o.Of(t, o.Cat, "2026-10"); !strings.Contains(s.Problem, "There is no quota") {
		t.Errorf("without a quota: %q", s.Problem)
	}
}
