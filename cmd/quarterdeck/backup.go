package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/schema"
)

type backupCommand struct {
	File string `arg:"" help:"The file to write."`
}

// Run writes the backup: the schema, every organisation, and the identities.
func (c *backupCommand) Run(ctx context.Context, sh *shell) error {
	if _, err := os.Stat(c.File); err == nil {
		return fault.New(fault.Conflict, fmt.Sprintf("%s already exists. Choose another file name: a backup never "+
			"overwrites a file.",
			c.File))
	}
	return with(ctx, sh, func(h *house) error {
		if h.owner == "" {
			return errNoOwner
		}
		if err := c.dump(ctx, sh, h); err != nil {
			return err
		}
		fmt.Fprintf(sh.out, "Backup written to %s.\n", c.File)
		return nil
	})
}

// dump writes to a file of its own, which only its owner may read, and gives it its name once it is whole.
func (c *backupCommand) dump(ctx context.Context, sh *shell, h *house) error {
	partial := c.File + ".partial"
	file, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fault.New(fault.Invalid, fmt.Sprintf("Could not write the backup: %v.", err))
	}
	err = tool(ctx, sh, h, file, "pg_dump", "--format=custom", "--schema=app", "--schema=auth", "--schema=river",
		"--extension=*")
	if err = errors.Join(err, file.Close()); err != nil {
		os.Remove(partial)
		return err
	}
	return os.Rename(partial, c.File)
}

type restoreCommand struct {
	File string `arg:"" type:"existingfile" help:"A file written by quarterdeck backup."`
	Yes  bool   `help:"Replace everything in the database without asking."`
}

// Run puts the backup in place of what the database holds, all of it or nothing.
func (c *restoreCommand) Run(ctx context.Context, sh *shell) error {
	if !c.Yes {
		return fault.New(fault.Invalid, "This replaces everything in the database. Stop the server, then run the "+
			"command again with --yes.")
	}
	return with(ctx, sh, func(h *house) error {
		if h.owner == "" {
			return errNoOwner
		}
		h.db.Close()
		if err := tool(ctx, sh, h, sh.err, "pg_restore", "--clean", "--if-exists", "--single-transaction",
			"--exit-on-error", c.File); err != nil {
			return err
		}
		if _, err := schema.Prepare(ctx, h.owner); err != nil {
			return err
		}
		if err := schema.Migrate(ctx, h.owner); err != nil {
			return err
		}
		fmt.Fprintf(sh.out, "Database restored from %s.\n", c.File)
		return nil
	})
}

var errNoOwner = fault.New(fault.Invalid, "Backup and restore need the database owner's connection string. Set "+
	"QUARTERDECK_OWNER_URL.")

// tool runs one of Postgres's own programs, from beside the embedded server or from the path. It learns the password
// from its environment, for everybody on the machine can read its arguments.
func tool(ctx context.Context, sh *shell, h *house, out io.Writer, name string, args ...string) error {
	program := name
	if h.embedded != nil {
		if beside := filepath.Join(h.embedded.BinDir(), name); exists(beside) {
			program = beside
		}
	}
	if _, err := exec.LookPath(program); err != nil {
		return fault.New(fault.Invalid,
			fmt.Sprintf("%s is not installed. It is part of the Postgres client (Debian and Ubuntu: apt-get install "+
				"postgresql-client).", name))
	}
	database, password, err := withoutPassword(h.owner)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, append([]string{"--dbname=" + database}, args...)...)
	cmd.Env = append(os.Environ(), "PGPASSWORD="+password)
	cmd.Stdout, cmd.Stderr = out, sh.err
	if err := cmd.Run(); err != nil {
		return fault.New(fault.Invalid, fmt.Sprintf("%s failed: %v. Its output is above.", name, err))
	}
	return nil
}

// withoutPassword takes the password out of a connection string.
func withoutPassword(dsn string) (rest, password string, err error) {
	at, err := pgx.ParseConfig(dsn)
	if err != nil {
		return "", "", err
	}
	if u, err := url.Parse(dsn); err == nil && u.Host+u.Path != "" && u.Scheme != "" {
		u.User = url.User(at.User)
		return u.String(), at.Password, nil
	}
	return strings.ReplaceAll(dsn, "password="+at.Password, ""), at.Password, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
