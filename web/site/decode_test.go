package site_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/web/site"
)

type kind string

// row is one of the numbered rows of a form.
type row struct {
	Member *uuid.UUID  `form:"member" problem:"Choose members from the list."`
	Share  site.Figure `form:"share"`
	Name   *string     `form:"name"`
	Lead   bool        `form:"lead"`
}

// order is a form with a field of each type.
type order struct {
	Note    string        `form:"note"`
	Kind    kind          `form:"kind"`
	Secret  site.Verbatim `form:"secret"`
	On      period.Date   `form:"on" problem:"Choose a day."`
	Until   *period.Date  `form:"until" problem:"Choose a day, or none."`
	Months  int           `form:"months" problem:"Type a whole number of months, such as 36."`
	Line    int           `form:"line"`
	Version int64         `form:"version"`
	Key     uuid.UUID     `form:"key"`
	Keys    []uuid.UUID   `form:"keys"`
	Kinds   []string      `form:"kinds"`
	Percent site.Percent  `form:"percent"`
	At      *site.Clock   `form:"at"`
	Amount  site.Figure   `form:"amount"`
	Sure    bool          `form:"sure"`
	Rows    []row         `form:"rows"`
}

func sent(values url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// ordered is a form that can be read, with some fields otherwise; an empty name of a value takes the field away.
func ordered(pairs ...string) url.Values {
	q := url.Values{"on": {"2026-11-30"}, "months": {"36"}}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Add(pairs[i], pairs[i+1])
		}
	}
	return q
}

const someone = "7d444840-9dc0-11d1-b245-5ffdce74fad2"

