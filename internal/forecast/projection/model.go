package projection

import (
	"context"
	"errors"
	"fmt"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/logit"
)

// Model is a trained model: when open opportunities close and how their amounts change. It uses no data after Day.
type Model struct {
	Day    period.Date
	hazard hazard
	growth growth
	rush   rush
}

// ErrUnlearnt means that there is too little history to train a model; use the simple methods.
var ErrUnlearnt = errors.New("projection: nothing can be learnt from this past")

// Train trains a model with a corpus's data up to the end of a day. It stops when ctx ends. With an error there is no
// model.
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
