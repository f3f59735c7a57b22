package page

import (
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/web/ui"
)

// Tagged are the opportunities that have a tag; nil, which is all of them, where none is asked for.
func Tagged(tags map[uuid.UUID][]forecast.Tag, t forecast.Tag) []uuid.UUID {
	if !slices.Contains(forecast.Tags, t) {
		return nil
	}
	only := []uuid.UUID{}
	for id, some := range tags {
		if slices.Contains(some, t) {
			only = append(only, id)
		}
	}
	return only
}

// TagTone is the colour of a tag: a risk is bad news, the others are not.
func TagTone(t forecast.Tag) ui.Tone {
	if t == forecast.AtRisk {
		return ui.Bad
	}
	return ui.Info
}
