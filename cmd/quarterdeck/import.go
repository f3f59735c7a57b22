package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/work"
)

type importCommand struct {
	Salesforce salesforceCommand `cmd:"" help:"Import a Salesforce export: a folder of CSV files named after its objects."`
	CSV        csvCommand        `cmd:"" help:"Import any CSV files with a mapping file."`
}

// importFlags are what both kinds of import take.
type importFlags struct {
	Dir     string `arg:"" type:"existingdir" help:"The folder that contains the files."`
	Org     string `required:"" help:"The organisation's short name, as in its web address /o/NAME."`
	DryRun  bool   `help:"Report what the import would do, without changing anything."`
	Choices string `help:"JSON file with the meaning of values and the format of each file (docs/imports.md)."`
	JSON    bool   `help:"Print the result as JSON."`
}

type salesforceCommand struct{ importFlags }

// Run imports the folder.
func (c *salesforceCommand) Run(ctx context.Context, sh *shell) error {
	return c.run(ctx, sh, importjob.Request{Format: importjob.Salesforce})
}

type csvCommand struct {
	importFlags
	Mapping string `required:"" help:"The mapping file, or maven-crm for the built-in example."`
}

// Run imports the folder by the mapping.
func (c *csvCommand) Run(ctx context.Context, sh *shell) error {
	form := mapping.MavenCRM
	if c.Mapping != "maven-crm" {
		var err error
		if form, err = os.ReadFile(c.Mapping); err != nil {
			return fault.New(fault.Invalid, fmt.Sprintf("Cannot read the mapping file: %v.", err))
		}
	}
	return c.run(ctx, sh, importjob.Request{Format: importjob.CSV, Mapping: form})
}

func (c *importFlags) run(ctx context.Context, sh *shell, r importjob.Request) error {
	files, err := source.FromDir(c.Dir)
	if err != nil {
		return err
	}
	r.Origin, r.DryRun = filepath.Base(c.Dir), c.DryRun
	if r.Choices, err = c.choices(); err != nil {
		return err
	}
	return with(ctx, sh, func(h *house) error {
		org, err := tenant.BySlug(ctx, h.db, c.Org)
		if fault.KindOf(err) == fault.NotFound && err != nil {
			return fault.New(fault.NotFound,
				fmt.Sprintf("There is no organisation %q. Create it first: quarterdeck org create --slug %s --name "+
					"… --currency …", c.Org, c.Org))
		}
		if err != nil {
			return err
		}
		id, err := take(ctx, h.db, org, r, files, progressTo(sh))
		if err != nil {
			return err
		}
		return c.report(ctx, sh, h.db, org, id)
	})
}

// choices reads the file of choices, where one is named.
func (c *importFlags) choices() (*mapping.Choices, error) {
	if c.Choices == "" {
		return nil, nil
	}
	body, err := os.ReadFile(c.Choices)
	if err != nil {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("Cannot read the choices file: %v.", err))
	}
	return mapping.ParseChoices(body)
}

// take does a whole import in this process.
func take(ctx context.Context, db *tenant.DB, org tenant.Organisation, r importjob.Request, files fs.FS,
	progress func(importjob.Progress)) (uuid.UUID, error) {
	actor := tenant.AsSystem(org.TenantID)
	var id uuid.UUID
	err := db.Update(ctx, actor, func(tx *tenant.Tx) (err error) {
		id, err = importjob.Start(ctx, tx, r)
		return err
	})
	if err != nil {
		return id, err
	}
	if err := importer.Run(ctx, db, actor, id, files, progress); err != nil || r.DryRun {
		return id, err
	}
	return id, work.AfterImport(ctx, db, org.TenantID, id)
}

// outcome is what --json prints of an import.
type outcome struct {
	Import  uuid.UUID          `json:"import"`
	DryRun  bool               `json:"dry_run"`
	Changed bool               `json:"changed"`
	Objects []importjob.Object `json:"objects"`
	Notes   []string           `json:"notes"`
}

func (c *importFlags) report(ctx context.Context, sh *shell, db *tenant.DB, org tenant.Organisation,
	id uuid.UUID) error {
	o := outcome{Import: id, DryRun: c.DryRun}
	err := db.View(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		im, err := importjob.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		o.Notes = im.Notes
		o.Objects, err = importjob.Objects(ctx, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	for _, object := range o.Objects {
		o.Changed = o.Changed || object.Added+object.Changed > 0
	}
	if c.JSON {
		return json.NewEncoder(sh.out).Encode(o)
	}
	return o.print(sh)
}

func (o outcome) print(sh *shell) error {
	table := tabwriter.NewWriter(sh.out, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "Object\tRows\tAdded\tChanged\tUnchanged\tRejected\tOlder\tEmptied\tFlagged\t")
	for _, r := range o.Objects {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n",
			r.Object, r.Read, r.Added, r.Changed, r.Unchanged, r.Refused, r.Older, r.Cleared.Total(), r.Flagged)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, note := range o.Notes {
		fmt.Fprintln(sh.out, "·", note)
	}
	switch {
	case o.DryRun:
		fmt.Fprintln(sh.out, "Dry run: nothing was changed.")
	}
	return nil
}

// progressTo prints a line whenever an object is finished.
func progressTo(sh *shell) func(importjob.Progress) {
	last := ""
	return func(p importjob.Progress) {
		if p.Object.Object != last {
			last = p.Object.Object
			fmt.Fprintf(sh.err, "reading %s …\n", last)
		}
	}
}
