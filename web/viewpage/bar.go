package viewpage

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/view"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// Param is the parameter of a list's address that names the view that was opened.
const Param = "view"

// Bar is the saved views of a list, as it stands above the list.
type Bar struct {
	Where page.Where
	Path  string // of the list
	Query string // of the list as it is filtered now, in the form in which views keep it
	Views []view.View
	Open  *view.View // nil: none was opened
	Mine  bool       // the reader may change the open one
	Team  string     // the reader's
	Role  tenant.Role
}

// Load reads the views of the list that a request asks for. The roster is that of the page.
func Load(ctx context.Context, tx *tenant.Tx, r *http.Request, path string, roster *member.Roster) (Bar, error) {
	b := Bar{Where: site.Where(r), Path: path, Query: Kept(r.URL.Query()), Role: tx.Actor().Role}
	if me, ok := roster.Find(tx.Actor().MemberID); ok {
		b.Team = me.Team
	}
	all, err := view.List(ctx, tx, b.Team)
	if err != nil {
		return b, err
	}
	b.Views = slices.DeleteFunc(all, func(v view.View) bool { return v.Path != path })
	asked := r.URL.Query().Get(Param)
	if i := slices.IndexFunc(b.Views, func(v view.View) bool { return v.ID.String() == asked }); i >= 0 {
		b.Open = &b.Views[i]
		b.Mine = view.MayEdit(tx, *b.Open)
	}
	return b, nil
}

// Kept is the address of a list as views keep it: every choice, and neither a moment nor a place in the list.
func Kept(q url.Values) string {
	kept := page.ParseList(q)
	kept = kept.Ordered(kept.Sort)
	out := kept.Query()
	scope := page.ParseScope(q)
	scope.AsOf = ""
	for name, values := range page.ScopeQuery(scope) {
		out[name] = values
	}
	for _, name := range []string{"columns", "show"} {
		if v := q.Get(name); v != "" {
			out.Set(name, v)
		}
	}
	return out.Encode()
}

// Begins is the address of the view that a reader's list begins with, where the request asks for nothing else; empty:
// none.
func (b Bar) Begins(r *http.Request) string {
	if v, ok := view.Starting(b.Views, b.Path, b.Role); ok && r.URL.RawQuery == "" {
		return address(b.Where, v)
	}
	return ""
}

// Key is the parameter that keeps the open view in the links of a list; empty: none is open.
func (b Bar) Key() string {
	if b.Open == nil {
		return ""
	}
	return b.Open.ID.String()
}

// address opens a view.
func address(w page.Where, v view.View) string {
	return w.Base + v.Path + "?" + v.Query + "&" + Param + "=" + v.ID.String()
}

func (b Bar) modified() bool { return b.Open != nil && b.Open.Query != b.Query }

// tabs are the list that everybody begins with, the reader's pinned views, and the open one.
func (b Bar) tabs() []ui.Tab {
	tabs := []ui.Tab{{Label: "All", Href: b.Where.Base + b.Path + "?in=quarter", Active: b.Open == nil}}
	for _, v := range b.Views {
		if open := v.ID.String() == b.Key(); v.Pinned || open {
			tabs = append(tabs, ui.Tab{Label: v.Name, Href: address(b.Where, v), Active: open})
		}
	}
	return tabs
}

// others are the views that are no tabs.
func (b Bar) others() []view.View {
	return slices.DeleteFunc(slices.Clone(b.Views), func(v view.View) bool {
		return v.Pinned || v.ID.String() == b.Key()
	})
}

func (b Bar) to(id uuid.UUID, act string) string {
	return b.Where.Base + "/views/" + id.String() + act
}

func (b Bar) version() string { return strconv.Itoa(b.Open.Version) }

// sharings are with whom the reader may share a view.
func sharings(team string, role tenant.Role) []ui.Option {
	options := []ui.Option{{Value: string(view.Private), Label: "Only me"}}
	if team != "" {
		options = append(options, ui.Option{Value: string(view.Team), Label: "Team " + team})
	}
	if view.MayShareWithAll(role) {
		options = append(options, ui.Option{Value: string(view.Everybody), Label: "Everybody"})
	}
	return options
}
