// Package agenda gives the people of an imported demo tasks about their opportunities, attachments to them, and notes
// in which managers mention them.
package agenda

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/task"
)

// plan is what a rep has to do about the largest opportunities of the quarter, in this order.
var plan = []struct {
	title string
	in    period.Date // days from today
	cycle task.Cycle
}{
	{"Send the proposal", 0, task.Once},
	{"Call about the decision", 1, task.Once},
	{"Check the close plan", 4, task.Weekly},
}

// Fill adds the tasks and the notes. An organisation that has tasks, or had some, is left alone.
func Fill(ctx context.Context, db *tenant.DB, org tenant.Organisation) error {
	var roster *member.Roster
	err := db.View(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		there, err := tenant.Value[bool](ctx, tx,
			`SELECT EXISTS (SELECT 1 FROM app.tasks WHERE tenant_id = @tenant)`, nil)
		if err != nil || there {
			return err
		}
		roster, err = member.Load(ctx, tx, tx.Today(), time.Time{})
		return err
	})
	if err != nil || roster == nil {
		return wrapped(err)
	}
	for _, m := range roster.Members {
		if m.Role != tenant.Rep || !m.Active {
			continue
		}
		deals, err := planned(ctx, db, org, m)
		if err == nil && len(deals) > 0 {
			err = papers(ctx, db, org, m, deals[0])
		}
		if err == nil && len(deals) > 0 && m.ManagerID != nil {
			manager, _ := roster.Find(*m.ManagerID)
			err = mentioned(ctx, db, org, manager, m, deals[0])
		}
		if err != nil {
			return wrapped(err)
		}
	}
	return nil
}

func wrapped(err error) error {
	if err != nil {
		return fmt.Errorf("agenda: fill: %w", err)
	}
	return nil
}

// planned adds a rep's tasks, and answers with the opportunities that they are about.
func planned(ctx context.Context, db *tenant.DB, org tenant.Organisation,
	m member.Member) (ids []uuid.UUID, err error) {
	me := tenant.Actor{TenantID: org.TenantID, MemberID: m.ID, Role: m.Role}
	err = db.Update(ctx, me, func(tx *tenant.Tx) error {
		s, err := scope.Resolve(ctx, tx, scope.Request{})
		if err != nil {
			return err
		}
		board, err := pipeline.Load(ctx, tx, s,
			pipeline.Filter{InPeriod: true, Sort: pipeline.ByAmount, Limit: len(plan)})
		for i, r := range board.Rows {
			ids = append(ids, r.ID)
			due := task.Due{On: tx.Today() + plan[i].in, Zone: tx.Calendar().Location().String()}
			if _, _, err := task.Add(ctx, tx, task.New{Title: plan[i].title, Due: due, Cycle: plan[i].cycle,
				Record: audience.Record{Object: note.Opportunity, ID: r.ID}}); err != nil {
				return err
			}
		}
		return err
	})
	return ids, err
}

// mentioned has a manager ask about a rep's largest opportunity.
func mentioned(ctx context.Context, db *tenant.DB, org tenant.Organisation, manager, rep member.Member,
	about uuid.UUID) error {
	if manager.Role != tenant.Manager {
		return nil
	}
	by := tenant.Actor{TenantID: org.TenantID, MemberID: manager.ID, Role: manager.Role}
	return db.Update(ctx, by, func(tx *tenant.Tx) error {
		_, err := journal.Write(ctx, tx, journal.Record{Object: command.Opportunity, ID: about},
			"@"+rep.Name+" who signs here, and by when?")
		return err
	})
}
