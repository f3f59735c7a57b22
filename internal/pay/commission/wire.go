package commission

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/shopspring/decimal"
)

// digest tells two events of one key apart. It is over every field, each with its length, so that nothing can be
// shifted from one into the next; a run makes one of each event, so it is not made by way of JSON.
func (e *Event) digest() string {
	b := make([]byte, 0, 256)
	text := func(s string) {
		b = strconv.AppendInt(b, int64(len(s)), 10)
		b = append(append(b, ':'), s...)
	}
	number := func(d *decimal.Decimal) {
		if d == nil {
			b = append(b, '-')
			return
		}
		text(d.String())
	}
	for _, s := range []string{e.ID, e.Opportunity, e.Member, string(e.Kind), e.Type, e.Source, e.Segment,
		e.Territory} {
		text(s)
	}
	for _, d := range []*decimal.Decimal{e.Amount, e.ARR, e.Margin, e.Credit} {
		number(d)
	}
	b = strconv.AppendInt(append(b, '|'), int64(e.On), 10)
	b = strconv.AppendInt(append(b, '|'), int64(e.TermMonths), 10)
	b = strconv.AppendBool(append(b, '|'), e.Overlay)
	for _, p := range e.Products {
		text(p)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}
