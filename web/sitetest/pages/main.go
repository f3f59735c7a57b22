// Command pages keeps every page of the demo as each role sees it, at one moment, so that the site before a refactoring
// can be compared with the site after it: run it on both, with the same data directory, and compare the folders with
// diff -r.
//
//	go run ./web/sitetest/pages -data DIR -now 2026-11-30T09:00:00Z -out before
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"quarterdeck/internal/platform/config"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/platform/pgembed"
	"quarterdeck/internal/platform/schema"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/work"
	"quarterdeck/web"
)

func main() {
	data := flag.String("data", "",
		"the data directory of a server that has made the demo and is stopped; it is copied, not changed")
	now := flag.String("now", "", "the moment at which all pages are asked for, as 2026-11-30T09:00:00Z")
	out := flag.String("out", "", "the folder to write, one file a page")
	flag.Parse()
	moment, err := time.Parse(time.RFC3339, *now)
	if err == nil && (*data == "" || *out == "") {
		err = errors.New("-data and -out are needed")
	}
	if err == nil {
		err = keep(context.Background(), *data, *out, moment)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1)
	}
}

// keep starts the site over a copy of the data and writes what it answers.
func keep(ctx context.Context, data, out string, moment time.Time) error {
	home, err := os.MkdirTemp("", "pages")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	if err := os.Chmod(home, 0o755); err != nil {
		return err
	}
	if err := exec.CommandContext(ctx, "cp", "-a", data, filepath.Join(home, "data")).Run(); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	postgres, err := pgembed.Start(ctx, pgembed.Config{Dir: filepath.Join(home, "data"), Log: log})
	if err != nil {
		return err
	}
	defer postgres.Stop(ctx)
	dsn, err := schema.Prepare(ctx, postgres.URL())
	if err != nil {
		return err
	}
	db, err := tenant.Open(ctx, dsn, func() time.Time { return moment })
	if err != nil {
		return err
	}
	defer db.Close()
	mailer, err := mail.New(mail.Config{Development: true}, db.Now)
	if err != nil {
		return err
	}
	jobs, err := work.NewInserter(db, log)
	if err != nil {
		return err
	}
	listener := httptest.NewUnstartedServer(nil)
	address := "http://" + listener.Listener.Addr().String()
	listener.Config.Handler = web.New(config.Config{Dev: true, TrustProxy: true, PublicURL: address}, db, mailer, jobs,
		log).Handler()
	listener.Start()
	defer listener.Close()
	for _, v := range visitors {
		if err := visit(ctx, address, filepath.Join(out, v.role), v); err != nil {
			return fmt.Errorf("%s: %w", v.role, err)
		}
	}
	return nil
}
