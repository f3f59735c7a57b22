package main

import (
	"context"
	"fmt"
	"quarterdeck/internal/pay/compensation"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

type planCommand struct {
	Check  planCheckCommand  `cmd:"" help:"Check a plan document. Needs no database."`
	Import planImportCommand `cmd:"" help:"Save a plan document as the newest version of the plan with its name, and publish it."`
	Assign planAssignCommand `cmd:"" help:"Assign a plan to a member."`
}

type planCheckCommand struct {
	File string `arg:"" help:"Plan document (JSON). Use - for standard input."`
}

// Run names every problem of a document.
func (c *planCheckCommand) Run(sh *shell) error {
	raw, err := content(c.File, sh.in)
	if err != nil {
		return err
	}
	d, err := plan.Parse(raw)
	if err != nil {
		return refusedDocument(c.File, err)
	}
	fmt.Fprintf(sh.out, "%s is a valid plan: %s, %d components, in effect from %s to %s (exclusive).\n", c.File, d.Name,
		len(d.Components), d.Effective.From, d.Effective.To-1)
	return nil
}

type planImportCommand struct {
	File  string `arg:"" help:"Plan document (JSON). Use - for standard input."`
	Org   string `required:"" help:"The organisation's short name, as in its web address /o/NAME."`
	Draft bool   `help:"Save without publishing."`
	Note  string `help:"What is new in this version."`
}

// Run saves and publishes a document.
func (c *planImportCommand) Run(ctx context.Context, sh *shell) error {
	raw, err := content(c.File, sh.in)
	if err != nil {
		return err
	}
	document, err := plan.Parse(raw)
	if err != nil {
		return refusedDocument(c.File, err)
	}
	return within(ctx, sh, c.Org, func(ctx context.Context, tx *tenant.Tx) error {
		v, err := compensation.Save(ctx, tx, document, c.Note)
		if err == nil && !c.Draft {
			err = compensation.Publish(ctx, tx, v.ID)
		}
		if err == nil {
			fmt.Fprintf(sh.out, "%s, version %d: %s\n", document.Name, v.Number, v.Hash)
		}
		return err
	})
}

type planAssignCommand struct {
	Org    string `required:"" help:"The organisation's short name, as in its web address /o/NAME."`
	Plan   string `required:"" help:"The plan's name."`
	Member string `required:"" help:"The member's e-mail address or CRM ID."`
	From   string `required:"" help:"First day, such as 2026-01-01."`
	To     string `help:"The day after the last day. Default: no end."`
}

// Run assigns a plan.
func (c *planAssignCommand) Run(ctx context.Context, sh *shell) error {
	a := compensation.Assignment{}
	for _, d := range []struct {
		text string
		to   *period.Date
	}{{c.From, &a.ValidFrom}, {c.To, &a.ValidTo}} {
		if d.text == "" {
			continue
		}
		day, err := period.ParseDate(d.text)
		if err != nil {
			return fault.New(fault.Invalid, d.text+" is not a date such as 2026-01-31.")
		}
		*d.to = day
	}
	return within(ctx, sh, c.Org, func(ctx context.Context, tx *tenant.Tx) error {
		plans, err := compensation.List(ctx, tx)
		if err != nil {
			return err
		}
		for _, p := range plans {
			if p.Name == c.Plan {
				a.PlanID = p.ID
			}
		}
		if a.PlanID == uuid.Nil {
			return fault.New(fault.NotFound, "There is no plan “"+c.Plan+"”.")
		}
		a.MemberID, err = member.ByEmail(ctx, tx, c.Member)
		if fault.KindOf(err) == fault.NotFound {
			a.MemberID, err = member.ByExternalID(ctx, tx, c.Member)
		}
		if err != nil {
			return err
		}
		return compensation.Assign(ctx, tx, a)
	})
}

// within runs fn as the system in an organisation, committed.
func within(ctx context.Context, sh *shell, org string, fn func(context.Context, *tenant.Tx) error) error {
	h, err := open(ctx, sh)
	if err != nil {
		return err
	}
	defer h.close(ctx)
	o, err := tenant.BySlug(ctx, h.db, org)
	if err != nil {
		return err
	}
	return h.db.Update(ctx, tenant.AsSystem(o.TenantID), func(tx *tenant.Tx) error { return fn(ctx, tx) })
}
