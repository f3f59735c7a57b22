package timeseries

import (
	"math"
	"slices"
)

// bound is where a parameter starts and what it may be.
type bound struct {
	start, low, high float64
}

type corner struct {
	at    []float64
	value float64
}

// minimised looks for the parameters with the least value of f by the simplex of Nelder and Mead (1965), within the
// bounds: a corner outside is brought to the nearest point inside. It stops when the corners agree or after so many
// evaluations.
func minimised(f func([]float64) float64, bounds []bound, evaluations int) ([]float64, float64) {
	s := newSimplex(f, bounds)
	for s.used < evaluations && !s.agreed() {
		s.move()
	}
	best := s.corners[0]
	return best.at, best.value
}

type simplex struct {
	f       func([]float64) float64
	bounds  []bound
	corners []corner
	centre  []float64
	used    int
}

func newSimplex(f func([]float64) float64, bounds []bound) *simplex {
	s := &simplex{f: f, bounds: bounds, centre: make([]float64, len(bounds))}
	start := make([]float64, len(bounds))
	for i, b := range bounds {
		start[i] = b.start
	}
	s.corners = append(s.corners, s.corner(start))
	for i, b := range bounds {
		at := slices.Clone(start)
		width := math.Max(0.1*math.Abs(b.start), 0.02)
		if b.start+width > b.high {
			width = -width
		}
		at[i] += width
		s.corners = append(s.corners, s.corner(at))
	}
	s.sort()
	return s
}

func (s *simplex) corner(at []float64) corner {
	for i, b := range s.bounds {
		at[i] = min(max(at[i], b.low), b.high)
	}
	s.used++
	value := s.f(at)
	if math.IsNaN(value) {
		value = math.Inf(1)
	}
	return corner{at, value}
}

func (s *simplex) sort() {
	slices.SortStableFunc(s.corners, func(a, b corner) int {
		switch {
		case a.value < b.value:
			return -1
		case a.value > b.value:
			return 1
		}
		return 0
	})
}

func (s *simplex) agreed() bool {
	best, worst := s.corners[0].value, s.corners[len(s.corners)-1].value
	return math.Abs(worst-best) <= 1e-9*(math.Abs(best)+1e-9) || math.IsInf(best, 1)
}

// move replaces the worst corner by a better one on the other side, or draws all corners towards the best.
func (s *simplex) move() {
	last := len(s.corners) - 1
	for i := range s.centre {
		s.centre[i] = 0
		for _, c := range s.corners[:last] {
			s.centre[i] += c.at[i] / float64(last)
		}
	}
	worst := s.corners[last]
	reflected := s.beyond(worst.at, 1)
	switch {
	case reflected.value < s.corners[0].value:
		if further := s.beyond(worst.at, 2); further.value < reflected.value {
			reflected = further
		}
		s.corners[last] = reflected
	case reflected.value < s.corners[last-1].value:
		s.corners[last] = reflected
	default:
		s.contract(worst, reflected)
	}
	s.sort()
}

func (s *simplex) contract(worst, reflected corner) {
	last := len(s.corners) - 1
	inner := s.beyond(worst.at, -0.5)
	if reflected.value < worst.value {
		inner = s.beyond(worst.at, 0.5)
	}
	if inner.value < min(worst.value, reflected.value) {
		s.corners[last] = inner
		return
	}
	for i := 1; i <= last; i++ {
		at := slices.Clone(s.corners[i].at)
		for j := range at {
			at[j] = (at[j] + s.corners[0].at[j]) / 2
		}
		s.corners[i] = s.corner(at)
	}
}

// beyond is the point on the line from a corner through the centre, so many times as far behind it.
func (s *simplex) beyond(from []float64, times float64) corner {
	at := make([]float64, len(from))
	for i := range at {
		at[i] = s.centre[i] + times*(s.centre[i]-from[i])
	}
	return s.corner(at)
}