func TestAFormIsReadByTheTypesOfItsFields(t *testing.T) {
	day, late := period.NewDate(2026, 11, 30), site.Clock(23*60+59)
	for _, c := range []struct {
		name string
		sent url.Values
		want func(*order)
	}{
		{"missing is zero", ordered(), func(*order) {}},
		{"unknown fields are none of it", ordered("other", "1", "rows", "1", "rows[0].member", "x", "rows.member",
			someone, "a]b[", "1", "[", "1"), func(*order) {}},
		{"texts without spaces", ordered("note", "  two words ", "kind", " invoice "),
			func(o *order) { o.Note, o.Kind = "two words", "invoice" }},
		{"a password as it is typed", ordered("secret", " a b "), func(o *order) { o.Secret = " a b " }},
		{"the first of two", ordered("note", "a", "note", "b", "line", "3", "line", "4"),
			func(o *order) { o.Note, o.Line = "a", 3 }},
		{"all of a list", ordered("kinds", " a ", "kinds", "b", "keys", someone), func(o *order) {
			o.Kinds, o.Keys = []string{"a", "b"}, []uuid.UUID{uuid.MustParse(someone)}
		}},
		{"numbers with spaces", ordered("line", " 7 ", "version", "9000000000"),
			func(o *order) { o.Line, o.Version = 7, 9_000_000_000 }},
		{"what only a program sends", ordered("line", "x", "version", "1.5", "key", "no"), func(*order) {}},
		{"days", ordered("until", "2026-11-30"), func(o *order) { o.Until = &day }},
		{"a key", ordered("key", someone), func(o *order) { o.Key = uuid.MustParse(someone) }},
		{"per cent", ordered("percent", "−5 %"), func(o *order) { o.Percent = -5 }},
		{"a time of the day", ordered("at", "23:59:30"), func(o *order) { o.At = &late }},
		{"a box", ordered("sure", "1"), func(o *order) { o.Sure = true }},
		{"another box", ordered("sure", "on"), func(o *order) { o.Sure = true }},
	} {
		want := order{On: day, Months: 36}
		c.want(&want)
		got, err := site.Decode[order](sent(c.sent))
		got.Amount = site.Figure{}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}

func TestWhatCannotBeReadIsRefusedOnItsField(t *testing.T) {
	for _, c := range []struct {
		sent          url.Values
		field, reason string
	}{
		{ordered("on", ""), "on", "Choose a day."},
		{url.Values{"on": {"30.11.2026"}, "months": {"36"}}, "on", "Choose a day."},
		{url.Values{"on": {" "}}, "on", "Choose a day."},
		{ordered("months", ""), "months", "Type a whole number of months, such as 36."},
		{ordered("until", "soon"), "until", "Choose a day, or none."},
		{ordered("percent", "ten"), "percent", "Type a whole number of per cent, such as 10 or −5."},
		{ordered("percent", "1.5"), "percent", "Type a whole number of per cent, such as 10 or −5."},
		{ordered("at", "noon"), "at", "Type a time of the day, such as 12:00."},
		{ordered("member_3", "somebody"), "member", "Choose members from the list."},
		{ordered("member_3", "somebody", "until", "soon", "percent", "x"), "until", "Choose a day, or none."},
	} {
		_, err := site.Decode[order](sent(c.sent))
		var broken *fault.Fault
		if !asFault(err, &broken) || broken.Kind != fault.Invalid || broken.Field != c.field ||
			broken.Message != c.reason {
			t.Errorf("%s: %+v", c.sent.Encode(), err)
		}
	}
}

func TestRowsOfAFormAreThoseWithANumber(t *testing.T) {
	o, err := site.Decode[order](sent(ordered("member_0", someone, "share_0", "60", "name_2", " ", "lead_2", "1",
		"share_200", "5", "share_-1", "5", "share_x", "5")))
	if err != nil || len(o.Rows) != 3 {
		t.Fatalf("%+v, %v", o.Rows, err)
	}
	if r := o.Rows[0]; r.Member == nil || r.Member.String() != someone || r.Name != nil || r.Share.Empty() || r.Lead {
		t.Errorf("%+v", r)
	}
	if r := o.Rows[1]; r.Member != nil || r.Name != nil || !r.Share.Empty() || r.Lead {
		t.Errorf("%+v", r)
	}
	if r := o.Rows[2]; r.Name == nil || *r.Name != "" || !r.Lead {
		t.Errorf("%+v", r)
	}
}

func TestAFigureIsReadInItsCurrencyOrRefusedOnItsField(t *testing.T) {
	for _, c := range []struct {
		typed string
		want  int64
		wrong bool
	}{{"250,000", 25_000_000, false}, {"$1.2M", 120_000_000, false}, {"(500)", -50_000, false}, {"1,50", 0, true},
		{"250.000", 0, true}, {"ten", 0, true}, {"", 0, true}} {
		o, err := site.Decode[order](sent(ordered("amount", c.typed)))
		if err != nil {
			t.Fatal(err)
		}
		minor, err := o.Amount.Amount("USD")
		var broken *fault.Fault
		if c.wrong != (err != nil) || minor != c.want || c.wrong &&
			(!asFault(err, &broken) || broken.Field != "amount") {
			t.Errorf("%q is %d, %v", c.typed, minor, err)
		}
		if money, err := o.Amount.Money("USD"); (c.typed == "") != (money == nil && err == nil) {
			t.Errorf("%q is %v, %v", c.typed, money, err)
		}
		if !c.wrong || c.typed == "" {
			continue
		}
		if _, err := o.Amount.Number(0); err != nil && (!asFault(err, &broken) || broken.Field != "amount") {
			t.Errorf("%q: %v", c.typed, err)
		}
	}
}

func asFault(err error, to **fault.Fault) bool {
	broken, ok := err.(*fault.Fault)
	*to = broken
	return ok
}

// FuzzDecode looks for a form that panics, is refused without a sentence, or is read past the rows that a form may
// have.
func FuzzDecode(f *testing.F) {
	for _, body := range []string{"on=2026-11-30&months=1", "rows[0]=1&a]=1&[=2", "member_0=x&share_0=1",
		"rows[999999999].member=1", "on=0000-00-00&key=%00", "share_199=1,50&amount=1.2.3"} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		q, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		o, err := site.Decode[order](sent(q))
		if err != nil && fault.Message(err) == "" {
			t.Fatalf("%q: %v", body, err)
		}
		if len(o.Rows) > 200 {
			t.Fatalf("%q has %d rows", body, len(o.Rows))
		}
		for _, r := range append(o.Rows, row{Share: o.Amount}) {
			if _, err := r.Share.Amount("EUR"); err != nil && fault.Message(err) == "" {
				t.Fatalf("%q: %v", body, err)
			}
		}
	})
}
