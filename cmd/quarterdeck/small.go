package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"

	"quarterdeck/internal/base/fault"
)

type migrateCommand struct{}

// Run brings the schema up to date, which opening the database does.
func (*migrateCommand) Run(ctx context.Context, sh *shell) error {
	h, err := enter(ctx, sh)
	if err != nil {
		return err
	}
	defer h.close(ctx)
	if h.owner == "" {
		return fault.New(fault.Invalid, "Migrations need the database administrator's connection string. Set "+
			"QUARTERDECK_OWNER_URL.")
	}
	fmt.Fprintln(sh.out, "The schema is up to date.")
	return nil
}

type configCommand struct{}

// Run lists the configuration.
func (*configCommand) Run(sh *shell) error { return sh.config.Print(sh.out) }

type versionCommand struct {
	JSON bool `help:"Print the result as JSON."`
}

// version is set by the linker for a release.
var version = "development"

// Run prints the version.
func (c *versionCommand) Run(sh *shell) error {
	built := "unknown Go"
	if info, ok := debug.ReadBuildInfo(); ok {
		built = info.GoVersion
	}
	if c.JSON {
		return json.NewEncoder(sh.out).Encode(map[string]string{"version": version, "go": built})
	}
	_, err := fmt.Fprintf(sh.out, "quarterdeck %s (%s)\n", version, built)
	return err
}
