package accountpage_test

import (
	"net/url"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/record/account"
	"quarterdeck/web/accountpage"
)

func TestAChoiceOfAccountsIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := accountpage.Companies{Name: rapid.String().Draw(t, "name")}
		if rapid.Bool().Draw(t, "further on") {
			c.After = account.Cursor{Name: rapid.StringMatching(`[a-zü ]{0,20}`).Draw(t, "last"),
				ID: uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "key"))}
		}
		q, err := url.ParseQuery(c.Query().Encode())
		if err != nil {
			t.Fatal(err)
		}
		if got := accountpage.ParseCompanies(q); got != c {
			t.Fatalf("%+v is written %s and read %+v", c, q.Encode(), got)
		}
	})
}
