package importjob

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Cleared counts the values that the rows of a file emptied, by field, as JSON: an empty cell of a known record says
// that the source has nothing there any more.
type Cleared string

// Counts is the numbers by field.
func (c Cleared) Counts() map[string]int64 {
	counts := map[string]int64{}
	if c != "" {
		_ = json.Unmarshal([]byte(c), &counts) // only With writes it
	}
	return counts
}

// Total is how many values were emptied.
func (c Cleared) Total() (n int64) {
	for _, of := range c.Counts() {
		n += of
	}
	return n
}

// String lists the numbers for people: amount 3, next step 1.
func (c Cleared) String() string {
	counts := c.Counts()
	var said []string
	for _, field := range slices.Sorted(maps.Keys(counts)) {
		said = append(said, fmt.Sprintf("%s %d", strings.ReplaceAll(field, "_", " "), counts[field]))
	}
	return strings.Join(said, ", ")
}

// Plus adds the numbers of another.
func (c Cleared) Plus(other Cleared) Cleared {
	counts := c.Counts()
	for field, n := range other.Counts() {
		counts[field] += n
	}
	return cleared(counts)
}

// With counts the values that a row emptied.
func (c Cleared) With(fields []string) Cleared {
	if len(fields) == 0 {
		return c
	}
	counts := c.Counts()
	for _, field := range fields {
		counts[field]++
	}
	return cleared(counts)
}

func cleared(counts map[string]int64) Cleared {
	if len(counts) == 0 {
		return ""
	}
	body, err := json.Marshal(counts)
	if err != nil {
		panic(err) // texts and numbers always have a JSON form
	}
	return Cleared(body)
}
