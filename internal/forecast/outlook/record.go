package outlook

import (
	"math"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/accuracy"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/projection"
)

// Record is the result of a training: each method's accuracy, and the width of the Quarterdeck model's ranges.
type Record struct {
	ID       uuid.UUID                            `json:"-"`
	MadeAt   time.Time                            `json:"-"`
	AsOf     period.Date                          `json:"as_of"`
	Rows     []backtest.Row                       `json:"rows"`
	Widths   []Stretch                            `json:"widths"`
	Known    int                                  `json:"known"`    // opportunities
	Quarters []projection.Season                  `json:"quarters"` // of what is won
	Strength float64                              `json:"strength"` // of the quarters' season, 0 to 1
	Seasonal bool                                 `json:"seasonal"` // two years tell of it
	Bins     map[projection.Method][]accuracy.Bin `json:"bins"`     // reliability of the probabilities
	Brier    map[projection.Method]float64        `json:"brier"`
	Won      int                                  `json:"won"`
}

// Stretch is how far the ranges of a level are stretched on the days of a period of which so large a share is over.
type Stretch struct {
	Level backtest.Level `json:"level"`
	Kind  period.Kind    `json:"kind"` // month or quarter
	Gone  float64        `json:"gone"`
	backtest.Width
}

// fineness is the share of a period between two moments that widths are kept for.
const fineness = 0.05

// stretches reads all widths from the raw ranges of the periods that were over by a day.
func stretches(raw []backtest.Trial, day period.Date) []Stretch {
	var all []Stretch
	for _, level := range backtest.Levels {
		for _, kind := range []period.Kind{period.Quarter, period.Month} {
			for k := range int(1/fineness) + 1 {
				gone := float64(k) * fineness
				all = append(all, Stretch{level, kind, gone, backtest.WidthOn(raw, level, kind, gone, day)})
			}
		}
	}
	return all
}

// width is how far a level's range is stretched; the simulation's own where nothing is proven.
func (r Record) width(level backtest.Level, kind period.Kind, gone float64) backtest.Width {
	if kind != period.Month {
		kind = period.Quarter
	}
	best, apart := backtest.Width{Scale: 1}, math.Inf(1)
	for _, s := range r.Widths {
		if d := math.Abs(s.Gone - gone); s.Level == level && s.Kind == kind && d < apart {
			best, apart = s.Width, d
		}
	}
	return best
}
