package page

import (
	"strings"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/web/ui"
)

// ForecastTile is the published forecast of a page's scope: the figure, how far it is from the quota, its range and
// the chance that the quota is reached. Every page that has a forecast shows this tile. A target of 0 is none.
func ForecastTile(w Where, c Cash, f outlook.Published, target int64, today period.Date) ui.TileProps {
	t := ui.TileProps{Label: "Forecast", Value: "Not published yet", Sub: f.Missing, Define: w.Define("house-model")}
	if !f.Is() {
		return t
	}
	t.Value, t.Exact, t.Href = c.Short(f.Value), c.Exact(f.Value), w.To("/forecast/outlook")
	t.Sub = Dotted(RangeText(c, f.Range), ReachText(f.Figure, target))
	if f.Outlook.AsOf < today {
		t.Sub = Dotted(t.Sub, "made "+ShortDay(f.Outlook.AsOf, today))
	}
	if target > 0 {
		t.Change, t.Tone = GapText(c, f.Value-target), GapTone(f.Value-target)
		t.Against = "to the " + c.Short(target) + " quota"
		t.Bar = &ui.Bar{Value: float64(max(0, min(f.Value, target))), Max: float64(target),
			Label: ui.Share(f.Value, target) + " of quota", Tone: ui.Accent}
	}
	return t
}

// ForecastText is the published forecast's amount, or a dash.
func ForecastText(c Cash, f outlook.Published) string {
	if !f.Is() {
		return ui.None
	}
	return c.Short(f.Value)
}

// RangeText formats a forecast's range; empty if there is none.
func RangeText(c Cash, r *outlook.Range) string {
	if r == nil {
		return ""
	}
	return "80\u00a0% range " + c.Short(r.P10) + " – " + c.Short(r.P90)
}

// ReachText formats the chance that a forecast reaches a target; empty if unknown. It never shows 100 %: the maximum is
// "above 99 %".
func ReachText(f outlook.Figure, target int64) string {
	chance, ok := f.Reach(target)
	switch {
	case !ok:
		return ""
	case f.Closed >= target:
		return "quota reached"
	case chance > 0.99:
		return "> 99\u00a0% chance of quota"
	case chance < 0.01:
		return "< 1\u00a0% chance of quota"
	default:
		return PercentOf(chance, 0) + " chance of quota"
	}
}

// GapText formats a gap to a target with its sign: a shortfall is negative.
func GapText(c Cash, gap int64) string { return ui.Signed(c.Short(gap)) }

// GapTone is red for a shortfall, green for a surplus.
func GapTone(gap int64) ui.Tone {
	if gap < 0 {
		return ui.Bad
	}
	return ui.Good
}

// Needed formats a coverage and the coverage that past periods needed: "2.9× of 5.1× needed".
func Needed(c scorecard.Coverage, needed float64) string {
	text := CoverageText(c)
	if !c.Defined() || c.Covered || needed <= 0 {
		return text
	}
	return text + " of " + Multiple(decimal.NewFromFloat(needed)) + " needed"
}

// Multiple formats a multiple; above ten without decimals.
func Multiple(times decimal.Decimal) string {
	if times.GreaterThan(decimal.NewFromInt(10)) {
		return ">10×"
	}
	return ui.Times(times)
}

// Dotted joins the non-empty parts with dots.
func Dotted(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " · ")
}
