package sitetest

import (
	"fmt"
	"testing"

	"quarterdeck/internal/platform/tenant"
)

func TestEveryPageIsAccessibleInBothThemesAndSizes(t *testing.T) {
	t.Parallel()
	c, source := GrowthTech(t), Axe(t)
	for _, size := range [][2]int64{{1440, 900}, {390, 844}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			t.Parallel()
			s := New(t)
			w := s.Window(size[0], size[1])
			w.Cookie("theme", "light")
			var who tenant.Role
			for _, l := range c.looks() {
				if l.Who != "" && l.Who != who {
					w.As(c.users[l.Who])
					who = l.Who
				}
				if l.Who == "" && who != "" {
					w.Cookie(s.Server.Sessions.Cookie.Name, "none")
					who = ""
				}
				w.Get(l.Path)
				w.Inspect(l, size[0], source)
			}
		})
	}
}
