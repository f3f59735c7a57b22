package projection

import (
	"context"

	"quarterdeck/internal/period"
)

// Model is what has been learnt from a book: when open opportunities end, how their amounts change. It knows nothing of
// what came after Day.
type Model struct {
	Day    period.Date
	hazard hazard
	growth growth
	rush   rush
}

// Train learns from what a corpus knew at the end of a day. It gives up when ctx ends.
func Train(ctx context.Context, c *Corpus, day period.Date) (*Model, error) {
	known := c.book.Until(day)
	m := &Model{Day: day, growth: learnGrowth(known), rush: learnRush(known)}
	var err error
	m.hazard, err = learn(ctx, c, day)
	return m, err
}
