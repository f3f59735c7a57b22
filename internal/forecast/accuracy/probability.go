package accuracy

// Outcome is a probability that was stated, from 0 to 1, and whether the thing happened.
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

// Brier is how far stated probabilities were from what happened: the mean of (p − 0 or 1)², 0 for a prophet and 0.25
// for whoever always says 50 % (definitions §5). It is not defined without outcomes or with a probability outside 0 to
// 1.
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

// Bin is the outcomes whose probability lies from From up to To: how many, what was stated for them on average, and
// what share happened, with its 95 % interval. Where none lie, N is 0 and neither is defined.
type Bin struct {
	From     float64
	To       float64
	N        int
	Stated   float64
	Happened Share
}

// Reliability is whether 70 % means 70 %: ten bins of stated probability beside what happened (definitions §5). A bin
// holds From and not To, the last one also 1. It is not defined without outcomes or with a probability outside 0 to 1.
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
