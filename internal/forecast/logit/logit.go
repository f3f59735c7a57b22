// Package logit estimates probabilities from many small facts: logistic regression with coefficients shrunk towards
// zero (ridge), so that a fact seen ten times has less effect than one seen a thousand times.
//
// A fact is a column that is set or not, so a row is the list of its columns. The fit maximises the penalised likelihood
// with Newton's method. It uses no randomness: the same rows give the same coefficients.
package logit

import (
	"context"
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Group is rows with common facts, such as the intervals of one opportunity's life. A row is observed in one of its Own
// lists of further columns; Hit tells whether the event happened there. Each row counts Weight.
type Group struct {
	Shared []int32
	Own    [][]int32
	Hit    []bool
	Weight float64
}

// Model is a fitted regression: the log-odds of a row are Base plus the coefficients of its columns.
type Model struct {
	Base  float64
	Coefs []float64
}

const (
	rounds    = 30
	settled   = 1e-3 // the last change of a coefficient
	shrinking = 0.3  // of the step before: a longer one asks for the curvature anew
	oddsLimit = 30   // log-odds beyond which a probability is 0 or 1 to any purpose
	many      = 4000 // groups above which the search starts from the fit to an eighth of them
)

// Why observations teach nothing.
var (
	ErrNothing      = errors.New("logit: nothing was observed")
	ErrUndetermined = errors.New("logit: the observations do not determine the coefficients")
)

// Fit finds the coefficients for len(penalty) columns. The penalty of a column is how many observations' worth of
// information it takes to believe in its effect; it is greater than zero, and none applies to Base. The search is long
// where there is much to learn from, so that it ends with ctx.
func Fit(ctx context.Context, groups []Group, penalty []float64) (Model, error) {
	m := Model{Coefs: make([]float64, len(penalty))}
	hits, total := count(groups)
	if total == 0 {
		return m, ErrNothing
	}
	// Half an observation of each kind keeps the odds finite where all rows agree.
	m.Base = math.Log((hits + 0.5) / (total - hits + 0.5))
	if len(groups) > many {
		if start, err := Fit(ctx, eighth(groups), penalty); err == nil {
			m = start
		}
	}
	err := m.climb(ctx, groups, penalty)
	if err == nil && !m.finite() {
		err = ErrUndetermined
	}
	return m, err
}

// finite tells that every coefficient is a number.
func (m *Model) finite() bool {
	for _, c := range append([]float64{m.Base}, m.Coefs...) {
		if math.IsNaN(c) || math.IsInf(c, 0) {
			return false
		}
	}
	return true
}

// climb walks to the maximum. The curvature, which is nearly all of the work, is taken anew only where the last step
// was not much shorter than the one before: near the maximum the old one points there as well. A step that led down is
// halved.
func (m *Model) climb(ctx context.Context, groups []Group, penalty []float64) error {
	var factor *mat.Cholesky
	var step []float64
	before, height := math.Inf(1), math.Inf(-1)
	for range rounds {
		if err := ctx.Err(); err != nil {
			return err
		}
		q := m.surroundings(groups, penalty, factor == nil)
		if q.height < height-1e-9*math.Abs(height) {
			for j := range step {
				step[j] /= -2
			}
			m.move(step)
			for j := range step {
				step[j] = -step[j]
			}
			factor = nil
			continue
		}
		height = q.height
		if factor == nil {
			factor = &mat.Cholesky{}
			if !factor.Factorize(mat.NewSymDense(q.n, q.curve)) {
				return ErrUndetermined
			}
		}
		next := mat.NewVecDense(q.n, nil)
		if err := factor.SolveVecTo(next, mat.NewVecDense(q.n, q.slope)); err != nil {
			return fmt.Errorf("%w: %w", ErrUndetermined, err)
		}
		step = next.RawVector().Data
		length := m.move(step)
		if length < settled {
			break
		}
		if length > before*shrinking {
			factor = nil
		}
		before = length
	}
	return nil
}

func count(groups []Group) (hits, total float64) {
	for _, g := range groups {
		for _, hit := range g.Hit {
			total += g.Weight
			if hit {
				hits += g.Weight
			}
		}
	}
	return hits, total
}

// eighth is every eighth group, counted eight times, for a first idea of the coefficients.
func eighth(groups []Group) []Group {
	var part []Group
	for i := 0; i < len(groups); i += 8 {
		g := groups[i]
		g.Weight *= 8
		part = append(part, g)
	}
	return part
}

// surprise is the logarithm of the likelihood of what happened to a row.
func surprise(p float64, hit bool) float64 {
	if hit {
		return math.Log(p)
	}
	return math.Log1p(-p)
}

// move takes a step, shortened where it is so long that the quadratic no longer describes the likelihood, and answers
// the longest change.
func (m *Model) move(step []float64) float64 {
	longest := 0.0
	for _, s := range step {
		longest = max(longest, math.Abs(s))
	}
	scale := min(1, 4/max(longest, 1e-300))
	for j := range step {
		step[j] *= scale
	}
	m.Base += step[0]
	for j := range m.Coefs {
		m.Coefs[j] += step[j+1]
	}
	return scale * longest
}

// quadratic is the slope and curvature of the likelihood at a model; place 0 is Base, and only the upper triangle is
// kept.
type quadratic struct {
	n     int
	slope []float64
	curve []float64

	height float64 // the penalised logarithm of the likelihood

	held    []float64 // by column, what the rows of the group in hand add to it
	columns []int32   // those that any of them has
}

// add takes a column's slope and its curvature with Base.
func (q *quadratic) add(j int32, gap, w float64) {
	q.slope[j+1] += gap
	q.curve[j+1] += w
}

// pairs takes the curvature between each pair of columns, both in one ascending list.
func (q *quadratic) pairs(columns []int32, w float64) {
	for a, j := range columns {
		line := q.curve[int(j+1)*q.n:]
		for _, k := range columns[a:] {
			line[k+1] += w
		}
	}
}

// hold keeps what a row adds to its columns until the group is through; many columns come back from row to row.
func (q *quadratic) hold(own []int32, w float64) {
	for _, j := range own {
		if q.held[j] == 0 {
			q.columns = append(q.columns, j)
		}
		q.held[j] += w
	}
}

// across takes the curvature between the columns that rows of the group have and those that all of them have.
func (q *quadratic) across(shared []int32) {
	for _, j := range q.columns {
		w := q.held[j]
		q.held[j] = 0
		for _, k := range shared {
			q.curve[int(min(j, k)+1)*q.n+int(max(j, k))+1] += w
		}
	}
	q.columns = q.columns[:0]
}

// surroundings are the slope of the likelihood at the model and, where it is asked for, the curvature.
func (m *Model) surroundings(groups []Group, penalty []float64, curved bool) quadratic {
	n := len(penalty) + 1
	q := quadratic{n: n, slope: make([]float64, n)}
	if curved {
		q.curve, q.held = make([]float64, n*n), make([]float64, n)
		q.curve[0] = 1e-9
	}
	for j, p := range penalty {
		q.slope[j+1] = -p * m.Coefs[j]
		q.height -= p * m.Coefs[j] * m.Coefs[j] / 2
		if curved {
			q.curve[(j+1)*n+j+1] = p
		}
	}
	for i := range groups {
		if curved {
			q.group(&groups[i], *m)
		} else {
			q.tilt(&groups[i], *m)
		}
	}
	return q
}

// tilt adds the slope of the rows of a group.
func (q *quadratic) tilt(g *Group, m Model) {
	base, gaps := m.sum(m.Base, g.Shared), 0.0
	for i, own := range g.Own {
		p := Share(clamp(m.sum(base, own)))
		q.height += g.Weight * surprise(p, g.Hit[i])
		gap := -p * g.Weight
		if g.Hit[i] {
			gap += g.Weight
		}
		gaps += gap
		for _, j := range own {
			q.slope[j+1] += gap
		}
	}
	q.slope[0] += gaps
	for _, j := range g.Shared {
		q.slope[j+1] += gaps
	}
}

// group adds the rows of a group; what they share is added once.
func (q *quadratic) group(g *Group, m Model) {
	base := m.sum(m.Base, g.Shared)
	gaps, weights := 0.0, 0.0
	for i, own := range g.Own {
		p := Share(clamp(m.sum(base, own)))
		q.height += g.Weight * surprise(p, g.Hit[i])
		gap, w := -p*g.Weight, p*(1-p)*g.Weight
		if g.Hit[i] {
			gap += g.Weight
		}
		gaps, weights = gaps+gap, weights+w
		for _, j := range own {
			q.add(j, gap, w)
		}
		q.pairs(own, w)
		q.hold(own, w)
	}
	q.across(g.Shared)
	q.slope[0] += gaps
	q.curve[0] += weights
	for _, j := range g.Shared {
		q.add(j, gaps, weights)
	}
	q.pairs(g.Shared, weights)
}

func (m Model) sum(odds float64, columns []int32) float64 {
	for _, j := range columns {
		odds += m.Coefs[j]
	}
	return odds
}

// Odds is the log-odds of a row with all the columns of the lists.
func (m Model) Odds(lists ...[]int32) float64 {
	odds := m.Base
	for _, columns := range lists {
		odds = m.sum(odds, columns)
	}
	return clamp(odds)
}

func clamp(odds float64) float64 { return min(max(odds, -oddsLimit), oddsLimit) }

// Share turns log-odds into a probability.
func Share(odds float64) float64 { return 1 / (1 + math.Exp(-odds)) }
