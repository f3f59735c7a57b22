package backtest

import (
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/accuracy"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/record/opportunity"
)

// Stated is the probability, stated at a cut-off, that an open opportunity would be won in a quarter, and whether it
// was.
type Stated struct {
	Method projection.Method // House, or StageWeighted for the records' own probabilities
	End    period.Date       // of the quarter
	accuracy.Outcome
}

// stated compares the probabilities of a quarter's first three quarters; later most have come true or not already.
func (t test) stated(b *projection.Book, open []projection.Prospect) []Stated {
	if t.period.Kind != period.Quarter || t.cutoff != Quarter && t.cutoff != Mid {
		return nil
	}
	last := map[string]*projection.State{}
	for i := range b.Records {
		last[b.Records[i].Key] = b.Records[i].Last()
	}
	var all []Stated
	for _, c := range open {
		end := last[c.Record.Key]
		won := end.Status == opportunity.Won && t.period.Contains(end.CloseOn)
		all = append(all, Stated{projection.House, t.period.End, accuracy.Outcome{P: c.P, Happened: won}})
		if s := c.Record.Last(); t.period.Contains(s.CloseOn) {
			all = append(all, Stated{projection.StageWeighted, t.period.End,
				accuracy.Outcome{P: float64(s.ProbabilityBP) / 10_000, Happened: won}})
		}
	}
	return all
}

// Reliability groups a method's probabilities for quarters ended by a day into ten bins (definitions §5); ok is false
// if it stated none.
func Reliability(all []Stated, m projection.Method, day period.Date) (bins []accuracy.Bin, brier float64, ok bool) {
	var some []accuracy.Outcome
	for _, s := range all {
		if s.Method == m && s.End <= day+1 {
			some = append(some, s.Outcome)
		}
	}
	if bins, ok = accuracy.Reliability(some); !ok {
		return nil, 0, false
	}
	brier, ok = accuracy.Brier(some)
	return bins, brier, ok
}
