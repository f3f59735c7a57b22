package statement

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/fact"
)

// Computed is what a run says of a payee, before it is kept as a calculation of their statement.
type Computed struct {
	Payee    fact.Payee
	Currency money.Currency // of the statement, where there is none yet
	Inputs   []byte         // the bundle, as it is hashed
	Result   evidence.Result
	Text     []byte // the result, as it is hashed
	Problem  string // why it could not be calculated; empty: it could
}

// Origin is the run that something was computed in, and the moment as of which it is calculated.
type Origin struct {
	RunID  uuid.UUID
	Period period.Period
	AsOf   time.Time
}
