// Package method has the people of an imported demo say what they know of their largest open opportunities, and puts
// some of their accounts below others.
package method

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/qualification"
)

// each is how many opportunities an owner has answered for.
const each = 3

// evidence is what somebody might have heard, by element.
var evidence = map[string]string{
	"metrics":           "They expect to close their books two days earlier.",
	"economic_buyer":    "Met the CFO on a call; she asked for the business case.",
	"decision_criteria": "Security review and price per seat.",
	"decision_process":  "Legal in week 2, signature by the CFO.",
	"identify_pain":     "Their present tool cannot show what changed.",
	"champion":          "Presented our numbers to the steering committee.",
	"competition":       "One other vendor; the pilot went better with us.",
}

// deal is an opportunity to answer for.
type deal struct {
	ID        uuid.UUID
	OwnerID   uuid.UUID
	AccountID uuid.UUID
	Sure      int64 // of winning, hundredths of a percent
}

// Fill answers, and groups accounts. An organisation in which somebody has answered already is left alone.
func Fill(ctx context.Context, db *tenant.DB, org tenant.Organisation) error {
	var deals []deal
	err := db.View(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) (err error) {
		deals, err = tenant.List[deal](ctx, tx, `SELECT id, owner_id, account_id, probability_bp::bigint AS sure
			FROM (SELECT o.*, row_number() OVER (PARTITION BY o.owner_id ORDER BY o.amount DESC NULLS LAST, o.id) AS n
				FROM app.opportunities o WHERE o.tenant_id = @tenant AND o.status = 'open' AND o.deleted_at IS NULL
				AND o.owner_id IS NOT NULL AND o.account_id IS NOT NULL) x
			WHERE n <= @each
			AND NOT EXISTS (SELECT 1 FROM app.qualification_answers q WHERE q.tenant_id = @tenant)
			ORDER BY owner_id, n`, tenant.Args{"each": each})
		return err
	})
	if err != nil {
		return fmt.Errorf("method: deals: %w", err)
	}
	before := db.At(db.Now().Add(-72 * time.Hour))
	for i, d := range deals {
		who := tenant.Actor{TenantID: org.TenantID, MemberID: d.OwnerID, Role: tenant.Rep}
		if err := before.Update(ctx, who, func(tx *tenant.Tx) error { return d.answer(ctx, tx, i) }); err != nil {
			return err
		}
		if i%each == 0 || deals[i-1].AccountID == d.AccountID || deals[i-1].OwnerID != d.OwnerID || i%2 == 0 {
			continue
		}
		above := deals[i-1].AccountID.String()
		if err := before.Update(ctx, who, func(tx *tenant.Tx) error {
			_, err := account.Set(ctx, tx, d.AccountID, []command.Wish{{Field: "parent", Want: &above}})
			return err
		}); err != nil && fault.KindOf(err) != fault.Invalid { // it is above that one already
			return err
		}
	}
	return nil
}

// answer says what the owner knows: the more, the surer they are of winning; two elements are not known.
func (d deal) answer(ctx context.Context, tx *tenant.Tx, n int) error {
	for i, e := range qualification.MEDDICC.Elements {
		if (i+n)%4 == 3 {
			continue
		}
		score := fmt.Sprint(min(qualification.Most, d.Sure/3000+int64((i+n)%2)))
		text, day := evidence[e.Key], tx.Today().String()
		wishes := []command.Wish{{Field: "score", Want: &score}, {Field: "evidence", Want: &text},
			{Field: "on", Want: &day}}
		if score == "0" {
			wishes = wishes[:1]
		}
		if _, err := qualification.Set(ctx, tx, d.ID, e.Key, wishes); err != nil {
			return err
		}
	}
	return nil
}
