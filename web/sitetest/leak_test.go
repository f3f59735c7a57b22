package sitetest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/account"
	"quarterdeck/web/page"
)

// secrets are the texts that tell of somebody's records: their mark, what each opportunity is worth, and their quota of
// a month and of the quarter.
func secrets(place string, p employee) []string {
	all := []string{Mark(place, p.Key)}
	for _, minor := range []int64{p.Amount, p.quota, 3 * p.quota} {
		if minor == 0 {
			continue
		}
		plain := Cents(minor)
		at := strings.Index(plain, ".") - 3
		all = append(all, plain, plain[:at]+","+plain[at:])
		if short := strings.TrimRight(plain, "0"); short != plain {
			all = append(all, short)
		}
	}
	return all
}

// questions are addresses that ask for more than a person's own in every way that an address can.
func (f *Firm) questions(other *Firm) []string {
	lists := []string{"/home", "/pipeline", "/accounts", "/quotas", "/reports/bookings", "/reports/forecast",
		"/forecast/outlook", "/forecast/accuracy", "/forecast/accuracy/trials"}
	queries := []string{"", "as_of=2026-11-10", "period=2026", "team=East", "team=West", "status=all",
		"status=all&as_of=2026-11-07", "status=lost&sort=recent", "sort=amount&in=period", "flag=untouched",
		"flag=overdue&sort=name", "q=zz", "month=2026-12&status=all", "owner=me"}
	for _, key := range []string{"far", "mate", "manager", "executive"} {
		queries = append(queries, "status=all&owner="+f.People[key].String(),
			"status=all&owner="+f.People[key].String()+"&as_of=2026-11-10",
			"status=all&account="+f.accounts[key].String())
	}
	queries = append(queries, "owner="+other.People["rep"].String(),
		"status=all&account="+other.accounts["rep"].String())
	for _, place := range []any{pipeline.Cursor{Value: "2026-01-01"}, pipeline.Cursor{Value: "x"},
		pipeline.Cursor{Value: "5", ID: f.Opportunities["far"]}, account.Cursor{Name: "a"},
		account.Cursor{Name: "\x00"}, "x", 7} {
		for _, sort := range []string{"", "amount", "name", "recent"} {
			queries = append(queries, url.Values{"cursor": {page.Cursor(place)}, "sort": {sort}}.Encode())
		}
	}
	var all []string
	for _, list := range lists {
		for _, query := range queries {
			if list != "/pipeline" && list != "/accounts" && strings.Contains(query, "cursor") {
				continue
			}
			all = append(all, list+"?"+query)
			if !strings.Contains(query, "cursor") {
				all = append(all, list+".csv?"+query)
			}
		}
		all = append(all, list+".xlsx", list+".xlsx?status=all&owner="+f.People["far"].String(),
			list+".xlsx?period=2026&team=East")
	}
	for _, q := range []string{"zz", "far", "%25", "_", "holding", "open", "cleo", "client.example",
		"zzfarwezt", "zzmat"} {
		all = append(all, "/search?q="+q)
	}
	for _, firm := range []*Firm{f, other} {
		for kind, ids := range map[string]map[string]uuid.UUID{"opportunities": firm.Opportunities,
			"accounts": firm.accounts, "members": firm.People} {
			for _, id := range ids {
				all = append(all, "/"+kind+"/"+id.String(),
					"/"+kind+"/"+id.String()+"?as_of=2026-11-10&owner="+f.People["far"].String())
			}
		}
	}
	return append(append(all, f.forecastQuestions(queries)...), "/more", "/definitions")
}

// forecastQuestions ask the sheets and the lists behind them.
func (f *Firm) forecastQuestions(queries []string) (all []string) {
	for _, query := range queries {
		if !strings.Contains(query, "cursor") && !strings.Contains(query, "period=") {
			all = append(all, "/forecast/2026-Q4?"+query, "/forecast/2026-Q4/sheet.csv?"+query, "/forecast/mine?"+query,
				"/forecast/2026-Q4?by=team&"+query)
		}
	}
	for _, key := range []string{"far", "mate", "executive", "rep"} {
		id := f.People[key].String()
		all = append(all, "/forecast/2026-Q4/members/"+id, "/forecast/2026-Q4/members/"+id+"?whose=nobody&owner=me",
			"/forecast/2026-Q4?judge="+id+"&open="+id, "/forecast/2026-Q4?owner="+id+"&open="+id)
	}
	all = append(all, "/forecast/2026-Q4/members/"+uuid.Nil.String(), "/pipeline?whose=nobody",
		"/pipeline?whose=own&owner="+f.People["far"].String(), "/pipeline?by=segment&group=&thru=pipeline&status=all")
	return all
}

