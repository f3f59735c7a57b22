package opportunitypage

import (
	"slices"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/ui"
)

// opportunityForecast is what the forecast knows of an opportunity.
type opportunityForecast struct {
	Settings forecast.Settings
	Default  opportunity.Category // of its stage
	Reasons  []forecast.Reason
	Period   period.Period // for which its tags are
	Tags     []forecast.Tag
	Edits    bool // the viewer may change it
}

func (p opportunityView) categoryOptions() []ui.Option {
	f := p.Forecast
	options := []ui.Option{{Label: "Default for its stage: " + f.Settings.Name(f.Default)}}
	for _, c := range opportunity.Categories[1:] {
		if c == opportunity.MostLikely && !f.Settings.MostLikely && p.Opportunity.Category != c {
			continue
		}
		options = append(options, ui.Option{Value: string(c), Label: f.Settings.Name(c)})
	}
	return options
}

func (p opportunityView) categoryChosen() string {
	if p.Opportunity.CategoryManual {
		return string(p.Opportunity.Category)
	}
	return ""
}

func (p opportunityView) reasonEvents() []ui.Event {
	var events []ui.Event
	for _, r := range p.Forecast.Reasons {
		e := ui.Event{When: ui.Stamp(r.KnownAt.In(p.Calendar.Location())) + " · " + p.Scope.Roster.Name(r.MemberID),
			At: r.KnownAt.Format(time.RFC3339), Detail: r.Reason, Title: "Reset to stage default: " +
				p.Forecast.Settings.Name(r.Category), Tone: ui.Neutral}
		if r.Manual {
			e.Title, e.Tone = "Overridden: "+p.Forecast.Settings.Name(r.Category), ui.Accent
		}
		events = append(events, e)
	}
	return events
}

func (p opportunityView) tagged(t forecast.Tag) bool { return slices.Contains(p.Forecast.Tags, t) }

func tagAction(t forecast.Tag, on bool) string {
	if on {
		return "Remove “" + t.Label() + "”"
	}
	return t.Label()
}
