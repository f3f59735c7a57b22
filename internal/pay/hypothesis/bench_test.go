package hypothesis_test

import (
	"fmt"
	"quarterdeck/internal/pay/statement/office"
	"testing"
)

// BenchmarkSimulate replays half a year of 1,002 members, 100 opportunities each, under another rate: 2,004 quarters of
// members.
func BenchmarkSimulate(b *testing.B) {
	o := replaying{office.Open(b, office.Selling)}
	o.Office.Fill(b)
	d := office.Document(b, fmt.Sprintf(flat, "0.12", ""))
	for b.Loop() {
		if r, err := o.replay(b, o.Olga, d, "2026-Q3", "2026-Q4"); err != nil || len(r.Members) != 1002 {
			b.Fatal(len(r.Members), err)
		}
	}
}
