package salesstage

import (
	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/record/opportunity"
)

// CategoryOf parses a forecast category as CRMs write it.
func CategoryOf(word string) (opportunity.Category, bool) {
	c, ok := value.Category.Read(word)
	return opportunity.Category(c), ok
}

// StatusOf reads whether an opportunity is open, won or lost; where the source does not say, its stage does.
func StatusOf(r *mapping.Row, byStage opportunity.Status) opportunity.Status {
	status, unknown := r.Word("status")
	if status != "" {
		return opportunity.Status(status)
	}
	if unknown != "" {
		r.Flag("%q is not a status (open, won or lost); the stage's status is used.", source.Shorten(unknown))
	}
	switch {
	case r.Bool("won"):
		return opportunity.Won
	case r.Get("closed") == "":
		return byStage
	case r.Bool("closed"):
		return opportunity.Lost
	}
	return opportunity.Open
}
