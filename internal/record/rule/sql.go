package rule

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

const columns = `id, rule_id, at, member_id, kind, stage, any_term, terms, message, warns, imports, starts_on, retired`

// At lists the rules as an organisation asked them at a moment, retired ones too: gates by stage, then validation rules
// in the order in which they were made.
func At(ctx context.Context, tx *tenant.Tx, at time.Time) ([]Rule, error) {
	all, err := tenant.List[Rule](ctx, tx, `SELECT `+columns+` FROM (SELECT DISTINCT ON (r.rule_id) r.*
			FROM app.rules r WHERE r.tenant_id = @tenant AND r.at <= @at ORDER BY r.rule_id, r.at DESC, r.id DESC) n
		WHERE n.tenant_id = @tenant ORDER BY n.kind DESC, n.stage, n.rule_id`, tenant.Args{"at": at})
	if err != nil {
		return nil, fmt.Errorf("rule: at: %w", err)
	}
	return all, nil
}

// Versions lists the versions of a rule, newest first. One that nobody made is NotFound.
func Versions(ctx context.Context, tx *tenant.Tx, id uuid.UUID) ([]Rule, error) {
	all, err := tenant.List[Rule](ctx, tx, `SELECT `+columns+` FROM app.rules
		WHERE tenant_id = @tenant AND rule_id = @id ORDER BY at DESC, id DESC`, tenant.Args{"id": id})
	if err != nil {
		return nil, fmt.Errorf("rule: versions: %w", err)
	}
	if len(all) == 0 {
		return nil, fault.New(fault.NotFound, "")
	}
	return all, nil
}

// GateID is the key of the gate of a stage, so that a stage has one.
func GateID(stage string) uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceOID, []byte("gate "+stage)) }

// Save makes a version of a rule that counts from now on. Saw is the version that the person changed; uuid.Nil: there
// was none. Somebody else's version since then is a Conflict.
func Save(ctx context.Context, tx *tenant.Tx, r Rule, saw uuid.UUID) (uuid.UUID, error) {
	if err := tx.Require(tenant.ShapePipeline); err != nil {
		return uuid.Nil, err
	}
	if r.Kind == Gate {
		r.RuleID = GateID(r.Stage)
	}
	if r.RuleID == uuid.Nil {
		r.RuleID = uuid.Must(uuid.NewV7())
	}
	if r.StartsOn.IsZero() {
		r.StartsOn = tx.Today()
	}
	if err := r.valid(); err != nil {
		return r.RuleID, err
	}
	return r.RuleID, r.append(ctx, tx, saw)
}

// Back makes the version before the newest one count again.
func Back(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	if err := tx.Require(tenant.ShapePipeline); err != nil {
		return err
	}
	all, err := Versions(ctx, tx, id)
	if err != nil {
		return err
	}
	before := all[0]
	if before.Retired = !before.Retired; len(all) > 1 {
		before = all[1]
	}
	return before.append(ctx, tx, all[0].ID)
}

// Newest is the version of a rule that counts; uuid.Nil: nobody made one.
func Newest(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	newest, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT id FROM app.rules
		WHERE tenant_id = @tenant AND rule_id = @id ORDER BY at DESC, id DESC LIMIT 1`, tenant.Args{"id": id})
	if err != nil {
		return uuid.Nil, fmt.Errorf("rule: newest: %w", err)
	}
	if len(newest) == 0 {
		return uuid.Nil, nil
	}
	return newest[0], nil
}

// append writes a version, and who made it into the audit log.
func (r Rule) append(ctx context.Context, tx *tenant.Tx, saw uuid.UUID) error {
	if err := tx.Alone(ctx, tenant.ShapeProcess); err != nil {
		return err
	}
	newest, err := Newest(ctx, tx, r.RuleID)
	if err != nil {
		return err
	}
	if newest != uuid.Nil && newest != saw {
		return fault.New(fault.Conflict,
			"Somebody changed this since you opened the page. Check it again before you save.")
	}
	terms, err := json.Marshal(r.Terms)
	if err != nil {
		return fmt.Errorf("rule: save: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.rules (tenant_id, `+columns+`) VALUES (@tenant, @id, @rule, @at, @member,
			@kind, @stage, @any, @terms::jsonb, @message, @warns, @imports, @starts_on, @retired)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "rule": r.RuleID, "at": tx.Now(), "member": tx.By(),
			"kind": string(r.Kind), "stage": r.Stage, "any": r.Any, "terms": string(terms), "message": r.Message,
			"warns": r.Warns, "imports": r.Imports, "starts_on": r.StartsOn, "retired": r.Retired})
	if err != nil {
		return fmt.Errorf("rule: save: %w", err)
	}
	what, action := "validation rule", "set"
	if r.Kind == Gate {
		what = "exit criteria"
	}
	if r.Retired {
		action = "retired"
	}
	return audit.Record(ctx, tx, action, what, r.RuleID.String(), map[string]string{"stage": r.Stage,
		"condition": r.Condition(plain), "message": r.Message})
}

// mostTerms is how many terms a rule can have.
const mostTerms = 12

// valid refuses a rule that asks nothing, or does not say what is wrong.
func (r Rule) valid() error {
	if len(r.Terms) == 0 && !r.Retired {
		return fault.On("field", "Choose at least one condition.")
	}
	if len(r.Terms) > mostTerms {
		return fault.On("field", fmt.Sprintf("A rule can have at most %d conditions.", mostTerms))
	}
	for _, t := range r.Terms {
		if err := t.Valid(); err != nil {
			return err
		}
	}
	if r.Kind == Check && r.Message == "" {
		return fault.On("message", "Write what the person should do, for example “Enter a close date first.”")
	}
	if r.Kind == Gate && r.Stage == "" {
		return fault.On("stage", "Choose a stage.")
	}
	return fault.Within("message", r.Message, 300)
}