func TestNothingTellsOfRecordsThatAreSomebodyElses(t *testing.T) {
	t.Parallel()
	s := New(t)
	f, twin := s.Firm("west").Forecast(), s.Firm("twin").Forecast()
	questions := f.questions(twin)
	for visitor, owners := range map[string][]string{"rep": Sees["rep"], "mate": Sees["mate"],
		"manager": Sees["manager"], "executive": Sees["executive"], "twin": {}} {
		t.Run(visitor, func(t *testing.T) {
			t.Parallel()
			b := twin.As("admin")
			if visitor != "twin" {
				b = f.As(visitor)
			}
			forbidden := map[string]string{}
			for _, p := range Staff {
				if p.Seller && !slices.Contains(owners, p.Key) {
					for _, secret := range secrets("west", p) {
						forbidden[secret] = p.Key
					}
				}
				if visitor != "twin" {
					forbidden[Mark("twin", p.Key)] = "the other organisation"
				}
			}
			for i, question := range questions {
				b.address = "2001:db8:" + strconv.FormatInt(int64(i), 16) + "::1" // one alone would be slowed down
				a := b.Get(f.Path(question))
				if a.Status >= http.StatusInternalServerError {
					t.Errorf("%s is answered with %d", question, a.Status)
				}
				if visitor == "twin" && a.Status != http.StatusNotFound {
					t.Errorf("%s is answered with %d to somebody of another organisation", question, a.Status)
				}
				text := Words(t, a)
				for secret, whose := range forbidden {
					if strings.Contains(text, secret) {
						t.Errorf("%s shows %q of %s", question, secret, whose)
					}
				}
				if visitor == "executive" && question == "/pipeline?status=all" &&
					!strings.Contains(text, Mark("west", "far")) {
					t.Error("the test looks for marks that are nowhere")
				}
			}
		})
	}
}

func TestARepsFiguresAreTheirOwn(t *testing.T) {
	t.Parallel()
	f := New(t).Firm("west")
	f.As("rep").Get(f.Path("/home")).Is(t, http.StatusOK).Says(t, "$21,019.37", "of $303,903.03 quota")
	f.As("rep").Get(f.Path("/home.csv")).Is(t, http.StatusOK).Says(t, "303903.03,21019.37")
	f.As("rep").Get(f.Path("/quotas")).Is(t, http.StatusOK).Says(t, "$101,301.01")
	f.As("manager").Get(f.Path("/quotas.csv")).Is(t, http.StatusOK).Says(t, "101301.01", "120457.89")
	f.As("executive").Get(f.Path("/quotas.csv")).Is(t, http.StatusOK).Says(t, "101301.01", "120457.89", "165432.19")
}

func TestWhatNobodyTypesIsNoFaultOfTheServer(t *testing.T) {
	t.Parallel()
	f := New(t).Firm("west")
	b := f.As("admin")
	for list, names := range map[string]string{"/home": "team owner period as_of",
		"/pipeline": "q team owner period as_of stage cat type source flag sort month account status cursor in",
		"/accounts": "q team cursor", "/quotas.csv": "period as_of owner", "/reports/forecast.xlsx": "period as_of",
		"/search": "q", "/forecast/2026-Q4": "team owner as_of line sums by open judge cell",
		"/forecast/mine": "period as_of", "/settings/stages": "edit add retire",
		"/settings/fields": "edit add column", "/settings/lists": "list edit add merge",
		"/commissions/2026-11":         "member plan from",
		"/commissions/2026-11/changes": "member from to", "/commissions/what-if": "pick amount",
		"/commissions/mine": "member", "/settings/members": "q state member cursor",
		"/audit": "cursor by action object from to",
		"/accounts/" + f.accounts["rep"].String(): "as_of"} {
		for i, name := range strings.Fields(names) {
			b.address = "2001:db8:" + strconv.Itoa(i) + ":" + strconv.Itoa(len(list)) + "::1"
			for _, value := range []string{"%00", "%ff", "'", "9999-12-31", "9999-12", "0001-01-01", "0000-01-01", "-1",
				"2026-Q9", "9999", strings.Repeat("x", 5000), "%25", "{}",
				page.Cursor(pipeline.Cursor{Value: "-9223372036854775808"}) + "&sort=amount",
				page.Cursor(pipeline.Cursor{Value: "0000-01-01"}), page.Cursor(pipeline.Cursor{Value: "-infinity"})} {
				if a := b.Get(f.Path(list + "?" + name + "=" + value)); a.Status >= http.StatusInternalServerError {
					t.Errorf("%s?%s=%.60s is answered with %d", list, name, value, a.Status)
				}
			}
		}
	}
	for route, d := range doors {
		for _, bad := range []string{"\x00", "\xff", strings.Repeat("9", 3000)} {
			form := []string{"name", bad, "email", bad, "password", bad, "theme", bad, "again", bad, "currency", bad,
				"rate", bad, "valid_from", bad, "role", bad, "team", bad, "present", bad, "back", bad, "next", bad}
			if strings.HasPrefix(route, http.MethodPost) && d.answers("admin") == http.StatusUnprocessableEntity {
				if a := b.Post(f.address(d.path), form...); a.Status != http.StatusUnprocessableEntity {
					t.Errorf("%s is answered with %d", route, a.Status)
				}
			}
		}
	}
	b.Upload(f.Path("/imports"), Zipped(t, "Account.csv", "Id,Name\n001,A\x00b\n002,\xff\n"), "format",
		"salesforce\x00").Is(t, http.StatusUnprocessableEntity)
	bad := "--x\r\nContent-Disposition: form-data; name=\"format\"\r\n\r\nsalesforce\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\xff.zip\"\r\n\r\nPK\r\n--x--\r\n"
	b.Send(http.MethodPost, f.Path("/imports"), "multipart/form-data; boundary=x", strings.NewReader(bad)).Is(t,
		http.StatusUnprocessableEntity).Says(t, "Rename the file.")
	b.Upload(f.Path("/imports"), Zipped(t, "\xff\x00/Account.csv", Accounts), "format", "salesforce").Is(t,
		http.StatusUnprocessableEntity)
}
