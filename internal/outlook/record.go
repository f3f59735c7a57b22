package outlook

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/accuracy"
	"quarterdeck/internal/backtest"
	"quarterdeck/internal/period"
	"quarterdeck/internal/projection"
)

// Record is what a training proved: how good each method has been, and how wide the house model's ranges have to be.
type Record struct {
	ID       uuid.UUID                            `json:"-"`
	MadeAt   time.Time                            `json:"-"`
	AsOf     period.Date                          `json:"as_of"`
	Rows     []backtest.Row                       `json:"rows"`
	Widths   map[backtest.Level]backtest.Width    `json:"widths"`
	Known    int                                  `json:"known"`    // opportunities
	Quarters []projection.Season                  `json:"quarters"` // of what is won
	Strength float64                              `json:"strength"` // of the quarters' season, 0 to 1
	Seasonal bool                                 `json:"seasonal"` // two years tell of it
	Bins     map[projection.Method][]accuracy.Bin `json:"bins"`     // reliability of the probabilities
	Brier    map[projection.Method]float64        `json:"brier"`
	Won      int                                  `json:"won"`
}

// width is how far a level's ranges are stretched; the simulation's own where nothing is proven.
func (r Record) width(level backtest.Level) backtest.Width {
	if w, ok := r.Widths[level]; ok {
		return w
	}
	return backtest.Width{Scale: 1}
}
