package chart

import (
	"math"

	"github.com/a-h/templ"
)

// Sparkline is the shape of a figure's recent past beside the figure itself, which says what it is. The tone is "bad"
// for bad news; anything else is drawn in the first colour.
func Sparkline(values []float64, tone string) templ.Component {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if !math.IsNaN(v) {
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	if !(high > low) {
		low, high = high-1, high+1
	}
	room := (high - low) * 0.12
	s := span{low: low - room, high: high, top: 1, bottom: 27}
	line, area := linePath(values, len(values), s)
	colour := Blue
	if tone == string(Bad) {
		colour = Bad
	}
	var c canvas
	c.add(`<svg class="spark" viewBox="0 0 1000 28" preserveAspectRatio="none" aria-hidden="true">`)
	c.path(area, "area "+colour.fill())
	c.path(line, "line "+colour.stroke())
	c.add(`</svg>`)
	return templ.Raw(c.String())
}
