package startpage

import (
	"strconv"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// guestRows is how many people the form invites at once.
const guestRows = 5

// mark says whether a step is done.
func mark(done bool) (ui.Tone, string) {
	if done {
		return ui.Good, "Done"
	}
	return ui.Neutral, "To do"
}

func roles() []ui.Option {
	var all []ui.Option
	for _, r := range []tenant.Role{tenant.Rep, tenant.Manager, tenant.Executive, tenant.Ops, tenant.Finance,
		tenant.Admin} {
		all = append(all, ui.Option{Value: string(r), Label: page.RoleLabel(r)})
	}
	return all
}

func numbered(name string, n int) string { return name + "_" + strconv.Itoa(n) }
