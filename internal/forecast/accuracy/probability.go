package accuracy

// Outcome is a stated probability, from 0 to 1, and whether the event happened.
type Outcome struct {
	P        float64
	Happened bool
}

func (o Outcome) actual() float64 {
	if o.Happened {
		return 1
	}
	return 0
}

// valid tells whether there are outcomes and each has a probability from 0 to 1; a NaN has none.
func valid(outcomes []Outcome) bool {
	for _, o := range outcomes {
		if !(o.P >= 0 && o.P <= 1) {
			return false
		}
	}
	return len(outcomes) > 0
}

// Brier is the mean of (p − outcome)², where the outcome is 0 or 1: 0 is perfect, 0.25 is always saying 50 %
// (definitions §5). It is undefined without outcomes or with a probability outside 0 to 1.
func Brier(outcomes []Outcome) (float64, bool) {
	return mean(outcomes, func(o Outcome) float64 { return (o.P - o.actual()) * (o.P - o.actual()) })
}

func mean(outcomes []Outcome, of func(Outcome) float64) (float64, bool) {
	if !valid(outcomes) {
		return 0, false
	}
	var total float64
	for _, o := range outcomes {
		total += of(o)
	}
	return total / float64(len(outcomes)), true
}

// bins is into how many equal parts Reliability divides the probabilities (definitions §5).
const bins = 10

// Bin is the outcomes with a probability from From up to To: their number, mean stated probability, and observed share
// with its 95 % interval. If N is 0, the others are undefined.
type Bin struct {
	From     float64
	To       float64
	N        int
	Stated   float64
	Happened Share
}

// Reliability compares stated probabilities with observed shares in ten bins (definitions §5): of events stated at 70
// %, 70 % should happen. A bin includes From and excludes To; the last one includes 1. It is undefined without outcomes
// or with a probability outside 0 to 1.
func Reliability(outcomes []Outcome) ([]Bin, bool) {
	if !valid(outcomes) {
		return nil, false
	}
	table := make([]Bin, bins)
	happened := make([]int, bins)
	for _, o := range outcomes {
		i := min(int(o.P*bins), bins-1)
		table[i].N++
		table[i].Stated += o.P
		if o.Happened {
			happened[i]++
		}
	}
	for i := range table {
		b := &table[i]
		b.From, b.To = float64(i)/bins, float64(i+1)/bins
		if b.N > 0 {
			b.Stated /= float64(b.N)
			b.Happened, _ = Wilson(happened[i], b.N)
		}
	}
	return table, true
}
