// Package chart draws charts as SVG, without a script and without a style attribute.
//
// A drawing fills the width of its card and is not scaled: places across are percentages and places down are pixels, so
// text keeps its size from a phone to a wall. Colours are classes (assets/css/chart.css), so themes and print need no
// second drawing. Under each chart the same figures stand as a table, with the same links.
//
// Numbers are float64 since they only become places on the screen; Format turns them into words. For amounts give minor
// units and ui.CompactAxis.
package chart

import (
	"math"
	"strconv"
	"strings"
)

// Props is what every chart has.
type Props struct {
	Label  string               // what the chart shows, in one line; it is read out
	Desc   string               // what it tells: the trend, the largest, the exception
	Format func(float64) string // ticks and figures; plain numbers without it
	Height int                  // pixels; each kind has a good default
	Corner string               // the heading of the table's first column
}

// Series is one line or one layer of a stack. A NaN value is a gap.
type Series struct {
	Name   string
	Values []float64
	Hrefs  []string // the rows behind each value; shorter or empty where there are none
	Colour Colour
	Dashed bool
	Area   bool // the surface under a line is tinted
}

// Colour is a place in the palette; the zero Colour follows the order of the series.
type Colour string

// The colours of series, and those that judge.
const (
	Auto    Colour = ""
	Blue    Colour = "1"
	Green   Colour = "2"
	Amber   Colour = "3"
	Violet  Colour = "4"
	Teal    Colour = "5"
	Grey    Colour = "6"
	Good    Colour = "good"
	Bad     Colour = "bad"
	Warning Colour = "warn"
	Notice  Colour = "info"
)

var order = []Colour{Blue, Green, Amber, Violet, Teal, Grey}

func (c Colour) or(i int) Colour {
	if c == Auto {
		return order[i%len(order)]
	}
	return c
}

func (c Colour) fill() string {
	switch c {
	case Green:
		return "f2"
	case Amber:
		return "f3"
	case Violet:
		return "f4"
	case Teal:
		return "f5"
	case Grey:
		return "f6"
	case Good:
		return "f-good"
	case Bad:
		return "f-bad"
	case Warning:
		return "f-warn"
	case Notice:
		return "f-info"
	default:
		return "f1"
	}
}

func (c Colour) stroke() string {
	switch c {
	case Green:
		return "l2"
	case Amber:
		return "l3"
	case Violet:
		return "l4"
	case Teal:
		return "l5"
	case Grey:
		return "l6"
	case Good:
		return "l-good"
	case Bad:
		return "l-bad"
	case Warning:
		return "l-warn"
	case Notice:
		return "l-info"
	default:
		return "l1"
	}
}

func (p Props) text(v float64) string {
	switch {
	case math.IsNaN(v):
		return "—"
	case p.Format != nil:
		return p.Format(v)
	default:
		return strings.Replace(strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64), "-", "−", 1)
	}
}

func (p Props) height(standard int) float64 {
	if p.Height > 0 {
		return float64(p.Height)
	}
	return float64(standard)
}

// at reads a list that may be shorter than the drawing.
func at[T any](list []T, i int, missing T) T {
	if i < len(list) {
		return list[i]
	}
	return missing
}
