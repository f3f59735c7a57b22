package main

import (
	"context"
	"fmt"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/pgembed"
	"quarterdeck/internal/platform/schema"
	"quarterdeck/internal/platform/tenant"
)

// house is the opened database: the embedded one, or the one that the configuration names.
type house struct {
	db       *tenant.DB
	owner    string          // the administrator's connection string; empty where there is none
	embedded *pgembed.Server // nil with DATABASE_URL
}

// open starts or finds the database, brings its schema up to date where it may, and signs in as the application. Where
// it may not, an older schema is refused.
func open(ctx context.Context, sh *shell) (*house, error) {
	h, err := enter(ctx, sh)
	if err != nil || h.owner != "" {
		return h, err
	}
	if err := schema.Check(ctx, h.db.Pool()); err != nil {
		h.close(ctx)
		return nil, err
	}
	return h, nil
}

// enter does the same whatever the schema is.
func enter(ctx context.Context, sh *shell) (*house, error) {
	h := &house{}
	app, err := h.connect(ctx, sh)
	if err == nil {
		h.db, err = tenant.Open(ctx, app, time.Now)
	}
	if err != nil {
		h.close(ctx)
		return nil, err
	}
	return h, nil
}

// connect answers with the application's connection string.
func (h *house) connect(ctx context.Context, sh *shell) (string, error) {
	if err := h.find(ctx, sh); err != nil {
		return "", err
	}
	if h.owner == "" {
		return sh.config.DatabaseURL, nil
	}
	app, err := schema.Prepare(ctx, h.owner)
	if err != nil {
		return "", err
	}
	if sh.config.OwnerURL != "" && sh.config.DatabaseURL != "" && h.owner == sh.config.OwnerURL {
		app = sh.config.DatabaseURL
	}
	return app, schema.Migrate(ctx, h.owner)
}

// find settles which database it is and who its administrator is.
func (h *house) find(ctx context.Context, sh *shell) (err error) {
	switch {
	case sh.config.DatabaseURL == "":
		dir := sh.config.Data
		if dir == "" {
			dir = pgembed.DefaultDir(sh.getenv)
		}
		if h.embedded, err = pgembed.Start(ctx,
			pgembed.Config{Dir: dir, BinDir: sh.config.PgBin, Log: sh.log}); err != nil {
			return err
		}
		h.owner = h.embedded.URL()
	case sh.config.OwnerURL != "":
		h.owner = sh.config.OwnerURL
	default:
		privileged, err := schema.Privileged(ctx, sh.config.DatabaseURL)
		if err != nil {
			return fault.New(fault.Invalid, fmt.Sprintf("Cannot connect to the database in DATABASE_URL: %v", err))
		}
		if privileged { // it is used to prepare the database only; the application signs in as app_rw
			h.owner = sh.config.DatabaseURL
		}
	}
	return nil
}

// How long the embedded database may take to close: at leisure, or where somebody waits for the prompt. A database that
// was told to leave at once has lost nothing, and recovers with the next start.
const (
	leisure  = 30 * time.Second
	farewell = 800 * time.Millisecond
)

// close lets the connections go and stops the embedded database where this process started it. A connection that
// somebody does not let go of is not waited for, and where the command was told to end, neither is Postgres for long.
func (h *house) close(interrupted context.Context) {
	patience := leisure
	if interrupted.Err() != nil {
		patience = farewell
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if h.db != nil {
		closed := make(chan struct{})
		go func() { h.db.Close(); close(closed) }()
		select {
		case <-closed:
		case <-time.After(patience / 4):
		}
	}
	if h.embedded != nil {
		_ = h.embedded.Stop(ctx)
	}
}

// with opens the database for one command.
func with(ctx context.Context, sh *shell, fn func(*house) error) error {
	h, err := open(ctx, sh)
	if err != nil {
		return err
	}
	defer h.close(ctx)
	return fn(h)
}
