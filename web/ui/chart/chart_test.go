package chart

import (
	"bytes"
	"compress/gzip"
	"context"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"pgregory.net/rapid"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		most      int
		want      []float64
	}{
		{0, 5, 5, []float64{0, 1, 2, 3, 4, 5}}, {0, 6.1, 5, []float64{0, 1.5, 3, 4.5, 6, 7.5}},
		{0, 97, 4, []float64{0, 25, 50, 75, 100}},
		{-30, 80, 4, []float64{-30, 0, 30, 60, 90}}, {0, 0, 4, []float64{0, 1}},
		{0, 4.7e8, 5, []float64{0, 1e8, 2e8, 3e8, 4e8, 5e8}},
		{math.NaN(), 3, 4, []float64{0, 1}}, {5, 5, 5, []float64{0, 1, 2, 3, 4, 5}},
	} {
		got := Ticks(c.low, c.high, c.most)
		if len(got) != len(c.want) {
			t.Errorf("Ticks(%v, %v) = %v, want %v", c.low, c.high, got, c.want)
			continue
		}
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 1e-9*math.Abs(c.want[i]) {
				t.Errorf("Ticks(%v, %v) = %v, want %v", c.low, c.high, got, c.want)
			}
		}
	}
}

func TestTicksEncloseAndAreFew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64Range(-1e13, 1e13).Draw(t, "a"), rapid.Float64Range(-1e13, 1e13).Draw(t, "b")
		most := rapid.IntRange(2, 8).Draw(t, "most")
		low, high := math.Min(a, b), math.Max(a, b)
		if high-low < 1e-3 {
			return
		}
		ticks := Ticks(low, high, most)
		slack := (high - low) * 1e-9
		if ticks[0] > low+slack || ticks[len(ticks)-1] < high-slack || len(ticks) > most+1 {
			t.Fatalf("Ticks(%v, %v, %d) = %v", low, high, most, ticks)
		}
	})
}

func TestLayersOfAColumnAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 1, 8).Draw(t, "values")
		var series []Series
		up, down := 0.0, 0.0
		for _, v := range values {
			series = append(series, Series{Values: []float64{v}})
			up, down = up+math.Max(v, 0), down+math.Min(v, 0)
		}
		top, bottom := 0.0, 0.0
		for _, l := range stack(series, 0) {
			if math.Abs(l.to-l.from-l.value) > 1e-6 {
				t.Fatalf("layer %+v is not its value", l)
			}
			top, bottom = math.Max(top, l.to), math.Min(bottom, l.to)
		}
		if math.Abs(top-up) > 1e-6 || math.Abs(bottom-down) > 1e-6 {
			t.Fatalf("from %v to %v, want %v to %v", bottom, top, down, up)
		}
	})
}

func TestWaterfallHangsOnTheStepBefore(t *testing.T) {
	falls := fallsOf([]Step{{Value: 100, Total: true}, {Value: 20}, {Value: -50}, {Value: 70, Total: true}})
	want := []fall{{0, 100}, {100, 120}, {120, 70}, {0, 70}}
	for i := range want {
		if falls[i] != want[i] {
			t.Errorf("step %d: %v, want %v", i, falls[i], want[i])
		}
	}
}

func TestALineLeavesGaps(t *testing.T) {
	line, area := linePath([]float64{1, 2, nan, 3, 4}, 5, span{low: 0, high: 4, top: 0, bottom: 40})
	if line != "M0 30L250 20M750 10L1000 0" {
		t.Error(line)
	}
	if area != "M0 40L0 30L250 20L250 40ZM750 40L750 10L1000 0L1000 40Z" {
		t.Error(area)
	}
}

func TestHeatGrowsWithTheFigure(t *testing.T) {
	for _, c := range []struct {
		v    float64
		want int
	}{{0, 0}, {16, 0}, {17, 1}, {50, 3}, {99, 5}, {100, 5}, {-5, 0}, {500, 5}} {
		if got := heat(c.v, 0, 100); got != c.want {
			t.Errorf("heat(%v) = %d, want %d", c.v, got, c.want)
		}
	}
	if got := heat(7, 7, 7); got != 2 {
		t.Errorf("a single figure has depth %d", got)
	}
}

