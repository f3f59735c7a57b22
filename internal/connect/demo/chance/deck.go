package chance

// Deck deals indices in fixed proportions: after any number of cards, each has come up as often as its
// share says, give or take one or two, yet in no order that one could guess.
type Deck struct {
	dice   Dice
	share  []float64
	credit []float64
}

// NewDeck deals as often as the weights say.
func NewDeck(d Dice, weights []float64) *Deck {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	k := &Deck{dice: d, share: make([]float64, len(weights)), credit: make([]float64, len(weights))}
	for i, w := range weights {
		k.share[i] = w / sum
	}
	return k
}

// Next is the next card.
func (k *Deck) Next() int {
	due := make([]float64, len(k.share))
	for i, s := range k.share {
		k.credit[i] += s
		due[i] = max(0, k.credit[i])
	}
	i := k.dice.Weighted(due)
	k.credit[i]--
	return i
}

// Apportion splits a whole number by weights, the remainder going to the largest fractions.
func Apportion(total int, weights []float64) []int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	out, rest := make([]int, len(weights)), make([]float64, len(weights))
	given := 0
	for i, w := range weights {
		exact := float64(total) * w / max(sum, 1e-9)
		out[i] = int(exact)
		rest[i] = exact - float64(out[i])
		given += out[i]
	}
	for ; given < total && sum > 0; given++ {
		best := 0
		for i := range rest {
			if rest[i] > rest[best] {
				best = i
			}
		}
		out[best]++
		rest[best] = -1
	}
	return out
}
