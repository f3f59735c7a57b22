package forecast

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
)

// Lock records that a period is closed to calls and adjustments, or reopened, from a moment on, with the reason.
type Lock struct {
	ID       uuid.UUID
	Locked   bool
	Reason   string
	KnownAt  time.Time
	MemberID *uuid.UUID
}

// LockOf is the lock of a period at a moment; nil if it was open.
func LockOf(ctx context.Context, tx *tenant.Tx, p period.Period, at time.Time) (*Lock, error) {
	history, err := locks(ctx, tx, p, at)
	if err != nil || len(history) == 0 || !history[0].Locked {
		return nil, err
	}
	return &history[0], nil
}

// Locks lists when a period was closed and opened, newest first.
func Locks(ctx context.Context, tx *tenant.Tx, p period.Period) ([]Lock, error) {
	return locks(ctx, tx, p, farFuture)
}

func locks(ctx context.Context, tx *tenant.Tx, p period.Period, at time.Time) ([]Lock, error) {
	found, err := tenant.List[Lock](ctx, tx, `SELECT id, locked, reason, known_at, member_id FROM app.forecast_locks
		WHERE tenant_id = @tenant AND starts_on = @from AND ends_on = @to AND known_at <= @at
		ORDER BY known_at DESC, id DESC`,
		tenant.Args{"from": p.Start, "to": p.End, "at": at})
	if err != nil {
		return nil, fmt.Errorf("forecast: locks: %w", err)
	}
	return found, nil
}

// Close closes a period to calls and adjustments and saves the sheet of that moment. A closed period is a Conflict.
func Close(ctx context.Context, tx *tenant.Tx, p period.Period, reason string) error {
	id, err := turn(ctx, tx, p, true, reason)
	if err != nil {
		return err
	}
	s, err := scope.Resolve(ctx, tx, scope.Request{Period: p.Key})
	if err != nil {
		return err
	}
	sheet, err := Load(ctx, tx, s)
	if err != nil {
		return err
	}
	body, err := json.Marshal(sheet.rows())
	if err != nil {
		return fmt.Errorf("forecast: close: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.forecast_cutoffs (tenant_id, id, sheet, taken_at)
		VALUES (@tenant, @id, @sheet, @now)`,
		tenant.Args{"id": id, "sheet": string(body), "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("forecast: close: %w", err)
	}
	return nil
}

// Reopen allows calls and adjustments again. The saved sheet stays.
func Reopen(ctx context.Context, tx *tenant.Tx, p period.Period, reason string) error {
	_, err := turn(ctx, tx, p, false, reason)
	return err
}

func turn(ctx context.Context, tx *tenant.Tx, p period.Period, shut bool, reason string) (uuid.UUID, error) {
	id := uuid.Must(uuid.NewV7())
	if err := tx.Require(tenant.ManageForecast); err != nil {
		return id, err
	}
	if reason = strings.TrimSpace(reason); reason == "" || utf8.RuneCountInString(reason) > longestNote {
		return id, fault.On("reason", "Say why in a few words: the reason stays with the period.")
	}
	// Whoever is about to submit holds the row shared (open): after this, nobody does who has not seen the lock.
	if _, err := tx.Exec(ctx, `SELECT 1 FROM app.tenants WHERE tenant_id = @tenant FOR NO KEY UPDATE`,
		nil); err != nil {
		return id, fmt.Errorf("forecast: close: %w", err)
	}
	held, err := LockOf(ctx, tx, p, farFuture)
	if err != nil {
		return id, err
	}
	if (held != nil) == shut {
		return id, fault.New(fault.Conflict,
			p.Label+map[bool]string{true: " is closed already.", false: " is open already."}[shut])
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.forecast_locks (tenant_id, id, starts_on, ends_on, locked, reason, known_at,
			member_id)
		VALUES (@tenant, @id, @from, @to, @locked, @reason, @now, @me)`,
		tenant.Args{"id": id, "from": p.Start, "to": p.End, "locked": shut, "reason": reason, "now": tx.Now(),
			"me": tx.By()})
	if err != nil {
		return id, fmt.Errorf("forecast: close: %w", err)
	}
	return id, audit.Record(ctx, tx, map[bool]string{true: "closed", false: "opened"}[shut], "forecast", p.Key,
		map[string]string{"reason": reason})
}

// open answers Conflict where the period is closed, and keeps it from being closed until the transaction ends.
func open(ctx context.Context, tx *tenant.Tx, p period.Period) error {
	if _, err := tx.Exec(ctx, `SELECT 1 FROM app.tenants WHERE tenant_id = @tenant FOR SHARE`, nil); err != nil {
		return fmt.Errorf("forecast: open: %w", err)
	}
	held, err := LockOf(ctx, tx, p, farFuture)
	if err != nil || held == nil {
		return err
	}
	return fault.New(fault.Conflict,
		fmt.Sprintf("%s is closed (%s): its calls and adjustments can no longer change. Ask sales "+
			"operations to open it again.", p.Label, held.Reason))
}

// Kept is one row of a saved sheet, with amounts in minor units of the base currency of that time.
type Kept struct {
	MemberID uuid.UUID      `json:"member_id"`
	Name     string         `json:"name"`
	Depth    int            `json:"depth"` // 0 is the top
	Quota    int64          `json:"quota"`
	Gross    Sums           `json:"gross"`
	Called   map[Line]int64 `json:"called"`
	Adjusted map[Line]int64 `json:"judged"`
	Final    map[Line]int64 `json:"final"`
}

// Cutoff is the sheet saved when a period was closed, from the top. NotFound if there is no such lock. It is for people
// who see everybody, because it contains everybody's adjustments.
func Cutoff(ctx context.Context, tx *tenant.Tx, lockID uuid.UUID) ([]Kept, error) {
	if _, all := tx.Visible(); !all {
		return nil, fault.New(fault.NotFound, "There is no such sheet, or you have no access to it.")
	}
	body, err := tenant.Value[[]byte](ctx, tx, `SELECT sheet FROM app.forecast_cutoffs
		WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": lockID})
	if err != nil {
		return nil, fmt.Errorf("forecast: cutoff: %w", err)
	}
	var rows []Kept
	if err := json.Unmarshal(body, &rows); err != nil {
		return nil, fmt.Errorf("forecast: cutoff: %w", err)
	}
	return rows, nil
}

// rows is the sheet as it is kept.
func (s Sheet) rows() []Kept {
	var rows []Kept
	var visit func(*Node, int)
	visit = func(n *Node, depth int) {
		k := Kept{MemberID: n.Member.ID, Name: n.Member.Name, Depth: depth, Quota: n.Quota, Gross: n.Gross,
			Called: map[Line]int64{}, Adjusted: map[Line]int64{}, Final: map[Line]int64{}}
		for _, l := range Lines {
			if called, ok := n.Called[l]; ok {
				k.Called[l] = called.Amount
			}
			if a, ok := n.Adjustments[l]; ok {
				k.Adjusted[l] = *a.Amount
			}
			k.Final[l] = n.Final(l)
		}
		rows = append(rows, k)
		for _, child := range n.Children {
			visit(child, depth+1)
		}
	}
	visit(s.Root, 0)
	return rows
}
