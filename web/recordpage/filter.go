package recordpage

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/site"
)

// pipelineFilter is the list that an address asks for.
func pipelineFilter(r *http.Request) pipeline.Filter {
	q := r.URL.Query()
	f := pipeline.Filter{Stage: q.Get("stage"), Category: opportunity.Category(q.Get("cat")), Type: q.Get("type"), Source: q.Get("source"),
		Flag: pipeline.Flag(q.Get("flag")), Name: q.Get("q"), Sort: pipeline.Sort(q.Get("sort")), InPeriod: q.Get("in") == "period", Limit: site.PageRows,
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
	site.DecodeCursor(q, &f.After)
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
