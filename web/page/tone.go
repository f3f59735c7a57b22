package page

import (
	"quarterdeck/internal/pipeline/movement"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/ui"
)

// StatusTone is the colour of an opportunity's outcome; neutral while it is open.
func StatusTone(s opportunity.Status) ui.Tone {
	switch s {
	case opportunity.Won:
		return ui.Good
	case opportunity.Lost:
		return ui.Bad
	default:
		return ui.Neutral
	}
}

// KindTone is the colour of a change: good where it was won, bad where it was lost, blue where pipeline came.
func KindTone(part movement.Part) ui.Tone {
	switch {
	case part.Kind == movement.Won:
		return ui.Good
	case part.Kind == movement.Lost, part.Kind == movement.Omitted:
		return ui.Bad
	case part.Kind == movement.Exchange:
		return ui.Neutral
	case part.Kind.Comes(), part.Kind == movement.Increased:
		return ui.Info
	}
	return ui.Warn
}

// VerdictTone is the colour of an in/out mark.
func VerdictTone(v review.Verdict) ui.Tone {
	if v == review.In {
		return ui.Good
	}
	return ui.Warn
}
