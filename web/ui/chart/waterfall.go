package chart

import (
	"html"
	"math"

	"github.com/a-h/templ"
)

// WaterfallProps is how a figure became another: pipeline at the start, what was added, what left, pipeline now.
type WaterfallProps struct {
	Props
	Steps []Step
}

// Step is a change, or with Total a level. Totals should equal the sum of the steps before them.
type Step struct {
	Label, Href string
	Value       float64
	Total       bool
	Colour      Colour // green up and red down by default: give it where more is worse
}

// fall is where a step's bar begins and ends.
type fall struct{ from, to float64 }

const stepTall = 30

// Waterfall draws the steps as rows that hang on each other, so that their names and figures can be read on a phone.
func Waterfall(p WaterfallProps) templ.Component {
	falls := fallsOf(p.Steps)
	low, high := 0.0, 0.0
	labels, texts := []string{}, []string{}
	for i, f := range falls {
		low, high = math.Min(low, math.Min(f.from, f.to)), math.Max(high, math.Max(f.from, f.to))
		labels = append(labels, cut(p.Steps[i].Label))
		texts = append(texts, p.stepText(p.Steps[i]))
	}
	if high == low {
		high = low + 1
	}
	s := span{low: low, high: low + (high-low)*100/reach(widest(texts))}
	var picture, marks canvas
	rows := make([][]cell, len(p.Steps))
	for i, step := range p.Steps {
		y := float64(i * stepTall)
		picture.text(0, -8, y+19, "end", labels[i])
		if i+1 < len(falls) {
			picture.line(s.share(falls[i].to), y+stepTall-5, s.share(falls[i].to), y+stepTall+5, "gone")
		}
		p.step(&marks, s, step, falls[i], y)
		rows[i] = []cell{{text: step.Label}, {texts[i], step.Href}}
	}
	return figure(frame{
		Props: p.Props, class: "chart " + gutter(widest(labels)), tall: float64(len(p.Steps) * stepTall),
		picture: picture.String(), marks: marks.String(), head: []string{corner(p.Props), "Change"}, rows: rows,
	})
}

func fallsOf(steps []Step) []fall {
	falls := make([]fall, len(steps))
	level := 0.0
	for i, s := range steps {
		if s.Total {
			falls[i] = fall{0, s.Value}
			level = s.Value
			continue
		}
		falls[i] = fall{level, level + s.Value}
		level += s.Value
	}
	return falls
}

func (p WaterfallProps) step(c *canvas, s span, step Step, f fall, y float64) {
	left, right := s.share(math.Min(f.from, f.to)), s.share(math.Max(f.from, f.to))
	c.mark(step.Href, step.Label+": "+p.stepText(step), len(p.Steps) <= fewMarks, func() {
		c.rect(0, y, 100, stepTall, "hit")
		c.bar(left, y+5, math.Max(right-left, .4), stepTall-10, step.colour().fill())
		c.text(right, 8, y+19, "strong", p.stepText(step))
	})
}

func (s Step) colour() Colour {
	switch {
	case s.Colour != Auto:
		return s.Colour
	case s.Total:
		return Grey
	case s.Value < 0:
		return Bad
	default:
		return Good
	}
}

func (p WaterfallProps) stepText(s Step) string {
	if s.Value > 0 && !s.Total {
		return "+" + p.text(s.Value)
	}
	return p.text(s.Value)
}

func escape(s string) string { return html.EscapeString(s) }
