package statementpage

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/record/member"
)

// named is a statement in which every name is a text: of the organisation, the member, the plan, the opportunity, and
// in every sentence.
func named(name string) statementView {
	me, planID := uuid.New(), uuid.New()
	p := stated(commission.Line{Component: "new", Opportunity: alpha.String(), Amount: 1_234_567, Due: 1_000,
		Why: name + " 12,345.67 × 10 %", Waits: name})
	p.Period, p.Member, p.Calendar = period.Period{Key: "2026-10", Label: "Oct 2026"}, me, period.Calendar{}
	p.Roster = member.NewRoster(0, []member.Member{{ID: me, Name: name}})
	p.Sheet.PlanID, p.Plans = planID, map[uuid.UUID]string{planID: name}
	p.Sheet.Names[alpha] = fact.Named{Name: name, Account: name}
	p.Sheet.Payable = 1_234_567
	return p
}

func TestNoLetterOfANameStopsThePDF(t *testing.T) {
	for _, name := range []string{"Acme 🚀 Rockets", "👩🏽‍💻👨‍👩‍👧‍👦🇩🇪", "株式会社", "שלום", "مرحبا", "नमस्ते", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
		"\U0010ffff", "a\x00b\tc\nd", "\xff\xfe", "\u2060\ufeff\u200d", strings.Repeat("🚀", 400), "ﷺ",
		"e\u0301\u0302\u0303"} {
		b, err := asPDF(named(name), name, money.Point)
		if err != nil || !bytes.HasPrefix(b, []byte("%PDF")) {
			t.Errorf("%q: %v", name, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		name := string(rapid.SliceOfN(rapid.Rune(), 0, 60).Draw(t, "name"))
		if _, err := asPDF(named(name), name, rapid.SampledFrom(money.Formats).Draw(t, "format")); err != nil {
			t.Fatal(err)
		}
	})
}

func TestWhatTheFontLacksIsABoxAndTheRestStands(t *testing.T) {
	d := paper{numbers: money.Point}
	for text, want := range map[string]string{"Acme 🚀 Rockets": "Acme □ Rockets",
		"Ærø & Søn, Ελλάδα, Київ": "Ærø & Søn, Ελλάδα, Київ", "1\u00a0000\u2009€": "1 000 €",
		"a\u200db\ufe0fc": "abc"} {
		if got := d.plain(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestThePDFWritesFiguresAsTheOrganisationDoes(t *testing.T) {
	for f, want := range map[money.Format][]string{money.Point: {"$12,345.67", "12,345.67"},
		money.Comma: {"$12.345,67", "12.345,67 × 10"}, money.Space: {"$12 345,67"}} {
		b, err := asPDF(named("Ann"), "Acme", f)
		if err != nil {
			t.Fatal(err)
		}
		for _, figure := range want {
			var units bytes.Buffer
			for _, unit := range utf16.Encode([]rune(figure)) {
				units.Write([]byte{byte(unit >> 8), byte(unit)})
			}
			if !bytes.Contains(b, units.Bytes()) {
				t.Errorf("%s: no %q", f, figure)
			}
		}
	}
}
