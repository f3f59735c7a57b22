package chart

import (
	"math"
	"unicode/utf8"
)

var steps = []float64{1, 1.5, 2, 2.5, 3, 4, 5, 10}

// Ticks are at most most+1 round values that enclose low and high, at 1, 1.5, 2, 2.5, 3, 4 or 5 of a power of ten.
func Ticks(low, high float64, most int) []float64 {
	if !(high > low) { // also where one of them is not a number
		low, high = math.Min(low, 0), math.Max(low, 0)
	}
	if low == high || math.IsNaN(low) || math.IsNaN(high) || math.IsInf(high-low, 0) {
		return []float64{0, 1}
	}
	step := stepFor(low, high, most)
	first, last := math.Floor(low/step), math.Ceil(high/step)
	ticks := make([]float64, 0, most+1)
	for i := first; i <= last; i++ {
		ticks = append(ticks, i*step)
	}
	return ticks
}

func stepFor(low, high float64, most int) float64 {
	power := math.Pow(10, math.Floor(math.Log10((high-low)/float64(most))))
	for {
		for _, s := range steps {
			if step := s * power; math.Ceil(high/step)-math.Floor(low/step) <= float64(most) {
				return step
			}
		}
		power *= 10
	}
}

// span is a vertical scale: pixels from the top of the plot.
type span struct{ low, high, top, bottom float64 }

// newSpan covers the values and zero, and returns its ticks too.
func newSpan(values []float64, top, bottom float64) (span, []float64) {
	low, high := 0.0, 0.0
	for _, v := range values {
		if !math.IsNaN(v) {
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	ticks := Ticks(low, high, max(2, int((bottom-top)/38)))
	return span{low: ticks[0], high: ticks[len(ticks)-1], top: top, bottom: bottom}, ticks
}

// y is where a value stands, in pixels.
func (s span) y(v float64) float64 {
	return s.bottom - (v-s.low)/(s.high-s.low)*(s.bottom-s.top)
}

// share is where a value stands across, in per cent of the width.
func (s span) share(v float64) float64 { return (v - s.low) / (s.high - s.low) * 100 }

// textWidth is about how wide words are at the charts' 12 px.
func textWidth(s string) int { return utf8.RuneCountInString(s)*13/2 + 1 }

func widest(words []string) int {
	most := 0
	for _, w := range words {
		most = max(most, textWidth(w))
	}
	return most
}

// gutter is the class of the room left of the plot for words of this width.
func gutter(width int) string {
	switch {
	case width <= 8:
		return "pad-l-1"
	case width <= 24:
		return "pad-l-2"
	case width <= 36:
		return "pad-l-3"
	case width <= 48:
		return "pad-l-4"
	case width <= 60:
		return "pad-l-5"
	case width <= 76:
		return "pad-l-6"
	case width <= 92:
		return "pad-l-7"
	default:
		return "pad-l-8"
	}
}

// longestLabel is what the widest gutter holds; a longer name is cut and shown in full on hover and in the table.
const longestLabel = 16

func cut(s string) string { return cutTo(s, longestLabel) }

func cutTo(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
