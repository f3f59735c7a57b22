package chart

import (
	"math"

	"github.com/a-h/templ"
)

// StackedProps is columns made of layers: pipeline by month and category.
type StackedProps struct {
	Props
	X      []string
	Series []Series // from the bottom up
	Target *Target
}

// layer is a piece of a column: where it stands and how much it is.
type layer struct {
	value     float64
	from, to  float64
	colour    Colour
	href, who string
}

// Stacked draws columns of layers. What is below zero hangs down from it.
func Stacked(p StackedProps) templ.Component {
	tall := p.height(220)
	columns := make([][]layer, len(p.X))
	ends := []float64{0}
	for i := range p.X {
		columns[i] = stack(p.Series, i)
		for _, l := range columns[i] {
			ends = append(ends, l.to)
		}
	}
	if p.Target != nil {
		ends = append(ends, p.Target.Value)
	}
	s, ticks := newSpan(ends, 8, tall-24)
	var picture, marks canvas
	class := picture.yAxis(s, ticks, p.Props)
	band := 100 / float64(max(len(p.X), 1))
	picture.xAxis(p.X, tall-4, func(i int) float64 { return (float64(i) + .5) * band })
	for i, column := range columns {
		p.column(&marks, s, column, p.X[i], float64(i)*band, band)
	}
	keys := legend(p.Series, false)
	if p.Target != nil {
		marks.line(0, s.y(p.Target.Value), 100, s.y(p.Target.Value), "line dashed gone")
		keys = append(keys, key{name: p.Target.Name, stroke: "gone dashed"})
	}
	head, rows := seriesTable(p.Props, p.X, p.Series)
	return figure(frame{
		Props: p.Props, class: "chart pad-r " + class, tall: tall, keys: keys,
		picture: picture.String(), marks: marks.String(), head: head, rows: rows,
	})
}

// stack puts the layers of one column upon each other, the negative ones downwards.
func stack(series []Series, i int) []layer {
	var layers []layer
	up, down := 0.0, 0.0
	for j, s := range series {
		v := at(s.Values, i, nan)
		if math.IsNaN(v) || v == 0 {
			continue
		}
		l := layer{value: v, colour: s.Colour.or(j), href: at(s.Hrefs, i, ""), who: s.Name}
		if v > 0 {
			l.from, l.to = up, up+v
			up = l.to
		} else {
			l.from, l.to = down, down+v
			down = l.to
		}
		layers = append(layers, l)
	}
	return layers
}

func (p StackedProps) column(c *canvas, s span, layers []layer, label string, x, band float64) {
	thick := band * .64
	if len(p.X) < 5 {
		thick = band * .4
	}
	tabbable := len(p.X)*len(p.Series) <= fewMarks
	for _, l := range layers {
		top, bottom := s.y(math.Max(l.from, l.to)), s.y(math.Min(l.from, l.to))
		c.mark(l.href, label+" · "+l.who+" "+p.text(l.value), tabbable, func() {
			c.rect(x+(band-thick)/2, top, thick, math.Max(bottom-top-1, 1), l.colour.fill())
		})
	}
}
