package duplicate

import (
	"hash/maphash"
	"slices"
)

// candidates are the pairs that share something which few records have, each once, the lower place first.
func candidates(n int, keys func(i int) func(func(kind, key string) bool)) [][2]int {
	seed := maphash.MakeSeed()
	groups := map[uint64][]int32{}
	add := func(i int, kind, key string) {
		h := maphash.String(seed, kind+"\x00"+key)
		groups[h] = append(groups[h], int32(i))
	}
	for i := range n {
		for kind, key := range keys(i) {
			add(i, kind, key)
		}
	}
	var packed []uint64
	for _, g := range groups {
		if slices.Sort(g); len(g) < 2 || len(g) > crowd {
			continue
		}
		for i, a := range g {
			for _, b := range g[i+1:] {
				if a != b {
					packed = append(packed, uint64(a)<<32|uint64(b))
				}
			}
		}
	}
	slices.Sort(packed)
	packed = slices.Compact(packed)
	pairs := make([][2]int, len(packed))
	for i, p := range packed {
		pairs[i] = [2]int{int(p >> 32), int(p & 0xffffffff)}
	}
	return pairs
}

// keys yields what a record is looked up by: domains, phones, its name and its name without one of its letters, which
// two names share that are one edit apart; its rare words; and two words together.
func keys(s side, c counts) func(func(string, string) bool) {
	return func(yield func(string, string) bool) {
		for _, d := range s.domains {
			if !yield("domain", d) {
				return
			}
		}
		for _, p := range s.phones {
			if !yield("phone", p) {
				return
			}
		}
		if !yield("sorted", s.name.sorted) || !yield("name", s.name.joined) || !yield("initials", s.name.initials()) ||
			len(s.name.joined) < 8 && !yield("initials", s.name.joined) {
			return
		}
		letters := []rune(s.name.joined)
		for i := range letters {
			if !yield("name", string(letters[:i])+string(letters[i+1:])) {
				return
			}
		}
		words := s.name.tokens
		for i, w := range words {
			if c.words[w] <= crowd && !yield("word", w) {
				return
			}
			for _, v := range words[i+1:] {
				if !yield("words", min(v, w)+" "+max(v, w)) {
					return
				}
			}
		}
	}
}
