package projection

import (
	"context"
	"errors"
	"fmt"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/logit"
)

// Model is what has been learnt from a book: when open opportunities end, how their amounts change. It knows nothing of
// what came after Day.
type Model struct {
	Day    period.Date
	hazard hazard
	growth growth
	rush   rush
}

// ErrUnlearnt means that a past holds nothing, or too little, to learn from: there is no model of it, and the simple
// methods answer.
var ErrUnlearnt = errors.New("projection: nothing can be learnt from this past")

// Train learns from what a corpus knew at the end of a day. It gives up when ctx ends. With an error there is no model.
func Train(ctx context.Context, c *Corpus, day period.Date) (*Model, error) {
	known := c.book.Until(day)
	m := &Model{Day: day, growth: learnGrowth(known), rush: learnRush(known)}
	var err error
	m.hazard, err = learn(ctx, c, day)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, logit.ErrNothing) || errors.Is(err, logit.ErrUndetermined):
		return nil, fmt.Errorf("%w: %w", ErrUnlearnt, err)
	case err != nil:
		return nil, fmt.Errorf("projection: train: %w", err)
	}
	return m, nil
}
