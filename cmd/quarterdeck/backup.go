package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"quarterdeck/internal/fault"
	"quarterdeck/internal/schema"
)

type backupCommand struct {
	File string `arg:"" help:"The file to write."`
}

// Run writes the backup: the schema, every organisation, and the identities.
func (c *backupCommand) Run(ctx context.Context, sh *shell) error {
	if _, err := os.Stat(c.File); err == nil {
		return fault.New(fault.Conflict, fmt.Sprintf("%s exists already; a backup is not written over another file.", c.File))
	}
	return with(ctx, sh, func(h *house) error {
		if h.owner == "" {
			return errNoOwner
		}
		partial := c.File + ".partial"
		err := tool(ctx, sh, h, "pg_dump", "--format=custom", "--schema=app", "--schema=auth", "--schema=river", "--extension=*", "--file="+partial, "--dbname="+h.owner)
		if err != nil {
			os.Remove(partial)
			return err
		}
		if err := os.Rename(partial, c.File); err != nil {
			return err
		}
		fmt.Fprintf(sh.out, "The database is in %s.\n", c.File)
		return nil
	})
}

type restoreCommand struct {
	File string `arg:"" type:"existingfile" help:"A file that backup wrote."`
	Yes  bool   `help:"Replace what the database holds, without being asked."`
}

// Run puts the backup in place of what the database holds, all of it or nothing.
func (c *restoreCommand) Run(ctx context.Context, sh *shell) error {
	if !c.Yes {
		return fault.New(fault.Invalid, "This replaces everything in the database. Stop the server, and say --yes.")
	}
	return with(ctx, sh, func(h *house) error {
		if h.owner == "" {
			return errNoOwner
		}
		h.db.Close()
		if err := tool(ctx, sh, h, "pg_restore", "--clean", "--if-exists", "--single-transaction", "--exit-on-error", "--dbname="+h.owner, c.File); err != nil {
			return err
		}
		if _, err := schema.Prepare(ctx, h.owner); err != nil {
			return err
		}
		if err := schema.Migrate(ctx, h.owner); err != nil {
			return err
		}
		fmt.Fprintf(sh.out, "The database holds what %s held.\n", c.File)
		return nil
	})
}

var errNoOwner = fault.New(fault.Invalid, "Backups need the owner of the database: set QUARTERDECK_OWNER_URL.")

// tool runs one of Postgres's own programs, from beside the embedded server or from the path.
func tool(ctx context.Context, sh *shell, h *house, name string, args ...string) error {
	program := name
	if h.embedded != nil {
		if beside := filepath.Join(h.embedded.BinDir(), name); exists(beside) {
			program = beside
		}
	}
	if _, err := exec.LookPath(program); err != nil {
		return fault.New(fault.Invalid, fmt.Sprintf("%s is not installed here; it comes with Postgres (on Debian and Ubuntu: apt-get install postgresql-client).", name))
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdout, cmd.Stderr = sh.err, sh.err
	if err := cmd.Run(); err != nil {
		return fault.New(fault.Invalid, fmt.Sprintf("%s failed: %v. What it says stands above.", name, err))
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
