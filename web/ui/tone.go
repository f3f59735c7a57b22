package ui

// Tone says how good the news is. It is never told by colour alone: the text beside it says it too.
type Tone string

// The tones, from no judgement at all to bad news; Accent only draws the eye.
const (
	Neutral Tone = ""
	Good    Tone = "good"
	Warn    Tone = "warn"
	Bad     Tone = "bad"
	Info    Tone = "info"
	Accent  Tone = "accent"
)

func (t Tone) badge() string {
	switch t {
	case Good:
		return "badge tone-good"
	case Warn:
		return "badge tone-warn"
	case Bad:
		return "badge tone-bad"
	case Info:
		return "badge tone-info"
	case Accent:
		return "badge tone-accent"
	default:
		return "badge tone-neutral"
	}
}

func (t Tone) alert() string {
	switch t {
	case Good:
		return "alert tone-good"
	case Warn:
		return "alert tone-warn"
	case Bad:
		return "alert tone-bad"
	case Accent:
		return "alert tone-accent"
	case Neutral:
		return "alert tone-neutral"
	default:
		return "alert tone-info"
	}
}

func (t Tone) dot() string {
	switch t {
	case Good:
		return "dot dot-good"
	case Warn:
		return "dot dot-warn"
	case Bad:
		return "dot dot-bad"
	case Info:
		return "dot dot-info"
	case Accent:
		return "dot dot-accent"
	default:
		return "dot dot-neutral"
	}
}

func (t Tone) bar() string {
	switch t {
	case Good:
		return "progress bar-good"
	case Warn:
		return "progress bar-warn"
	case Bad:
		return "progress bar-bad"
	case Neutral:
		return "progress bar-neutral"
	default:
		return "progress bar-accent"
	}
}

func (t Tone) icon() string {
	switch t {
	case Good:
		return "circle-check"
	case Warn:
		return "triangle-alert"
	case Bad:
		return "circle-alert"
	default:
		return "info"
	}
}
