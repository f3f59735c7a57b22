package page

import (
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/web/ui"
)

// Tagged lists the opportunities with the chosen tag; nil means all, if no tag is chosen.
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

// TagTone is the colour of a tag.
func TagTone(t forecast.Tag) ui.Tone {
	if t == forecast.AtRisk {
		return ui.Bad
	}
	return ui.Info
}
