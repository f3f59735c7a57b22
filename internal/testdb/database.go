package testdb

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/platform/pgembed"
	"quarterdeck/internal/platform/schema"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/migrations"
)

// New makes a database for one test alone, with the schema, and returns the administrator's connection string to it.
func New(t testing.TB) string {
	t.Helper()
	ctx := context.Background()
	template, err := database(ctx, "qd_template_"+version())
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	b := make([]byte, 6)
	rand.Read(b)
	name := "qd_" + hex.EncodeToString(b)
	if err := admin(ctx, fmt.Sprintf(`CREATE DATABASE %s TEMPLATE %s`, name, nameOf(template))); err != nil {
		t.Fatalf("testdb: %v", err)
	}
	t.Cleanup(func() {
		if err := admin(context.Background(), fmt.Sprintf(`DROP DATABASE %s WITH (FORCE)`, name)); err != nil {
			t.Errorf("testdb: %v", err)
		}
	})
	return withName(template, name)
}

// Open opens a database that New made, as the application does.
func Open(t testing.TB, dsn string, now func() time.Time) *tenant.DB {
	t.Helper()
	app, err := schema.Prepare(t.Context(), dsn)
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	db, err := tenant.Open(t.Context(), app, now)
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	t.Cleanup(db.Close)
	return db
}

func sharedDatabase(ctx context.Context) (string, error) {
	dsn, err := database(ctx, "qd_shared_"+version())
	if err != nil {
		return "", err
	}
	return schema.Prepare(ctx, dsn)
}

// database makes the named database with the schema unless it is there; packages that start together make it once.
func database(ctx context.Context, name string) (string, error) {
	base, err := server()
	if err != nil {
		return "", err
	}
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock(hashtext('quarterdeck tests'))`); err != nil {
		return "", err
	}
	dsn := withName(base, name)
	var there bool
	if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`,
		name).Scan(&there); err != nil || there {
		return dsn, err
	}
	making := name + "_making"
	for _, statement := range []string{`DROP DATABASE IF EXISTS ` + making + ` WITH (FORCE)`,
		`CREATE DATABASE ` + making} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return "", err
		}
	}
	if _, err := schema.Prepare(ctx, withName(base, making)); err != nil {
		return "", err
	}
	if err := schema.Migrate(ctx, withName(base, making)); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, fmt.Sprintf(`ALTER DATABASE %s RENAME TO %s`, making, name))
	return dsn, err
}

func admin(ctx context.Context, statement string) error {
	base, err := server()
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

// version is a digest of the migrations, so that a changed migration gets a new database.
func version() string {
	h := sha256.New()
	names, _ := fs.Glob(migrations.FS, "*.sql")
	for _, name := range names {
		b, _ := fs.ReadFile(migrations.FS, name)
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil))[:10]
}

func withName(dsn, name string) string {
	u, err := url.Parse(dsn)
	if err != nil {
		return dsn
	}
	u.Path = "/" + name
	return u.String()
}

func nameOf(dsn string) string {
	u, _ := url.Parse(dsn)
	return u.Path[1:]
}

// startOwn starts a server in a folder that goes with the next test run, for this process to use until it ends.
func startOwn(ctx context.Context) (string, error) {
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), "qdtest-*"))
	for _, dir := range old {
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > time.Hour {
			os.RemoveAll(dir)
		}
	}
	dir, err := os.MkdirTemp("", "qdtest-")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // the server may run as another user
		return "", err
	}
	s, err := pgembed.Start(ctx, pgembed.Config{Dir: dir, Unsafe: true})
	if err != nil {
		return "", err
	}
	return s.URL(), nil
}
