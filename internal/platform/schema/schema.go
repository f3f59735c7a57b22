// Package schema brings a Postgres database to the shape that this version of Quarterdeck needs.
//
// It is the only place that signs in as a privileged role: it makes the two roles (app_owner, which owns the tables,
// and app_rw, which the application signs in as and which owns nothing) and runs the migrations as the owner.
package schema

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/base/fault"
)

// Floor is the oldest Postgres that the schema runs on, as server_version_num has it.
const Floor = 150000

// lockKey serialises Prepare across processes; the number itself means nothing.
const lockKey = 7236180

// Privileged tells whether a connection string signs in as a role that could see past row security.
func Privileged(ctx context.Context, dsn string) (bool, error) {
	conn, err := connect(ctx, dsn)
	if err != nil {
		return false, err
	}
	defer conn.Close(ctx)
	var privileged bool
	err = conn.QueryRow(ctx, `SELECT rolsuper OR rolbypassrls OR rolcreaterole OR EXISTS (
			SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = 'app' AND c.relowner = r.oid)
		FROM pg_roles r WHERE rolname = current_user`).Scan(&privileged)
	return privileged, err
}

// Prepare makes the roles and the schemas, and returns the connection string with which the application signs in as
// app_rw. It changes nothing on a database that is prepared already. dsn must sign in as a superuser.
func Prepare(ctx context.Context, dsn string) (string, error) {
	conn, err := connect(ctx, dsn)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	if err := checkVersion(ctx, conn); err != nil {
		return "", err
	}
	password, err := appPassword(conn.Config().Password)
	if err != nil {
		return "", err
	}
	app, err := signInAs(dsn, "app_rw", password)
	if err != nil {
		return "", err
	}
	statements := preparation(conn.Config().Database)
	// the roles are there, and shared by all databases of the server
	if other, err := pgx.Connect(ctx, app); err == nil {
		other.Close(ctx)
	} else {
		statements = append(roles(password), statements...)
	}
	return app, pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		for _, statement := range statements {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return fmt.Errorf("schema: prepare: %w", err)
			}
		}
		return nil
	})
}

func connect(ctx context.Context, dsn string) (*pgx.Conn, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, fmt.Errorf("schema: connect: %w", err)
	}
	return conn, nil
}

func checkVersion(ctx context.Context, conn *pgx.Conn) error {
	var version int
	if err := conn.QueryRow(ctx, `SELECT current_setting('server_version_num')::int`).Scan(&version); err != nil {
		return err
	}
	if version < Floor {
		return fault.New(fault.Invalid,
			fmt.Sprintf("Quarterdeck needs Postgres 15 or later; this server is %d.", version/10000))
	}
	return nil
}

// appPassword derives app_rw's password from the administrator's, so that every process that is given the same
// connection string signs in with the same one and none has to be stored. Without a password (trust) a random one does
// as well.
func appPassword(admin string) (string, error) {
	if admin == "" {
		b := make([]byte, 24)
		_, err := rand.Read(b)
		return hex.EncodeToString(b), err
	}
	mac := hmac.New(sha256.New, []byte(admin))
	mac.Write([]byte("quarterdeck app_rw"))
	return hex.EncodeToString(mac.Sum(nil)), nil
}

// roles makes the two roles, or gives app_rw another password after the administrator's has changed.
func roles(password string) []string {
	return []string{
		`DO $$ BEGIN
			IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'app_owner') THEN CREATE ROLE app_owner NOLOGIN BYPASSRLS; END IF;
			IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'app_rw') THEN CREATE ROLE app_rw LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE; END IF;
		END $$`,
		// The password is hexadecimal, so it needs no quoting.
		fmt.Sprintf(`ALTER ROLE app_rw PASSWORD '%s'`, password),
		`ALTER ROLE app_rw SET citus.propagate_set_commands = 'local'`,
	}
}

func preparation(database string) []string {
	return []string{
		fmt.Sprintf(`SELECT pg_advisory_xact_lock(%d)`, lockKey),
		`CREATE SCHEMA IF NOT EXISTS app AUTHORIZATION app_owner`,
		`CREATE SCHEMA IF NOT EXISTS auth AUTHORIZATION app_owner`,
		`CREATE SCHEMA IF NOT EXISTS river AUTHORIZATION app_owner`,
		`GRANT USAGE ON SCHEMA app, auth, river TO app_rw`,
		fmt.Sprintf(`GRANT CREATE ON DATABASE %s TO app_owner`, pgx.Identifier{database}.Sanitize()),
	}
}

// signInAs swaps the role and password of a connection string, in either of its forms.
func signInAs(dsn, role, password string) (string, error) {
	u, err := url.Parse(dsn)
	if err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql") {
		u.User = url.UserPassword(role, password)
		return u.String(), nil
	}
	if _, err := pgx.ParseConfig(dsn); err != nil {
		return "", fmt.Errorf("schema: connection string: %w", err)
	}
	return fmt.Sprintf("%s user=%s password=%s", dsn, role, password), nil // the last of two keys wins
}
