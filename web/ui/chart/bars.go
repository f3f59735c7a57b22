package chart

import (
	"math"

	"github.com/a-h/templ"
)

// BarsProps is a row for each thing: a funnel of stages, pipeline by source, sales by team.
type BarsProps struct {
	Props
	Bars    []Bar
	Heading string // of the table's figures
}

// Bar is one row. Note stands after the figure: the conversion from the row above, a share.
type Bar struct {
	Label, Href, Note string
	Value             float64
	Colour            Colour
	Mark              float64 // a target to draw across the bar; none at zero
}

const rowTall = 32

// Bars draws horizontal bars with their figures beside them.
func Bars(p BarsProps) templ.Component {
	most := 0.0
	labels, texts := []string{}, []string{}
	for _, b := range p.Bars {
		most = math.Max(most, math.Max(b.Value, b.Mark))
		labels = append(labels, cut(b.Label))
		texts = append(texts, p.text(b.Value)+" "+b.Note)
	}
	scale := perUnit(most, texts)
	var picture, marks canvas
	rows := make([][]cell, len(p.Bars))
	for i, b := range p.Bars {
		y := float64(i * rowTall)
		picture.text(0, -8, y+20, "end", labels[i])
		p.bar(&marks, b, y, scale)
		rows[i] = []cell{{text: b.Label}, {p.text(b.Value), b.Href}, {text: b.Note}}
	}
	return figure(frame{
		Props: p.Props, class: "chart " + gutter(widest(labels)), tall: float64(len(p.Bars) * rowTall),
		picture: picture.String(), marks: marks.String(), head: []string{corner(p.Props), p.heading(), "Note"},
		rows: rows,
	})
}

func (p BarsProps) heading() string {
	if p.Heading != "" {
		return p.Heading
	}
	return "Value"
}

func (p BarsProps) bar(c *canvas, b Bar, y, scale float64) {
	words := b.Label + ": " + p.text(b.Value)
	if b.Note != "" {
		words += ", " + b.Note
	}
	width := math.Max(b.Value, 0) * scale
	c.mark(b.Href, words, len(p.Bars) <= fewMarks, func() {
		c.rect(0, y, 100, rowTall, "hit")
		c.bar(0, y+4, math.Max(width, .4), rowTall-8, b.Colour.or(0).fill())
		if b.Mark > 0 {
			c.line(b.Mark*scale, y+1, b.Mark*scale, y+rowTall-1, "mark-line")
		}
		c.add(`<text x="`,
			pct(math.Max(width, b.Mark*scale)), `" dx="8" y="`,
			px(y+20), `"><tspan class="strong">`, escape(p.text(b.Value)), `</tspan>`)
		if b.Note != "" {
			c.add(` <tspan dx="4">`, escape(b.Note), `</tspan>`)
		}
		c.add(`</text>`)
	})
}

// perUnit is the per cent of the width that one unit takes, where most is the longest bar.
func perUnit(most float64, texts []string) float64 {
	if most <= 0 {
		return 0
	}
	return reach(widest(texts)) / most
}

// reach is how far the longest bar may go, in per cent, so that words of this width still fit after it on a phone.
func reach(words int) float64 { return math.Max(30, 100-float64(words+14)/2.3) }