func TestArcTicksWhereOneShouldBe(t *testing.T) {
	for share, want := range map[float64][2]float64{0: {10, 70}, .5: {68, 12}, 1: {126, 70}} {
		if x, y := around(share, arcRadius); math.Abs(x-want[0]) > .01 || math.Abs(y-want[1]) > .01 {
			t.Errorf("%v stands at %v, %v", share, x, y)
		}
	}
	over := render(t, Arc(ArcProps{Label: "130\u00a0% of quota", Text: "130\u00a0%", Value: 1.3}))
	if !strings.Contains(over,
		"126 70") || strings.Contains(over, "tick") {
		t.Error(over)
	}
}

var number = regexp.MustCompile(` (x|y|width|height|cx|cy|r|x1|x2|y1|y2)="([^"%]*)%?"`)

// Nothing is drawn at NaN, nor with a negative size, whatever the figures are.
func TestDrawingsSurviveAnyFigures(t *testing.T) {
	odd := []float64{nan, 0, -5, 1e15, math.Inf(1), 3}
	charts := []templ.Component{
		Line(LineProps{X: []string{"a"}, Series: []Series{{Values: []float64{1}}}}), Line(LineProps{}),
		Stacked(StackedProps{}), Bars(BarsProps{}), Waterfall(WaterfallProps{}), HeatMap(HeatProps{}),
		Scatter(ScatterProps{}), Reliability(ReliabilityProps{}), Ranges(RangesProps{}),
		CohortTriangle(CohortProps{}), Sparkline(nil, ""), Sparkline(odd[:4], ""), Arc(ArcProps{}),
		Line(LineProps{X: strings.Fields("a b c d"), Series: []Series{{Values: odd[:4]}},
			Band: &Band{Low: odd[:4], High: odd[:4]}}),
		Stacked(StackedProps{X: strings.Fields("a b c d"),
			Series: []Series{{Values: odd[:4]}, {Values: []float64{4, -4}}}}),
		Bars(BarsProps{Bars: []Bar{{Label: "a", Value: -3}, {Label: "b"}}}),
		Waterfall(WaterfallProps{Steps: []Step{{Value: -3}, {Value: 0, Total: true}}}),
		HeatMap(HeatProps{Rows: []string{"a"}, Columns: []string{"b"}, Cells: [][]HeatCell{{{Missing: true}}}}),
	}
	for i, c := range charts {
		svg := render(t, c)
		for _, m := range number.FindAllStringSubmatch(svg, -1) {
			v, err := strconv.ParseFloat(m[2], 64)
			if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || v < 0 &&
				(m[1] == "width" || m[1] == "height" || m[1] == "r") {
				t.Errorf("chart %d: %s", i, m[0])
			}
		}
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("chart %d: %s", i, svg)
		}
	}
}

func TestWordsAndAddressesAreEscaped(t *testing.T) {
	svg := render(t,
		Bars(BarsProps{Props: Props{Label: `"<b>`},
			Bars: []Bar{{Label: "<script>", Note: "<i>", Value: 1, Href: `/x?a="&b=<`},
				{Label: "z", Value: 1, Href: "javascript:alert(1)"}}}))
	for _, bad := range []string{"<script", "<i>", "<b>", "javascript:", `a="&`} {
		if strings.Contains(svg, bad) {
			t.Errorf("%q came through: %s", bad, svg)
		}
	}
}

func TestAChartIsSmall(t *testing.T) {
	p := StackedProps{X: strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
		Props: Props{Label: "Pipeline by month"}}
	for i := range 4 {
		p.Series = append(p.Series,
			Series{Name: "Category", Values: []float64{10, 23, 13, 44, 25, 16, 37, 18, 29, 30, 21, 12}[i:]})
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := w.Write([]byte(render(t, Stacked(p)))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if zipped.Len() > 2200 {
		t.Errorf("%d bytes in gzip for 48 marks and their table", zipped.Len())
	}
}
