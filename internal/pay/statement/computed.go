package statement

import (
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/fact"
)

// Computed is a run's result for a payee, before it is stored as a calculation of their statement.
type Computed struct {
	Payee    fact.Payee
	Currency money.Currency // of the statement, where there is none yet
	Inputs   []byte         // the bundle, as it is hashed
	Result   evidence.Result
	Text     []byte // the result, as it is hashed
	Problem  string // why it could not be calculated; empty: it could
}

// Origin is the run of a calculation and its as-of moment.
type Origin struct {
	RunID  uuid.UUID
	Period period.Period
	AsOf   time.Time
}
