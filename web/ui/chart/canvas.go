package chart

import (
	"html"
	"math"
	"strconv"
	"strings"
)

// canvas collects SVG. x and w are per cent of the width, y and h are pixels.
type canvas struct{ strings.Builder }

func decimals(v float64, places int) string {
	scale := math.Pow(10, float64(places))
	return strconv.FormatFloat(math.Round(v*scale)/scale+0, 'f', -1, 64)
}

func px(v float64) string  { return decimals(v, 1) }
func pct(v float64) string { return decimals(v, 2) + "%" }

// add writes an element's parts; values of attributes are made by this package or escaped by the caller.
func (c *canvas) add(parts ...string) {
	for _, p := range parts {
		c.WriteString(p)
	}
}

func (c *canvas) rect(x, y, w, h float64, class string) {
	c.add(`<rect x="`, pct(x), `" y="`, px(y), `" width="`, pct(w), `" height="`, px(h), `" class="`, class, `"/>`)
}

func (c *canvas) bar(x, y, w, h float64, class string) {
	c.add(`<rect x="`,
		pct(x), `" y="`, px(y), `" width="`, pct(w), `" height="`, px(h), `" rx="2" class="`, class, `"/>`)
}

func (c *canvas) line(x1, y1, x2, y2 float64, class string) {
	c.add(`<line x1="`, pct(x1), `" y1="`, px(y1), `" x2="`, pct(x2), `" y2="`, px(y2), `" class="`, class, `"/>`)
}

func (c *canvas) circle(x, y, r float64, class string) {
	c.add(`<circle cx="`, pct(x), `" cy="`, px(y), `" r="`, px(r), `" class="`, class, `"/>`)
}

// text stands at x per cent and dx pixels from there.
func (c *canvas) text(x, dx, y float64, class, words string) {
	c.add(`<text x="`, pct(x), `" y="`, px(y))
	if dx != 0 {
		c.add(`" dx="`, px(dx))
	}
	c.add(`" class="`, class, `">`, html.EscapeString(words), `</text>`)
}

// mark wraps what draw makes into a link to the rows behind it, or into a plain group, with its words on hover.
func (c *canvas) mark(href, words string, tabbable bool, draw func()) {
	end := "</g>"
	switch {
	case href == "":
		c.add("<g>")
	case tabbable:
		c.add(`<a href="`, html.EscapeString(safe(href)), `">`)
		end = "</a>"
	default:
		c.add(`<a tabindex="-1" href="`, html.EscapeString(safe(href)), `">`)
		end = "</a>"
	}
	c.add("<title>", html.EscapeString(words), "</title>")
	draw()
	c.add(end)
}

// safe lets only addresses of this site through.
func safe(href string) string {
	if strings.HasPrefix(href, "/") || strings.HasPrefix(href, "?") || strings.HasPrefix(href, "#") {
		return href
	}
	return "#"
}

// yAxis draws a rule and a figure for each tick.
func (c *canvas) yAxis(s span, ticks []float64, p Props) string {
	words := make([]string, len(ticks))
	for i, t := range ticks {
		class := "grid"
		if t == 0 {
			class = "axis"
		}
		words[i] = p.text(t)
		c.line(0, s.y(t), 100, s.y(t), class)
		c.text(0, -8, s.y(t)+4, "end", words[i])
	}
	return gutter(widest(words))
}

// xAxis writes as many labels as fit, and fewer of them in a narrow card. where is the place of a label in per cent.
func (c *canvas) xAxis(labels []string, y float64, where func(int) float64) {
	room := 12 // between neighbours; a dozen short names, such as months, may stand closer
	if len(labels) <= 12 && widest(labels) <= 22 {
		room = 1
	}
	width := widest(labels) + room
	narrow, wide := stride(len(labels), 265/width), stride(len(labels), 420/width)
	for i, label := range labels {
		class := "mid"
		switch {
		case i%narrow != 0 && i%wide != 0:
			continue
		case i%narrow != 0:
			class = "mid only-wide"
		case i%wide != 0:
			class = "mid only-narrow"
		}
		c.text(where(i), 0, y, class, label)
	}
}

func stride(n, fit int) int { return max(1, (n+max(fit, 1)-1)/max(fit, 1)) }
