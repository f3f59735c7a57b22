package ui

import "strconv"

// figure writes a number for an attribute.
func figure(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
