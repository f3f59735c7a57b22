package billing_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/platform/tenant"
)

func TestABillingFileIsReadAsProgramsWriteIt(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"spreadsheet in the United States": "key,opportunity,kind,on,amount,currency,note\r\n1.0,A,INVOICE,10/20/2026,\"$1,234.50\",USD,null\r\n2,A,Go-live,10/21/2026 0:00,N/A,-,\r\n,,,,,,\r\n3,A,Write off,11/1/2026,,,\r\n",
		"spreadsheet in Germany":           "sep=;\rkey;opportunity;kind;on;amount;currency;note\r1;A;Invoice;20.10.2026;1.234,50;USD;\r2;A;go live;21.10.2026;;;\r3;A;write_off;1.11.2026;;;\r",
		"program":                          "key\topportunity\tkind\ton\tamount\tcurrency\tnote\n1\tA\tinvoice\t2026-10-20T00:00:00Z\t1.2345E3\tusd\t\n2\tA\tgo_live\t20261021\t\t\t\n3\tA\twrite_off\tSun Nov 01 00:00:00 GMT 2026\t\t\t\n",
	} {
		c := company(t)
		if got := take(t, c, file); got.New != 3 || len(got.Refused) != 0 {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		c.See(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
			all, err := billing.List(ctx, tx, nil, tx.Now())
			var read []string
			for _, e := range all {
				amount := int64(0)
				if e.Amount != nil {
					amount = *e.Amount
				}
				read = append(read, fmt.Sprint(e.ExternalID, " ", e.Kind, " ", e.On, " ", amount, " ", e.Note))
			}
			slices.Sort(read)
			if want := []string{"1 invoice 2026-10-20 123450 ", "2 go_live 2026-10-21 0 ",
				"3 write_off 2026-11-01 0 "}; !slices.Equal(read, want) {
				t.Errorf("%s: %q", name, read)
			}
			return err
		})
	}
}

func TestAnAmountOfAnotherFormThanItsBillingFilesIsRefused(t *testing.T) {
	t.Parallel()
	c := company(t)
	got := take(t, c,
		"key;opportunity;kind;on;amount\n1;A;invoice;2026-10-20;1.234,50\n2;A;invoice;2026-10-20;24.5\n3;A;invoice;2026-13-20;1\n4;A;invoice;2026-10-20;€ 5\n")
	if got.New != 1 || len(got.Refused) != 3 || got.Refused[0].Line != 3 {
		t.Errorf("%+v", got)
	}
}
