package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"quarterdeck/web"
	"quarterdeck/web/site"
)

// owner is the area whose prefix fits an address best.
func owner(address string) int {
	best, longest := -1, 0
	for i, a := range web.Areas {
		for _, p := range a.Prefixes {
			rest, ok := strings.CutPrefix(address, p)
			if ok && len(p) > longest && (rest == "" || rest[0] == '/' || rest[0] == '.' || p == "/" && rest == "") {
				best, longest = i, len(p)
			}
		}
	}
	return best
}

func TestAnAddressIsAnsweredByTheAreaThatTheMapNames(t *testing.T) {
	t.Parallel()
	for i, a := range web.Areas {
		r, n := chi.NewRouter(), 0
		r.Group(a.Routes(&site.Site{}))
		err := chi.Walk(r, func(method, address string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
			if n++; owner(address) != i {
				t.Errorf("%s %s is answered by the area of %v, and the map says %d", method, address, a.Prefixes,
					owner(address))
			}
			return nil
		})
		if err != nil || n == 0 {
			t.Errorf("the area of %v has %d addresses: %v", a.Prefixes, n, err)
		}
	}
}
