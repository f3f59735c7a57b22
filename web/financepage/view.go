package financepage

import (
	"net/url"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/web/page"
)

// view is which contract costs a page shows, as its address says. parseView reads what Query writes.
type view struct {
	Period   string
	Currency money.Currency
	AsOf     string
	Contract uuid.UUID // that is opened
	From     int       // the first that is listed
}

func parseView(q url.Values) view {
	v := view{Period: q.Get("period"), Currency: money.Currency(q.Get("currency")), AsOf: q.Get("as_of")}
	v.Contract, _ = uuid.Parse(q.Get("contract"))
	from, _ := strconv.Atoi(q.Get("from"))
	v.From = max(0, from)
	return v
}

// Query writes the view for an address, without what it does not choose.
func (v view) Query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"period": v.Period, "currency": string(v.Currency), "as_of": v.AsOf} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if v.Contract != uuid.Nil {
		q.Set("contract", v.Contract.String())
	}
	if v.From > 0 {
		q.Set("from", strconv.Itoa(v.From))
	}
	return q
}

// in is the address of the page.
func (v view) in(w page.Where) string { return w.At("/commissions/capitalisation", v.Query()) }
