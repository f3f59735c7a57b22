package billing_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
)

const sound = "key,opportunity,kind,on,amount,currency,note\n1,A,invoice,2026-10-01,100.00,USD,First\n2,A,cash,2026-10-20,-5.5,,Refund\n3,A,go_live,2026-10-21,,,\n"

func take(t *testing.T, c cast.Company, file string) (taken billing.Taken) {
	t.Helper()
	rows, err := billing.Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) (err error) {
		taken, err = billing.Take(ctx, tx, rows)
		return err
	})
	return taken
}

func company(t *testing.T) cast.Company {
	t.Helper()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := cast.Take(ctx, tx, c.Opportunity("A", c.Ann, "Won", 100_00, "2026-10-01"))
		return err
	})
	return c
}

func TestABillingFileIsTakenOnce(t *testing.T) {
	t.Parallel()
	c := company(t)
	if got := take(t, c, sound); got.New != 3 || got.Known != 0 || len(got.Refused) != 0 {
		t.Errorf("%+v", got)
	}
	if got := take(t, c, "\ufeff"+strings.ReplaceAll(sound, ",", ";")+"4;A;cash;2026-11-01;1;USD;\n"); got.New != 1 ||
		got.Known != 3 {
		t.Errorf("again, with semicolons and one more: %+v", got)
	}
	c.See(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := billing.List(ctx, tx, nil, tx.Now())
		if len(all) != 4 || *all[1].Amount != -5_50 || all[1].Currency != "USD" || all[0].Note != "First" {
			t.Errorf("%+v", all)
		}
		return err
	})
	if err := c.DB.Update(t.Context(), c.Actor(c.Nora), func(tx *tenant.Tx) error {
		_, err := billing.Take(t.Context(), tx, nil)
		return err
	}); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a manager: %v", err)
	}
}

func TestEachBadLineSaysWhyAndTheOthersAreTaken(t *testing.T) {
	t.Parallel()
	c := company(t)
	lines := []struct{ line, why string }{
		{"1,A,invoice,2026-10-01,100.00,USD,fine", ""},
		{",A,go_live,2026-10-01,,,", "key is missing"},
		{"2,B,go_live,2026-10-01,,,", "no opportunity"},
		{"3,A,party,2026-10-01,,,", "The event must be an invoice"},
		{"4,A,cash,2026-02-29,1,,", "not a date"},
		{"5,A,cash,2026-10-01,much,,", "not an amount"},
		{"6,A,cash,2026-10-01,1.001,,", "not an amount"},
		{"7,A,cash,2026-10-01,99999999999999999999,,", "not an amount"},
		{"8,A,cash,2026-10-01,1,DOLLARS,", "not a currency"},
		{"9,A,cash,2026-10-01,,,", "Enter an amount"},
		{"10,A,cancellation,2026-10-01,5,,", "Only invoices"},
		{"12,A,cash,2026-10-01,1,,\"never closed", "never closed"},
		{strings.Repeat("k", 300) + ",A,go_live,2026-10-01,,,", "200"},
		{"13,A,go_live,2026-10-01,,," + strings.Repeat("n", 3000), "2000"},
		{"14,A,cash,2026-10-01,1,JPY,Grüße\xff", ""}, // read as Windows-1252
		{"15,A,go_live", "not a date"},
	}
	file := "key,opportunity,kind,on,amount,currency,note\n"
	var want []string
	for i, l := range lines {
		file += l.line + "\n"
		if l.why != "" {
			want = append(want, fmt.Sprint(i+2, ": ", l.why))
		}
	}
	got := take(t, c, file)
	if got.New != 2 || len(got.Refused) != len(want) {
		t.Errorf("%d new and %d refused, want 2 and %d: %+v", got.New, len(got.Refused), len(want), got.Refused)
	}
	for i, r := range got.Refused {
		line, why, _ := strings.Cut(want[i], ": ")
		if fmt.Sprint(r.Line) != line || !strings.Contains(r.Why, why) {
			t.Errorf("line %d: %q, want %s", r.Line, r.Why, want[i])
		}
	}
}

func TestWhatIsNoBillingFileIsRefused(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{"empty": "", "of another kind": "a,b\n1,2\n",
		"twice a column": "key,key,opportunity,kind,on\n", "UTF-16": "\xff\xfek\x00e\x00y\x00",
		"binary": sound + "\x00"} {
		if _, err := billing.Read(strings.NewReader(file)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := billing.Read(strings.NewReader("key,opportunity,kind,on\n" +
		strings.Repeat("1,A,go_live,2026-01-01\n", 100_001))); fault.KindOf(err) != fault.Invalid {
		t.Errorf("too long: %v", err)
	}
}

func TestALargeFileIsTakenAsAWhole(t *testing.T) {
	t.Parallel()
	c := company(t)
	var file strings.Builder
	file.WriteString("key,opportunity,kind,on,amount\n")
	for i := range 20_000 {
		fmt.Fprintf(&file, "%d,A,cash,2026-10-01,%d\n", i, i+1)
	}
	if got := take(t, c, file.String()); got.New != 20_000 || len(got.Refused) != 0 {
		t.Errorf("%d new, %d refused", got.New, len(got.Refused))
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{sound, "", "key;opportunity;kind;on\n\"", strings.ReplaceAll(sound, "\n", "\r\n")} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		rows, err := billing.Read(strings.NewReader(string(raw)))
		if err != nil {
			if fault.KindOf(err) != fault.Invalid || fault.Message(err) == "" {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		last := 1
		for _, r := range rows {
			cells := []string{r.Key, r.Opportunity, r.Kind, r.On, r.Amount, r.Currency, r.Remark}
			if r.Line <= 0 || r.Line < last ||
				slices.ContainsFunc(cells, func(s string) bool {
					return !utf8.ValidString(s) ||
						strings.ContainsRune(s, 0)
				}) {
				t.Fatalf("%+v", r)
			}
			last = r.Line
		}
	})
}
