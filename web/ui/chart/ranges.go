package chart

import (
	"math"

	"github.com/a-h/templ"
)

// RangesProps is a row for each thing with the interval it should fall in: the forecast by team.
type RangesProps struct {
	Props
	Ranges []Range
}

// Range is one interval with its likeliest value; Done is what is certain already, Target what was to be reached.
type Range struct {
	Label, Href    string
	Low, Mid, High float64
	Done, Target   float64 // none at zero
}

// Ranges draws the intervals on one scale, so that teams can be compared.
func Ranges(p RangesProps) templ.Component {
	labels, texts, most := []string{}, []string{}, 0.0
	for _, r := range p.Ranges {
		labels = append(labels, cut(r.Label))
		texts = append(texts, p.text(r.Mid))
		most = math.Max(most, math.Max(r.High, math.Max(r.Target, r.Done)))
	}
	scale := perUnit(most, texts)
	var picture, marks canvas
	rows := make([][]cell, len(p.Ranges))
	for i, r := range p.Ranges {
		y := float64(i * rowTall)
		picture.text(0, -8, y+20, "end", labels[i])
		p.one(&marks, r, y, scale)
		rows[i] = []cell{{text: r.Label}, {text: p.text(r.Done)}, {text: p.text(r.Low)}, {p.text(r.Mid), r.Href},
			{text: p.text(r.High)}, {text: p.text(r.Target)}}
	}
	return figure(frame{
		Props: p.Props, class: "chart " + gutter(widest(labels)), tall: float64(len(p.Ranges) * rowTall),
		keys: []key{{name: "Closed", fill: "f1"}, {name: "Range", fill: "f1 band-key"},
			{name: "Forecast", stroke: "l1"}, {name: "Quota", stroke: "gone dashed"}},
		picture: picture.String(), marks: marks.String(),
		head: []string{corner(p.Props), "Closed", "Low", "Forecast", "High", "Quota"}, rows: rows,
	})
}

func (p RangesProps) one(c *canvas, r Range, y, scale float64) {
	words := r.Label + ": " + p.text(r.Mid) + ", from " + p.text(r.Low) + " to " + p.text(r.High)
	if r.Target > 0 {
		words += ", quota " + p.text(r.Target)
	}
	c.mark(r.Href, words, len(p.Ranges) <= fewMarks, func() {
		c.rect(0, y, 100, rowTall, "hit")
		if r.Done > 0 {
			c.bar(0, y+11, r.Done*scale, rowTall-22, "f1")
		}
		c.bar(r.Low*scale, y+6, math.Max((r.High-r.Low)*scale, .4), rowTall-12, "f1 band-key")
		c.line(r.Mid*scale, y+5, r.Mid*scale, y+rowTall-5, "line l1")
		end := r.High
		if r.Target > 0 {
			c.line(r.Target*scale, y+2, r.Target*scale, y+rowTall-2, "target-line")
			end = math.Max(end, r.Target)
		}
		c.text(end*scale, 8, y+20, "strong", p.text(r.Mid))
	})
}
