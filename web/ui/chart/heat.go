package chart

import (
	"math"

	"github.com/a-h/templ"
)

// HeatProps is a grid of figures whose depth of colour follows the figure: attainment by rep and month.
type HeatProps struct {
	Props
	Rows, Columns []string
	Cells         [][]HeatCell // by row; a cohort triangle has shorter rows
	// what the palest and the deepest colour mean; the least and the greatest figure by default
	Low, High float64
}

// HeatCell is one figure. Missing leaves the place empty.
type HeatCell struct {
	Value   float64
	Text    string // Format's by default
	Href    string
	Missing bool
}

const (
	cellTall = 28
	headTall = 22
)

// HeatMap draws the grid, with the columns' names on top.
func HeatMap(p HeatProps) templ.Component {
	low, high := p.limits()
	names := make([]string, len(p.Rows))
	wide := 100 / float64(max(len(p.Columns), 1))
	var picture, marks canvas
	picture.xAxis(p.Columns, 13, func(i int) float64 { return (float64(i) + .5) * wide })
	for i, row := range p.Rows {
		names[i] = cutTo(row, p.letters())
		picture.text(0, -8, headTall+float64(i*cellTall)+18, "end", names[i])
		for j := range p.Columns {
			p.cell(&marks, i, j, wide, heat(p.get(i, j).Value, low, high))
		}
	}
	head, rows := p.table()
	return figure(frame{
		Props: p.Props, class: "chart " + gutter(widest(names)) + p.least(widest(names)),
		tall: float64(headTall + len(p.Rows)*cellTall), picture: picture.String(), marks: marks.String(),
		head: head, rows: rows,
	})
}

// letters is how long a row's name may be: many columns need the room.
func (p HeatProps) letters() int {
	if len(p.Columns) > 8 {
		return 9
	}
	return longestLabel
}

func (p HeatProps) get(row, column int) HeatCell {
	return at(at(p.Cells, row, nil), column, HeatCell{Missing: true})
}

func (p HeatProps) words(c HeatCell) string {
	switch {
	case c.Missing:
		return ""
	case c.Text != "":
		return c.Text
	default:
		return p.text(c.Value)
	}
}

func (c HeatCell) tableCell(words string) cell {
	if c.Missing {
		return cell{}
	}
	return cell{words, c.Href}
}

func (p HeatProps) limits() (low, high float64) {
	if p.High > p.Low {
		return p.Low, p.High
	}
	low, high = math.Inf(1), math.Inf(-1)
	for _, row := range p.Cells {
		for _, c := range row {
			if !c.Missing {
				low, high = math.Min(low, c.Value), math.Max(high, c.Value)
			}
		}
	}
	return low, high
}

// depths go from the palest to the deepest; between the fourth and the fifth the text turns over, to stay readable.
var depths = []struct{ cell, text string }{
	{"h0", "on-low"}, {"h1", "on-low"}, {"h2", "on-low"}, {"h3", "on-low"}, {"h4", "on-high"}, {"h5", "on-high"},
}

// heat is the depth of a figure between the limits, from 0 to 5.
func heat(v, low, high float64) int {
	if !(high > low) {
		return 2
	}
	return int(math.Max(0, math.Min(5, math.Floor((v-low)/(high-low)*6))))
}

func (p HeatProps) cell(c *canvas, i, j int, wide float64, depth int) {
	one := p.get(i, j)
	if one.Missing {
		return
	}
	x, y := float64(j)*wide, float64(headTall+i*cellTall)
	words := p.words(one)
	tabbable := len(p.Rows)*len(p.Columns) <= fewMarks
	c.mark(one.Href, p.Rows[i]+" · "+p.Columns[j]+": "+words, tabbable, func() {
		c.add(`<rect x="`,
			pct(x), `" y="`, px(y), `" width="`, pct(wide), `" height="28" class="cell `, depths[depth].cell, `"/>`)
		c.text(x+wide/2, 0, y+18, "mid "+depths[depth].text, words)
	})
}

// least is the class of a width below which the figures would touch; a card that is narrower scrolls.
func (p HeatProps) least(names int) string {
	figure := 0
	for i := range p.Cells {
		for _, c := range p.Cells[i] {
			figure = max(figure, textWidth(p.words(c)))
		}
	}
	switch need := names + 12 + len(p.Columns)*(figure+2); {
	case need <= 340:
		return ""
	case need <= 384:
		return " min-24"
	case need <= 480:
		return " min-30"
	case need <= 608:
		return " min-38"
	default:
		return " min-50"
	}
}

func (p HeatProps) table() ([]string, [][]cell) {
	head := append([]string{corner(p.Props)}, p.Columns...)
	rows := make([][]cell, len(p.Rows))
	for i, name := range p.Rows {
		rows[i] = []cell{{text: name}}
		for j := range p.Columns {
			rows[i] = append(rows[i], p.get(i, j).tableCell(p.words(p.get(i, j))))
		}
	}
	return head, rows
}
