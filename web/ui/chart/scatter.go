package chart

import (
	"math"

	"github.com/a-h/templ"
)

// ScatterProps is a dot for each record: size against age of opportunities. Format is for the figures upwards.
type ScatterProps struct {
	Props
	Points       []Point
	XName, YName string
	XFormat      func(float64) string
	Groups       []string // names of the colours, for the legend; none with a single colour
}

// Point is one record.
type Point struct {
	X, Y        float64
	Label, Href string
	Group       int // an index of Groups
}

// Scatter draws the dots.
func Scatter(p ScatterProps) templ.Component {
	tall := p.height(240)
	xs, ys := make([]float64, len(p.Points)), make([]float64, len(p.Points))
	for i, point := range p.Points {
		xs[i], ys[i] = point.X, point.Y
	}
	s, ticks := newSpan(ys, 8, tall-40)
	across, xTicks := newSpan(xs, 0, 240)
	var picture, marks canvas
	class := picture.yAxis(s, ticks, p.Props)
	for _, t := range xTicks {
		picture.text(across.share(t), 0, s.bottom+16, "mid", p.x(t))
	}
	picture.text(50, 0, tall-4, "mid", p.XName)
	rows := make([][]cell, len(p.Points))
	for i, point := range p.Points {
		words := point.Label + " · " + p.x(point.X) + " · " + p.text(point.Y)
		marks.mark(point.Href, words, len(p.Points) <= fewMarks, func() {
			marks.circle(across.share(point.X), s.y(point.Y), 4, "faint "+Auto.or(point.Group).fill())
		})
		rows[i] = []cell{{text: point.Label}, {p.x(point.X), point.Href}, {text: p.text(point.Y)}}
	}
	var keys []key
	for i, g := range p.Groups {
		keys = append(keys, key{name: g, fill: Auto.or(i).fill()})
	}
	return figure(frame{
		Props: p.Props, class: "chart pad-r " + class, tall: tall, keys: keys,
		picture: picture.String(), marks: marks.String(), head: []string{corner(p.Props), p.XName, p.YName}, rows: rows,
	})
}

func (p ScatterProps) x(v float64) string {
	if p.XFormat != nil {
		return p.XFormat(v)
	}
	return Props{}.text(v)
}

// ReliabilityProps compares what was said with what came: of the opportunities given 70 %, how many were won.
type ReliabilityProps struct {
	Props
	Bins []Bin
}

// Bin is the opportunities of about the same probability. All but Count are shares from 0 to 1; Low and High enclose
// what the sample allows for Observed.
type Bin struct {
	Predicted, Observed, Low, High float64
	Count                          int
	Href                           string
}

// Reliability draws a dot for each bin over the diagonal on which a forecast that can be trusted stands.
func Reliability(p ReliabilityProps) templ.Component {
	tall := p.height(260)
	p.Format = percent
	s := span{low: 0, high: 1, top: 8, bottom: tall - 40}
	var picture, marks canvas
	class := picture.yAxis(s, []float64{0, .25, .5, .75, 1}, p.Props)
	for _, t := range []float64{0, .25, .5, .75, 1} {
		picture.text(t*100, 0, s.bottom+16, "mid", percent(t))
	}
	picture.text(50, 0, tall-4, "mid", "Said")
	picture.line(0, s.bottom, 100, s.top, "dashed gone")
	rows := make([][]cell, len(p.Bins))
	for i, b := range p.Bins {
		words := "Said " + percent(b.Predicted) + ", came " + percent(b.Observed) + ", of " +
			Props{}.text(float64(b.Count))
		x := b.Predicted * 100
		marks.mark(b.Href, words, len(p.Bins) <= fewMarks, func() {
			if b.High > b.Low {
				marks.line(x, s.y(b.Low), x, s.y(b.High), "whisker l1")
			}
			marks.circle(x, s.y(b.Observed), 4+math.Min(4, math.Sqrt(float64(b.Count))/2), "f1")
		})
		rows[i] = []cell{{text: percent(b.Predicted)}, {percent(b.Observed), b.Href},
			{text: percent(b.Low) + " to " + percent(b.High)}, {text: Props{}.text(float64(b.Count))}}
	}
	return figure(frame{
		Props: p.Props, class: "chart pad-r " + class, tall: tall,
		keys:    []key{{name: "What came", fill: "f1"}, {name: "As said", stroke: "gone dashed"}},
		picture: picture.String(), marks: marks.String(), head: []string{"Said", "Came", "Interval", "Count"},
		rows: rows,
	})
}

func percent(v float64) string { return Props{}.text(math.Round(v*100)) + "\u00a0%" }
