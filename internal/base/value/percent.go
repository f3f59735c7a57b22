package value

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

var hundred = decimal.NewFromInt(100)

// Percent reads a share from 0 to 100 percent into hundredths of a percent. Where the file writes fractions 0.6 is 60
// %; a number with a percent sign is one in any file. exact is false where it was rounded.
func Percent(text string, mark Mark, fractions bool) (bp int, exact bool, err error) {
	body, signed := strings.CutSuffix(strings.TrimSpace(text), "%")
	d, err := Number(strings.TrimSpace(body), mark)
	if err != nil {
		return 0, false, err
	}
	if d = d.Mul(hundred); fractions && !signed {
		d = d.Mul(hundred)
	}
	if d.IsNegative() || d.GreaterThan(decimal.NewFromInt(10000)) {
		return 0, false, fmt.Errorf("%s is not a percentage from 0 to 100", quoted(text))
	}
	return int(d.Round(0).IntPart()), d.IsInteger(), nil
}
