// Command dump writes the schema that the migrations make, so that it can be read in one place:
//
//	go run ./internal/testdb/cluster go run ./internal/platform/schema/dump docs/schema.sql
package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/platform/pgembed"
	"quarterdeck/internal/platform/schema"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: dump FILE")
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

// run makes a database of its own on the server of the tests, and dumps it.
func run(ctx context.Context, file string) error {
	server := os.Getenv("QUARTERDECK_TEST_URL")
	dsn, err := makeDatabase(ctx, server)
	if err != nil {
		return err
	}
	if _, err := schema.Prepare(ctx, dsn); err != nil {
		return err
	}
	if err := schema.Migrate(ctx, dsn); err != nil {
		return err
	}
	bin, err := pgembed.FindBin(ctx, os.Getenv("QUARTERDECK_PG_BIN"), 0, "", nil)
	if err != nil {
		return err
	}
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "pg_dump"), "--schema-only", "--no-owner", "--schema=app",
		"--schema=auth", "--dbname="+dsn)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("pg_dump: %w: %s", err, errs.String())
	}
	return os.WriteFile(file, plain(out.Bytes()), 0o644)
}

// differs is what a dump says that depends on the version of Postgres and not on the schema.
var differs = regexp.MustCompile(`(?m)^(-- Dumped .*|SET .*|SELECT pg_catalog\.set_config.*|\\(un)?restrict .*|--)\n`)

var blank = regexp.MustCompile(`\n{3,}`)

func plain(dump []byte) []byte {
	dump = differs.ReplaceAll(dump, nil)
	return append([]byte("-- Written by make generate from the migrations; for reading.\n"),
		blank.ReplaceAll(dump, []byte("\n\n"))...)
}

func makeDatabase(ctx context.Context, server string) (string, error) {
	u, err := url.Parse(server)
	if err != nil || server == "" {
		return "", fmt.Errorf("run it under internal/testdb/cluster")
	}
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	for _, statement := range []string{`DROP DATABASE IF EXISTS qd_dump WITH (FORCE)`, `CREATE DATABASE qd_dump`} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return "", err
		}
	}
	u.Path = "/qd_dump"
	return u.String(), nil
}
