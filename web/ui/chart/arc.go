package chart

import (
	"math"

	"github.com/a-h/templ"
)

// ArcProps is attainment with where it should be by now. Value and Expected are shares of the quota: 1 is all of it.
type ArcProps struct {
	Label    string // read out: "79 % of quota, 62 % expected by today"
	Text     string // in the middle: "79 %"
	Value    float64
	Expected float64 // the tick; none at zero
	Colour   Colour
}

const (
	arcX, arcY = 68.0, 70.0
	arcRadius  = 58.0
)

// Arc draws the half circle of a quota, how much of it is done, and a tick where it should be.
func Arc(p ArcProps) templ.Component {
	var c canvas
	c.add(`<svg class="arc" viewBox="0 0 136 80" role="img" aria-label="`, escape(p.Label), `">`)
	c.path(sweep(1), "track")
	if p.Value > 0 {
		c.path(sweep(math.Min(p.Value, 1)), p.Colour.or(0).stroke())
	}
	if p.Expected > 0 {
		x1, y1 := around(math.Min(p.Expected, 1), arcRadius-10)
		x2, y2 := around(math.Min(p.Expected, 1), arcRadius+10)
		c.add(`<line class="tick" x1="`, px(x1), `" y1="`, px(y1), `" x2="`, px(x2), `" y2="`, px(y2), `"/>`)
	}
	c.add(`<text x="68" y="66">`, escape(p.Text), `</text></svg>`)
	return templ.Raw(c.String())
}

// around is a place on the half circle, from the left end at 0 to the right end at 1.
func around(share, radius float64) (x, y float64) {
	angle := math.Pi * (1 - share)
	return arcX + radius*math.Cos(angle), arcY - radius*math.Sin(angle)
}

func sweep(share float64) string {
	x, y := around(share, arcRadius)
	return "M" + px(arcX-arcRadius) + " " + px(arcY) + "A58 58 0 0 1 " + px(x) + " " + px(y)
}
