package ledger_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/ledger"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/testdb/cast"
)

// proven is a proof bundle of inputs, a result and what the manifest says of the payment.
func proven(t testing.TB, inputs, result []byte, payable int64) []byte {
	t.Helper()
	manifest, err := json.Marshal(ledger.Manifest{Format: "quarterdeck/proof/1", Period: "2026-01", Currency: "USD",
		Payable: payable,
		Files:   map[string]string{"inputs.json": evidence.Hash(inputs), "result.json": evidence.Hash(result)}})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, body := range map[string][]byte{"manifest.json": manifest, "inputs.json": inputs, "result.json": result} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sample is the inputs of one booking under the plan of the office, and what they come to.
func sample(t testing.TB) (inputs, result []byte, payable int64) {
	t.Helper()
	amount := decimal.NewFromInt(80_000)
	b := evidence.Bundle{Payee: "ann", Period: "2026-01", On: cast.Day("2026-01-31"), FiscalFrom: 1,
		Quotas: map[string]decimal.Decimal{"2026-Q1": decimal.NewFromInt(100_000)},
		Terms: []evidence.Term{{From: cast.Day("2026-01-01"), To: cast.Day("2027-01-01"),
			Plan: office.Document(t, office.Selling)}},
		Events: []commission.Event{{ID: "1", Opportunity: "A", Kind: commission.Booking, On: cast.Day("2026-01-20"),
			Facts: commission.Facts{Amount: &amount}}}}
	inputs, err := b.Encode()
	if err != nil {
		t.Fatal(err)
	}
	r, err := b.Compute()
	if err != nil {
		t.Fatal(err)
	}
	if result, err = json.Marshal(r); err != nil {
		t.Fatal(err)
	}
	return inputs, result, r.Payable
}

func TestAProofHoldsOnlyWhatFollows(t *testing.T) {
	t.Parallel()
	inputs, result, payable := sample(t)
	if m, r, err := ledger.Verify(proven(t, inputs, result, payable)); err != nil || m.Payable != 8_000_00 ||
		r.Payable != 8_000_00 {
		t.Fatalf("%d, %d, %v", m.Payable, r.Payable, err)
	}
	more := bytes.ReplaceAll(inputs, []byte("80000"), []byte("90000"))
	for name, raw := range map[string][]byte{
		"another amount in the manifest": proven(t, inputs, result, payable+1),
		"other inputs":                   proven(t, more, result, payable),
		"another result": proven(t, inputs,
			bytes.ReplaceAll(result, []byte("800000"), []byte("900000")), 9_000_00),
		"no bundle": []byte("PK"),
		"calculated by an earlier release": proven(t,
			bytes.ReplaceAll(inputs, []byte("statement/3"), []byte("statement/2")), result, payable),
	} {
		if _, _, err := ledger.Verify(raw); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzVerify takes inputs and a result that anybody may have written: never a panic, and what is proven adds up.
func FuzzVerify(f *testing.F) {
	inputs, result, payable := sample(f)
	f.Add(inputs, result, payable)
	f.Add([]byte("{}"), []byte("{}"), int64(0))
	f.Fuzz(func(t *testing.T, inputs, result []byte, payable int64) {
		m, r, err := ledger.Verify(proven(t, inputs, result, payable))
		if err != nil && (fault.KindOf(err) != fault.Invalid || fault.Message(err) == "") {
			t.Fatalf("refused with %v", err)
		}
		if err == nil && r.Payable+m.Adjustments != m.Payable {
			t.Fatalf("%+v proves %d", m, r.Payable)
		}
	})
}
