package plan_test

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

//go:embed testdata/account-executive.json
var example []byte

// parsed is a document that a test knows to be valid.
func parsed(t testing.TB, b []byte) plan.Document {
	t.Helper()
	d, err := plan.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheExampleOfTheFormatIsRead(t *testing.T) {
	t.Parallel()
	d := parsed(t, example)
	if d.Name != "Account Executive 2026" || d.Currency != "USD" || d.Effective.To != period.NewDate(2027, 1, 1) ||
		d.Measurement != period.Quarter ||
		d.Payout != period.Month || d.Rounding != money.HalfEven || d.Retroactive != plan.Restate ||
		len(d.Components) != 3 {
		t.Errorf("the head of the plan is %+v", d)
	}
	c := d.Components[0]
	if c.ID != "new-business" || c.Kind != plan.Rate || c.Measure != plan.Amount || !c.Quota.Assigned ||
		c.Qualifies.MinAmount.String() != "1000" ||
		len(c.Tiers) != 3 || c.Tiers[0].All || !c.Tiers[2].Rate.Equal(decimal.RequireFromString("0.2")) ||
		c.Gate.StringFixed(2) != "0.40" ||
		c.Cap.PerPeriod.IntPart() != 50000 || *c.Multipliers[0].When.TermMonths != 24 ||
		c.Eligible[1].On != plan.OnCash || *c.Clawback != (plan.Clawback{WithinDays: 90}) {
		t.Errorf("the first component is %+v", c)
	}
	if b := d.Components[1]; b.Kind != plan.Bonus || b.Bonus.IntPart() != 500 ||
		b.Window.From != period.NewDate(2026, 7, 1) || b.Budget.IntPart() != 10000 ||
		b.Eligible[0].On != plan.OnBooking {
		t.Errorf("the bonus is %+v", b)
	}
	if o := d.Components[2]; o.Kind != plan.Override || o.Override.String() != "0.02" || o.Measure != plan.Amount {
		t.Errorf("the override is %+v", o)
	}
	if d.Draw == nil || !d.Draw.Recoverable || d.Draw.AboveDraw || d.Draw.Per != period.Month ||
		d.Draw.Amount.IntPart() != 1500 {
		t.Errorf("the draw is %+v", d.Draw)
	}
}

func TestProblemsAreThePersonsToMend(t *testing.T) {
	t.Parallel()
	_, err := plan.Parse([]byte(`{"name": "A", "nmae": "B"}`))
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Message(err), `The key "nmae" is not known here`) {
		t.Errorf("the problems are told as %v: %q", fault.KindOf(err), fault.Message(err))
	}
}

func TestADocumentStandsInAnother(t *testing.T) {
	t.Parallel()
	d := parsed(t, example)
	b, err := json.Marshal(map[string]plan.Document{"plan": d})
	if err != nil {
		t.Fatal(err)
	}
	var back map[string]plan.Document
	if err := json.Unmarshal(b, &back); err != nil || !d.Equal(back["plan"]) {
		t.Errorf("%v: %s", err, b)
	}
	if err := json.Unmarshal([]byte(`{"plan": {"name": "A"}}`), &back); fault.KindOf(err) != fault.Invalid {
		t.Errorf("half a plan inside another document: %v", err)
	}
}

func TestADocumentIsWrittenInOneWay(t *testing.T) {
	t.Parallel()
	d := parsed(t, example)
	again := parsed(t, d.Encode())
	if !same(d, again) || !d.Equal(again) || d.Hash() != again.Hash() {
		t.Errorf("written and read again it is %s", again.Encode())
	}
	d.Name = "A & <B>"
	if !strings.Contains(string(d.Encode()), `"name": "A & <B>"`) {
		t.Errorf("a name is not written as people write it:\n%s", d.Encode())
	}
	d = again
	slices.Reverse(again.Components[0].Eligible)
	if again.Hash() != parsed(t, example).Hash() {
		t.Errorf("the order of the shares, which says nothing, changes the bytes:\n%s", again.Encode())
	}
	otherwise := strings.NewReplacer(`"0.10"`, `"0.1"`, `"10000.00"`, `"10000"`, "\n", "").Replace(string(example))
	if b := parsed(t, []byte(otherwise)); b.Hash() != d.Hash() {
		t.Errorf("the same plan in other words has other bytes:\n%s", b.Encode())
	}
	if !strings.Contains(string(d.Encode()), `"per_opportunity": "10000.00"`) ||
		!strings.Contains(string(d.Encode()), `{"from": "0", "rate": "0.10", "apply": "above"}`) {
		t.Errorf("decimals are not written as the format writes them:\n%s", d.Encode())
	}
}
