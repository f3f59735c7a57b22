package startpage

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/connect/founding"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// start is the set-up page of a new installation.
type start struct {
	Token, Link string
	Zones       []string
	Form        page.Form
}

// at is an address of the page.
func (p start) at(rest string) string { return "/start/" + p.Token + rest }

// zones are the time zones, by continent.
func (p start) zones() []ui.Option {
	all := []ui.Option{{Value: "", Label: "Choose a time zone"}}
	for _, z := range p.Zones {
		continent, place, ok := strings.Cut(z, "/")
		if !ok {
			continent, place = "Other", z
		}
		all = append(all, ui.Option{Value: z, Label: strings.ReplaceAll(place, "_", " "), Group: continent})
	}
	return all
}

func months() []ui.Option {
	var all []ui.Option
	for m := time.January; m <= time.December; m++ {
		all = append(all, ui.Option{Value: fmt.Sprintf("%02d", int(m)), Label: m.String()})
	}
	return all
}

func formats() []ui.Option {
	var all []ui.Option
	for _, f := range money.Formats {
		all = append(all, ui.Option{Value: string(f), Label: string(f)})
	}
	return all
}

// addressOf is where an organisation will be found.
func addressOf(link, slug, name string) string {
	if slug = cmp.Or(strings.TrimSpace(slug), founding.Slug(name)); slug == "" {
		slug = "…"
	}
	return link + "/o/" + slug
}
