package site

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
)

// PageRows is the number of rows on a page of a list.
const PageRows = 50

// ScopeOf reads the scope of a request's address.
func ScopeOf(r *http.Request) scope.Request { return page.ParseScope(r.URL.Query()) }

// Where builds addresses in the scope of the request.
func Where(r *http.Request) page.Where {
	return page.Where{Base: "/o/" + chi.URLParam(r, "org"), Scope: ScopeOf(r)}
}

// Key reads a record's key from the address; an invalid key is NotHere.
func Key(r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(chi.URLParam(r, "id"))
	if err != nil {
		return id, NotHere
	}
	return id, nil
}

// TagOf reads the tag of an address; an unknown one selects all.
func TagOf(q url.Values) forecast.Tag {
	if t := forecast.Tag(q.Get("tag")); slices.Contains(forecast.Tags, t) {
		return t
	}
	return ""
}

// KnownAt is the as-of moment of a pay page, and its day.
func KnownAt(tx *tenant.Tx, asOf *string) (time.Time, period.Date) {
	if on, err := period.ParseDate(*asOf); err == nil && on < tx.Today() {
		return tx.Calendar().EndOf(on), on
	}
	*asOf = ""
	return tx.Now(), tx.Today()
}
