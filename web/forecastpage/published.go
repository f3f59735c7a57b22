package forecastpage

import (
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// published is the published forecast of a node of the sheet.
func (p forecastView) published(n *forecast.Node) outlook.Published {
	if p.Model == nil {
		return outlook.Unpublished(p.Sheet.Scope)
	}
	return p.Model.At(p.Sheet, n)
}

// forecastTile is the published forecast of the sheet's scope.
func (p forecastView) forecastTile() ui.TileProps {
	n := p.Sheet.Root
	return page.ForecastTile(p.Where, p.cash(), p.published(n), n.Quota, p.Sheet.Scope.Today)
}
