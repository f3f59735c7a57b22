package web

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
)

// pageRows is how many rows a page of a list shows.
const pageRows = 50

// asked is the scope that an address asks for.
func asked(r *http.Request) scope.Request {
	q := r.URL.Query()
	return scope.Request{Period: q.Get("period"), Team: q.Get("team"), Owner: q.Get("owner"), AsOf: q.Get("as_of")}
}

// where makes addresses in the scope of the request.
func where(r *http.Request) page.Where {
	return page.Where{Base: "/o/" + chi.URLParam(r, "org"), Scope: asked(r)}
}

// pipelineFilter is the list that an address asks for.
func pipelineFilter(r *http.Request) pipeline.Filter {
	q := r.URL.Query()
	f := pipeline.Filter{Stage: q.Get("stage"), Category: opportunity.Category(q.Get("cat")), Type: q.Get("type"), Source: q.Get("source"),
		Flag: pipeline.Flag(q.Get("flag")), Name: q.Get("q"), Sort: pipeline.Sort(q.Get("sort")), InPeriod: q.Get("in") == "period", Limit: pageRows,
		Through: opportunity.Category(q.Get("thru")), Whose: pipeline.Whose(q.Get("whose")), By: opportunity.Dimension(q.Get("by")), Group: q.Get("group")}
	switch status := q.Get("status"); status {
	case "won", "lost":
		f.Statuses = []opportunity.Status{opportunity.Status(status)}
	case "live":
		f.Statuses = []opportunity.Status{opportunity.Open, opportunity.Won}
	case "closed":
		f.Statuses = []opportunity.Status{opportunity.Won, opportunity.Lost}
	case "all":
		f.Statuses = []opportunity.Status{opportunity.Open, opportunity.Won, opportunity.Lost}
	}
	if month, err := period.ParseDate(q.Get("month") + "-01"); err == nil {
		f.Month = month
	}
	f.Account, _ = uuid.Parse(q.Get("account"))
	decodeCursor(q, &f.After)
	if !fits(f.After.Value, f.Sort) {
		f.After = pipeline.Cursor{}
	}
	return f
}

// fits tells that a place in the list is a value of what the list is sorted by; of another order it would be no place in it.
func fits(value string, by pipeline.Sort) bool {
	switch by {
	case pipeline.ByName:
		return true
	case pipeline.ByAmount:
		minor, err := strconv.ParseInt(value, 10, 64)
		return err == nil && minor > math.MinInt64
	}
	day, err := period.ParseDate(value)
	return strings.TrimPrefix(value, "-") == "infinity" || err == nil && day.Time().Year() > 0
}

// cursor packs a place in a list into an address.
func cursor(place any) string {
	b, err := json.Marshal(place)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// decodeCursor reads the place; one that was tampered with is the start of the list.
func decodeCursor(q url.Values, place any) {
	b, err := base64.RawURLEncoding.DecodeString(q.Get("cursor"))
	if err == nil && len(b) > 0 && !bytes.Contains(b, []byte(`\u0000`)) { // which no database takes
		_ = json.Unmarshal(b, place)
	}
}

// key reads the record's key from the address; one that is none finds nothing.
func key(r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(chi.URLParam(r, "id"))
	if err != nil {
		return id, notHere
	}
	return id, nil
}
