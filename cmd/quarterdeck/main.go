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
	Serve      serveCommand      `cmd:"" help:"Run the web server and the background workers."`
	Work       workCommand       `cmd:"" help:"Run only the background workers, next to web servers started with serve --no-work."`
	Migrate    migrateCommand    `cmd:"" help:"Update the database schema to this version."`
	Demo       demoCommand       `cmd:"" help:"Create the demo organisations, or export the demo as CRM files."`
	Import     importCommand     `cmd:"" help:"Import records from CRM files."`
	Org        orgCommand        `cmd:"" help:"Create organisations."`
	User       userCommand       `cmd:"" help:"Add users, and disable or enable their accounts."`
	Report     reportCommand     `cmd:"" help:"Print reports about an organisation."`
	Quality    qualityCommand    `cmd:"" help:"Measure data quality, and find duplicate accounts."`
	Forecast   forecastCommand   `cmd:"" help:"Forecast a period with every method, with the Quarterdeck model's range."`
	Backtest   backtestCommand   `cmd:"" help:"Measure how accurate each forecast method was in past periods."`
	Series     seriesCommand     `cmd:"" name:"timeseries" help:"Forecast any time series from a CSV file. Needs no database."`
	Commission commissionCommand `cmd:"" help:"Simulate, calculate and verify commissions."`
	Snapshot   snapshotCommand   `cmd:"" help:"Store pipeline figures for each past day."`
	Backup     backupCommand     `cmd:"" help:"Back up the database to a file."`
	Restore    restoreCommand    `cmd:"" help:"Replace the database with a backup."`
	Config     configCommand     `cmd:"" help:"List every configuration variable with its value and meaning."`
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
      start a server on 127.0.0.1:8080 with its own database and demo data
  quarterdeck org create --slug acme --name "Acme" --currency USD
  quarterdeck import salesforce ./export --org acme
  quarterdeck user add --org acme --email ann@acme.example --role admin --password-stdin <password.txt
  quarterdeck report bookings --org acme --as-of 2026-06-30 --json
  quarterdeck forecast --org acme --period 2026-Q4 --as-of 2026-11-20 --json
  quarterdeck backtest --org acme
  quarterdeck timeseries --file series.csv --horizon 18 --json`
