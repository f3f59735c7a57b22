package page

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/url"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/ui"
)

// Where builds addresses that keep the page's scope: period, team, owner and moment.
type Where struct {
	Base  string // /o/northwind
	Scope scope.Request
}

// ParseScope reads the scope of an address.
func ParseScope(q url.Values) scope.Request {
	return scope.Request{Period: q.Get("period"), Team: q.Get("team"), Owner: q.Get("owner"), AsOf: q.Get("as_of")}
}

// ScopeQuery writes a scope for an address, without empty values. ParseScope reads it.
func ScopeQuery(s scope.Request) url.Values {
	q := url.Values{}
	put(q, "period", s.Period)
	put(q, "team", s.Team)
	put(q, "owner", s.Owner)
	put(q, "as_of", s.AsOf)
	return q
}

// In is the same page in another period; empty: the current quarter.
func (w Where) In(key string) Where {
	w.Scope.Period = key
	return w
}

// Of is the same page for a member or a team; both empty: everybody.
func (w Where) Of(owner, team string) Where {
	w.Scope.Owner, w.Scope.Team = owner, team
	return w
}

// AsOf is the same page as known at the end of a day; empty: now.
func (w Where) AsOf(day string) Where {
	w.Scope.AsOf = day
	return w
}

// Pipeline is the address of opportunities in the scope.
func (w Where) Pipeline(l List) string { return w.At("/pipeline", l.Query()) }

// At is the address of a page of the organisation with the scope and further parameters.
func (w Where) At(path string, asked url.Values) string {
	q := ScopeQuery(w.Scope)
	maps.Copy(q, asked)
	return w.Base + withQuery(path, q.Encode())
}

// To is the address of a page of the organisation with the scope and further parameters in pairs; an empty value
// removes a parameter.
func (w Where) To(path string, pairs ...string) string {
	q := ScopeQuery(w.Scope)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return w.Base + withQuery(path, q.Encode())
}

// without is a page's address without a part of its scope.
func (w Where) without(path string) func(name string) string {
	return func(name string) string { return w.To(path, name, "") }
}

// moment is the choice of a past day for a page.
func (w Where) moment(s scope.Scope, c period.Calendar, path string) *ui.Moment {
	return Moment(s, c, func(day string) string { return w.AsOf(day).To(path) })
}

// Define is the address of a definition.
func (w Where) Define(id string) string { return w.Base + "/definitions#" + id }

// Cursor encodes a list position for an address.
func Cursor(place any) string {
	b, err := json.Marshal(place)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// DecodeCursor decodes a list position; an invalid one is the start of the list.
func DecodeCursor(q url.Values, place any) {
	b, err := base64.RawURLEncoding.DecodeString(q.Get("cursor"))
	if err == nil && len(b) > 0 && !bytes.Contains(b, []byte(`\u0000`)) { // which no database takes
		_ = json.Unmarshal(b, place)
	}
}
