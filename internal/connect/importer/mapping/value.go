package mapping

import (
	"fmt"

	"quarterdeck/internal/base/value"
)

// ParsePercent reads 20, 20.5 or 20 % of a mapping file into hundredths of a percent.
func ParsePercent(s string) (int, error) {
	bp, exact, err := value.Percent(s, value.Point, false)
	if err == nil && !exact {
		err = fmt.Errorf("%q has more than two decimals", s)
	}
	return bp, err
}

// Fold is a name without what people write differently.
func Fold(name string) string { return value.Fold(name) }
