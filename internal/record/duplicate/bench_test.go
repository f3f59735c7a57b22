package duplicate_test

import (
	"testing"

	"quarterdeck/internal/record/duplicate"
)

// BenchmarkFind compares 100,000 accounts, of which 1,000 are there twice.
func BenchmarkFind(b *testing.B) {
	w := made(1, 100_000, 1000, true, true)
	b.ReportAllocs()
	for b.Loop() {
		duplicate.Find(w.records)
	}
}

// BenchmarkFindPeople compares 100,000 contacts, of which 1,000 are there twice.
func BenchmarkFindPeople(b *testing.B) {
	c := crowded(1, 100_000, 1000)
	b.ReportAllocs()
	for b.Loop() {
		duplicate.FindPeople(c.people)
	}
}
