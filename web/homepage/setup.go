package homepage

import (
	"fmt"
	"net/url"

	"quarterdeck/internal/connect/founding"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/web/ui"
)

// setupView is how far an organisation is on its way to its first figures. The zero value: they are there.
type setupView struct {
	Import   *importjob.Import // the first, while it is under way
	Objects  []importjob.Object
	Doing    string          // what else is being made, in a sentence
	Forecast bool            // the first forecast is on its way
	Steps    *founding.Steps // that an administrator still has to take; nil: none, or hidden
}

// Filling tells that the records are still coming, so that any figure would be of a part of them.
func (s setupView) Filling() bool { return s.Import != nil }

// Stage is what the organisation waits for; empty: nothing.
func (s setupView) Stage() string {
	switch {
	case s.Filling():
		return "import"
	case s.Doing != "":
		return "more"
	case s.Forecast:
		return "forecast"
	}
	return ""
}

// address is where the part asks again.
func (s setupView) address(base string) string {
	return base + "/setup/progress?was=" + url.QueryEscape(s.Stage())
}

// headline says what is happening.
func (s setupView) headline() string {
	if s.Import.State == importjob.Waiting || len(s.Objects) == 0 {
		return "The first import is about to begin."
	}
	for _, o := range s.Objects {
		if !o.Finished {
			return fmt.Sprintf("The first import is reading %s: %s of %s rows.", o.Object, ui.Count(int(o.Read)),
				ui.Count(int(o.Total)))
		}
	}
	return "The first import has read every row and is coming to its end."
}

// bar is how much of all files is read.
func (s setupView) bar() (ui.Bar, bool) {
	var read, total int64
	for _, o := range s.Objects {
		read, total = read+o.Read, total+o.Total
	}
	return ui.Bar{Value: float64(read), Max: float64(max(total, 1)), Label: "Rows read", Tone: ui.Accent}, total > 0
}

// stepsLeft says how many of the first steps are done.
func stepsLeft(s founding.Steps) string {
	done, all := s.Count()
	return fmt.Sprintf("%d of %d steps done", done, all)
}
