package web

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
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

// tagOf is the tag that an address asks for; what is none asks for all.
func tagOf(q url.Values) forecast.Tag {
	if t := forecast.Tag(q.Get("tag")); slices.Contains(forecast.Tags, t) {
		return t
	}
	return ""
}
