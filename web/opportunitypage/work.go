package opportunitypage

import (
	"context"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/attachment"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/qualification"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/record/task"
	"quarterdeck/web/page"
)

// work loads what somebody needs who works the opportunity: its notes, the stages, and what they can take back.
func (p *opportunityView) work(ctx context.Context, tx *tenant.Tx) (err error) {
	o, role := p.Opportunity, tx.Actor().Role
	if p.Notes, err = note.Of(ctx, tx, o.ID, p.Scope.AsOf, timeline); err != nil {
		return err
	}
	if p.Files, err = attachment.Load(ctx, tx, o.ID, p.Scope.AsOf, timeline); err != nil {
		return err
	}
	if err := p.tasks(ctx, tx); err != nil {
		return err
	}
	if p.Qualification, err = qualification.Load(ctx, tx, o.ID, p.Scope.AsOf); err != nil {
		return err
	}
	if p.Past, err = command.Past(ctx, tx, o.ID, p.Scope.AsOf); err != nil {
		return err
	}
	if p.Fields, err = customfield.List(ctx, tx, customfield.Opportunity, tx.Now()); err != nil {
		return err
	}
	p.Archived = o.DeletedAt != nil && opportunity.Archived(p.History)
	if p.Asked.Passed, err = command.Reasoned(ctx, tx, o.ID, p.Scope.Known); err != nil {
		return err
	}
	if !role.May(tenant.EditRecords) || !p.Scope.AsOf.IsZero() {
		return nil
	}
	p.Edits, p.Transfers = o.DeletedAt == nil, role.Reach() != tenant.Own
	p.InCRM = tx.Settings().KeptInCRM
	p.Locked = p.InCRM && o.ExternalID != ""
	p.Numbers = tx.Settings().Numbers
	if p.Stages, err = stage.At(ctx, tx, tx.Now()); err != nil {
		return err
	}
	if p.Sources, err = pipeline.Sources(ctx, tx, p.Scope); err != nil {
		return err
	}
	if p.Lists, err = picklist.At(ctx, tx, tx.Now()); err != nil {
		return err
	}
	p.Asked.Overrides = role.May(tenant.OverrideGates)
	if p.Asked.Rules, err = rule.At(ctx, tx, tx.Now()); err != nil {
		return err
	}
	p.Last, _, err = command.Last(ctx, tx, o.ID)
	return err
}

// tasks loads the open tasks about the opportunity and what happened to all of them.
func (p *opportunityView) tasks(ctx context.Context, tx *tenant.Tx) (err error) {
	about := audience.Record{Object: note.Opportunity, ID: p.Opportunity.ID}
	p.TaskEvents, err = task.Events(ctx, tx, about.ID, p.Scope.AsOf, timeline)
	if err != nil || !p.Scope.AsOf.IsZero() {
		return err
	}
	open, err := task.List(ctx, tx, task.Filter{Record: about, Limit: timeline})
	if err != nil {
		return err
	}
	p.Tasks, err = page.RecordTasks(ctx, tx, p.Where, about, open)
	return err
}
