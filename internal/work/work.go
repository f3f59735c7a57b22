// Package work does what takes longer than a request: imports, mails and the daily snapshots, as jobs in the same database.
//
// A job is inserted in the transaction that causes it, so that neither is there without the other. Its arguments are keys
// and nothing else; what it is about is read again under row security. River runs the jobs and starts them again where a
// machine stopped in the middle.
package work

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"quarterdeck/internal/tenant"
)

const (
	schema      = "river"
	imports     = "imports" // a queue of its own, for an import holds two connections for as long as it takes
	attempts    = 5
	importLimit = 6 * time.Hour
	mailLimit   = 2 * time.Minute
)

// Deps is what the jobs need of the house.
type Deps struct {
	Mail     func(ctx context.Context, id uuid.UUID) error // sends a mail that was written down
	Link     string                                        // the address of the site, for letters
	PollOnly bool                                          // for a pooler that cannot LISTEN: jobs are looked for every second
}

// Client takes jobs, and does them once it is started.
type Client struct {
	river *river.Client[pgx.Tx]
	db    *tenant.DB
	log   *slog.Logger
	runs  bool
	watch context.CancelFunc // ends the watch over abandoned imports
}

// New makes a client that takes jobs and, after Start, does them.
func New(db *tenant.DB, deps Deps, log *slog.Logger) (*Client, error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &importWorker{db: db})
	river.AddWorker(workers, &mailWorker{send: deps.Mail})
	river.AddWorker(workers, &snapshotWorker{db: db})
	river.AddWorker(workers, &sweepWorker{db: db})
	river.AddWorker(workers, &outlookWorker{db: db})
	river.AddWorker(workers, &payWorker{db: db})
	river.AddWorker(workers, &checkPayWorker{db: db, log: log})
	c := &Client{db: db, log: log, runs: true}
	river.AddWorker(workers, &remindWorker{client: c, link: deps.Link})
	config := base(log)
	config.PeriodicJobs = append(periodic(), reminding(), checkingPay())
	config.Workers, config.PollOnly = workers, deps.PollOnly
	config.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 2}, imports: {MaxWorkers: 1}, outlooks: {MaxWorkers: 1}}
	config.RescueStuckJobsAfter = importLimit + time.Hour // later than any job's own limit
	client, err := river.NewClient(riverpgxv5.New(db.Pool()), config)
	if err != nil {
		return nil, fmt.Errorf("work: %w", err)
	}
	c.river = client
	return c, nil
}

// NewInserter makes a client that takes jobs for another process to do.
func NewInserter(db *tenant.DB, log *slog.Logger) (*Client, error) {
	client, err := river.NewClient(riverpgxv5.New(db.Pool()), base(log))
	if err != nil {
		return nil, fmt.Errorf("work: %w", err)
	}
	return &Client{river: client, db: db, log: log}, nil
}

func base(log *slog.Logger) *river.Config {
	return &river.Config{
		Schema:              schema,
		Logger:              log,
		MaxAttempts:         attempts,
		ReindexerIndexNames: []string{}, // the app's role does not own the queue's indexes
	}
}

// Start begins to do jobs, and returns at once.
func (c *Client) Start(ctx context.Context) error {
	if !c.runs {
		return errors.New("work: this client only takes jobs")
	}
	if err := c.river.Start(ctx); err != nil {
		return fmt.Errorf("work: start: %w", err)
	}
	watching, stop := context.WithCancel(ctx)
	c.watch = stop
	go c.adopt(watching)
	return nil
}

// Stop takes no more jobs and waits for those under way. When ctx ends first, they are interrupted: an import goes on from
// where it was when a client starts again.
func (c *Client) Stop(ctx context.Context) error {
	if !c.runs {
		return nil
	}
	if c.watch != nil {
		c.watch()
	}
	err := c.river.Stop(ctx)
	if ctx.Err() == nil {
		return err
	}
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return c.river.StopAndCancel(after)
}
