package chart

import (
	"math"
	"strings"

	"github.com/a-h/templ"
)

var nan = math.NaN()

// LineProps is figures over time: closed, forecast with its interval, and the target.
type LineProps struct {
	Props
	X      []string
	Series []Series
	Band   *Band
	Target *Target
	Bounds []Bound
}

// Bound is a place across at which something changes, drawn as a thin line down: At 0 is the left end, 1 the right.
type Bound struct {
	Name string
	At   float64
}

// Band is the interval within which a forecast falls, value by value; NaN where there is none.
type Band struct {
	Name      string
	Low, High []float64
	Colour    Colour
}

// Target is a level to reach, drawn dashed across.
type Target struct {
	Name  string
	Value float64
}

// stretch is the width of the inner drawing that lines are stretched from.
const stretch = 1000

// Line draws lines over a shared axis.
func Line(p LineProps) templ.Component {
	tall := p.height(220)
	s, ticks := newSpan(p.values(), 8, tall-24)
	var picture, marks canvas
	class := picture.yAxis(s, ticks, p.Props)
	picture.xAxis(p.X, tall-4, func(i int) float64 { return along(i, len(p.X)) })
	for _, b := range p.Bounds {
		if b.At > 0 && b.At <= 1 {
			picture.line(b.At*100, s.top, b.At*100, s.bottom, "bound")
			picture.text(b.At*100, -4, s.top+10, "end", b.Name)
		}
	}
	picture.curves(p, s)
	p.hits(&marks, s)
	head, rows := seriesTable(p.Props, p.X, p.columns())
	return figure(frame{
		Props: p.Props, class: "chart pad-r " + class, tall: tall, keys: p.keys(),
		picture: picture.String(), marks: marks.String(), head: head, rows: rows,
	})
}

func along(i, n int) float64 { return float64(i) / float64(max(n-1, 1)) * 100 }

func (p LineProps) values() []float64 {
	var all []float64
	for _, s := range p.columns() {
		all = append(all, s.Values...)
	}
	return all
}

// columns are all figures of the chart as series, for the scale and the table.
func (p LineProps) columns() []Series {
	all := append([]Series(nil), p.Series...)
	if p.Band != nil {
		all = append(all, Series{Name: p.Band.Name + ", low", Values: p.Band.Low},
			Series{Name: p.Band.Name + ", high", Values: p.Band.High})
	}
	if p.Target != nil {
		level := make([]float64, len(p.X))
		for i := range level {
			level[i] = p.Target.Value
		}
		all = append(all, Series{Name: p.Target.Name, Values: level})
	}
	return all
}

func (p LineProps) keys() []key {
	keys := legend(p.Series, true)
	if p.Band != nil {
		keys = append(keys, key{name: p.Band.Name, fill: p.Band.Colour.or(1).fill() + " band-key"})
	}
	if p.Target != nil {
		keys = append(keys, key{name: p.Target.Name, stroke: "gone dashed"})
	}
	return keys
}

// curves are drawn in a box that is stretched to the width; strokes keep their own.
func (c *canvas) curves(p LineProps, s span) {
	box := span{low: s.low, high: s.high, top: 0, bottom: s.bottom - s.top}
	c.add(`<svg class="stretch" y="`,
		px(s.top), `" width="100%" height="`,
		px(box.bottom), `" viewBox="0 0 1000 `, px(box.bottom), `" preserveAspectRatio="none">`)
	if p.Band != nil {
		c.path(bandPath(*p.Band, len(p.X), box), "band "+p.Band.Colour.or(1).fill())
	}
	for i, one := range p.Series {
		line, area := linePath(one.Values, len(p.X), box)
		colour := one.Colour.or(i)
		if one.Area {
			c.path(area, "area "+colour.fill())
		}
		if one.Dashed {
			c.path(line, "line dashed "+colour.stroke())
		} else {
			c.path(line, "line "+colour.stroke())
		}
	}
	if p.Target != nil {
		y := px(box.y(p.Target.Value))
		c.path("M0 "+y+"H1000", "line dashed gone")
	}
	c.add("</svg>")
}

func (c *canvas) path(d, class string) {
	if d != "" {
		c.add(`<path d="`, d, `" class="`, class, `"/>`)
	}
}

// linePath joins neighbours and leaves gaps; area is the same closed along zero.
func linePath(values []float64, n int, s span) (line, area string) {
	var l, a strings.Builder
	zero := px(s.y(math.Max(s.low, math.Min(0, s.high))))
	open, last := false, ""
	end := func() {
		if open {
			a.WriteString("L" + last + " " + zero + "Z")
		}
		open = false
	}
	for i, v := range values {
		if math.IsNaN(v) {
			end()
			continue
		}
		x, y := px(along(i, n)*stretch/100), px(s.y(v))
		if !open {
			l.WriteString("M" + x + " " + y)
			a.WriteString("M" + x + " " + zero + "L" + x + " " + y)
		} else {
			l.WriteString("L" + x + " " + y)
			a.WriteString("L" + x + " " + y)
		}
		open, last = true, x
	}
	end()
	return l.String(), a.String()
}

func bandPath(b Band, n int, s span) string {
	var out, back strings.Builder
	for i := range min(len(b.Low), len(b.High)) {
		j := min(len(b.Low), len(b.High)) - 1 - i
		if !math.IsNaN(b.High[i]) {
			out.WriteString(command(out.Len() == 0) + px(along(i, n)*stretch/100) + " " + px(s.y(b.High[i])))
		}
		if !math.IsNaN(b.Low[j]) {
			back.WriteString("L" + px(along(j, n)*stretch/100) + " " + px(s.y(b.Low[j])))
		}
	}
	if out.Len() == 0 {
		return ""
	}
	return out.String() + back.String() + "Z"
}

func command(first bool) string {
	if first {
		return "M"
	}
	return "L"
}

// hits are the columns under the pointer: what each moment's figures are, and the rows behind them.
func (p LineProps) hits(c *canvas, s span) {
	n := len(p.X)
	width := 100 / float64(max(n, 1))
	for i, label := range p.X {
		var words strings.Builder
		words.WriteString(label)
		href := ""
		for _, one := range p.Series {
			if v := at(one.Values, i, nan); !math.IsNaN(v) {
				words.WriteString(" · " + one.Name + " " + p.text(v))
			}
			if href == "" {
				href = at(one.Hrefs, i, "")
			}
		}
		from := math.Max(0, along(i, n)-width/2)
		to := math.Min(100, along(i, n)+width/2)
		c.mark(href, words.String(), n <= fewMarks, func() { c.rect(from, s.top, to-from, s.bottom-s.top, "hit") })
	}
}
