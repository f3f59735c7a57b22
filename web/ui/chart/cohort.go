package chart

import (
	"strconv"

	"github.com/a-h/templ"
)

// CohortProps is what became of each cohort by its age: revenue kept by the quarter in which it was won.
type CohortProps struct {
	Props
	Unit    string // of the age: "M" for months makes M0, M1, …
	Cohorts []Cohort
	Low     float64 // what the palest colour means
	High    float64
}

// Cohort is a row of the triangle, from its beginning on.
type Cohort struct {
	Label  string
	Size   string // how much it began with
	Values []float64
	Hrefs  []string
}

// CohortTriangle draws a heat map whose rows end where the present begins.
func CohortTriangle(p CohortProps) templ.Component {
	h := HeatProps{Props: p.Props, Low: p.Low, High: p.High}
	for _, cohort := range p.Cohorts {
		for i := len(h.Columns); i < len(cohort.Values); i++ {
			h.Columns = append(h.Columns, p.Unit+strconv.Itoa(i))
		}
		label := cohort.Label
		if cohort.Size != "" {
			label += " · " + cohort.Size
		}
		cells := make([]HeatCell, len(cohort.Values))
		for i, v := range cohort.Values {
			cells[i] = HeatCell{Value: v, Href: at(cohort.Hrefs, i, "")}
		}
		h.Rows, h.Cells = append(h.Rows, label), append(h.Cells, cells)
	}
	return HeatMap(h)
}
