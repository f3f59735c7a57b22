// Command quarterdeck is the whole product in one binary: the web server, its workers, and the commands of its
// operators.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // organisations have time zones, and small containers have none

	"github.com/alecthomas/kong"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/config"
)

// commands is every subcommand; kong reads its help from the tags.
type commands struct {
	Serve      serveCommand      `cmd:"" help:"Run the web server and the workers."`
	Work       workCommand       `cmd:"" help:"Run the workers alone, beside web servers started with serve --no-work."`
	Migrate    migrateCommand    `cmd:"" help:"Bring the database to this version's schema."`
	Demo       demoCommand       `cmd:"" help:"Create the demo organisations, or write the demo as a CRM export."`
	Import     importCommand     `cmd:"" help:"Take records from the files of another system."`
	Org        orgCommand        `cmd:"" help:"Found organisations."`
	User       userCommand       `cmd:"" help:"Give people a sign-in, and shut or open their accounts."`
	Report     reportCommand     `cmd:"" help:"Answer questions about an organisation."`
	Forecast   forecastCommand   `cmd:"" help:"Forecast a period by every method, with the house model's range."`
	Backtest   backtestCommand   `cmd:"" help:"Hold every method against the organisation's own past."`
	Series     seriesCommand     `cmd:"" name:"timeseries" help:"Forecast any plain series from a CSV file; needs no database."`
	Commission commissionCommand `cmd:"" help:"Try, calculate and prove commissions."`
	Snapshot   snapshotCommand   `cmd:"" help:"Keep how the pipeline stood at the end of each day that is over."`
	Backup     backupCommand     `cmd:"" help:"Write the whole database to a file."`
	Restore    restoreCommand    `cmd:"" help:"Put a backup in place of the database's content."`
	Config     configCommand     `cmd:"" help:"List the configuration: every variable, its value and meaning."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
}

// shell is what a command works with: the configuration, where it writes, and where it reads.
type shell struct {
	config config.Config
	log    *slog.Logger
	in     io.Reader
	out    io.Writer
	err    io.Writer
	getenv func(string) string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	if err == nil {
		return
	}
	message := fault.Message(err)
	if message == "" {
		message = err.Error()
	}
	if !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "quarterdeck: "+message)
	}
	os.Exit(1)
}

// run parses the arguments and carries the command out.
func run(ctx context.Context, args []string, getenv func(string) string, in io.Reader, out, errs io.Writer) error {
	var c commands
	exited := false
	parser, err := kong.New(&c, kong.Name("quarterdeck"),
		kong.Description("The operating system of a sales organisation.\n\n"+examples), kong.Writers(out, errs),
		kong.Exit(func(int) { exited = true }), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		return err
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if exited {
		return nil
	}
	if err != nil {
		return fault.New(fault.Invalid, err.Error()+". See quarterdeck --help.")
	}
	settings, err := config.Load(getenv)
	if err != nil {
		return err
	}
	return parsed.Run(&shell{config: settings, log: settings.Logger(errs), in: in, out: out, err: errs, getenv: getenv})
}

const examples = `Examples:
  quarterdeck serve --demo
      a server on 127.0.0.1:8080 with its own database and the demo organisations
  quarterdeck org create --slug acme --name "Acme" --currency USD
  quarterdeck import salesforce ./export --org acme
  quarterdeck user add --org acme --email ann@acme.example --role admin --password-stdin <password.txt
  quarterdeck report bookings --org acme --as-of 2026-06-30 --json
  quarterdeck forecast --org acme --period 2026-Q4 --as-of 2026-11-20 --json
  quarterdeck backtest --org acme
  quarterdeck timeseries --file series.csv --horizon 18 --json`
