// Package work does what takes longer than a request: imports, mails and the daily snapshots, as jobs in the same
// database.
//
// A job is inserted in the transaction that causes it, so that neither is there without the other. Its arguments are
// keys and nothing else; what it is about is read again under row security. River runs the jobs. Each process that does
// jobs holds a lease; where it stops in the middle, the others take its jobs over once the lease has run out, and each
// goes on from what is really there.
package work

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"quarterdeck/internal/platform/tenant"
)

const (
	schema   = "river"
	attempts = 5
)

// The queues, so that nothing short waits behind what takes hours. Work of the default queue is short.
const (
	mails    = "mails"
	imports  = "imports"  // an import holds two connections for as long as it takes
	payments = "pay"      // runs of pay, which people wait for
	outlooks = "outlooks" // one training at a time takes processors from the pages
	nightly  = "nightly"  // days of the pipeline and checks of ledgers: long, and nobody waits for them
)

// queues says how many jobs of each a process does at a time.
var queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 2}, mails: {MaxWorkers: 4},
	imports: {MaxWorkers: 3}, payments: {MaxWorkers: 2}, outlooks: {MaxWorkers: 1}, nightly: {MaxWorkers: 2}}

// The time that a job of each kind may take; after it the job is interrupted and tried again. None of them says
// anything of how soon a job goes on whose worker is gone: that is the lease.
const (
	importLimit   = 6 * time.Hour
	bulkLimit     = time.Hour
	payLimit      = 2 * time.Hour
	outlookLimit  = 2 * time.Hour
	snapshotLimit = 2 * time.Hour
	checkLimit    = time.Hour
	remindLimit   = 10 * time.Minute
	sweepLimit    = 5 * time.Minute
	qualityLimit  = 15 * time.Minute
	mailLimit     = 2 * time.Minute
)

// grace is how long a shutdown lets jobs finish by themselves, such as a letter that is just being sent. What is
// interrupted goes on when a worker starts.
const grace = 500 * time.Millisecond

// Deps is what the jobs need of the house.
type Deps struct {
	Mail func(ctx context.Context, id uuid.UUID) error // sends a mail that was written down
	Link string                                        // the address of the site, for letters
	// for a pooler that cannot LISTEN: jobs are looked for every second
	PollOnly bool
	// how long a process that is gone keeps its jobs; 0: 20 seconds
	Lease time.Duration
}

// Client takes jobs, and does them once it is started.
type Client struct {
	river *river.Client[pgx.Tx]
	db    *tenant.DB
	log   *slog.Logger
	runs  bool
	lease time.Duration
	hands hands
	beat  context.CancelFunc // ends the lease and the schedule
	since time.Time          // when it began to do jobs; zero: it does none
}

// New makes a client that takes jobs and, after Start, does them.
func New(db *tenant.DB, deps Deps, log *slog.Logger) (*Client, error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &importWorker{db: db})
	river.AddWorker(workers, &undoWorker{db: db})
	river.AddWorker(workers, &cleanWorker{db: db})
	river.AddWorker(workers, &bulkWorker{db: db})
	river.AddWorker(workers, &mailWorker{send: deps.Mail})
	river.AddWorker(workers, &snapshotWorker{db: db})
	river.AddWorker(workers, &sweepWorker{db: db})
	river.AddWorker(workers, &qualityWorker{db: db})
	river.AddWorker(workers, &outlookWorker{db: db})
	river.AddWorker(workers, &payWorker{db: db})
	river.AddWorker(workers, &checkPayWorker{db: db, log: log})
	c := &Client{db: db, log: log, runs: true, lease: cmp.Or(deps.Lease, lease)}
	river.AddWorker(workers, &remindWorker{client: c, link: deps.Link})
	river.AddWorker(workers, &notifyWorker{client: c, link: deps.Link})
	config := base(log)
	config.Workers, config.PollOnly, config.Queues = workers, deps.PollOnly, queues
	config.Middleware, config.ErrorHandler = []rivertype.Middleware{&c.hands}, c
	config.SoftStopTimeout = grace
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
		Logger:              slog.New(warnings{log.Handler()}),
		MaxAttempts:         attempts,
		ReindexerIndexNames: []string{}, // the app's role does not own the queue's indexes
	}
}

// Start begins to do jobs, and returns at once.
func (c *Client) Start(ctx context.Context) error {
	if !c.runs {
		return errors.New("work: this client only takes jobs")
	}
	if _, err := c.renew(ctx); err != nil { // before any job is taken, so that none seems to be nobody's
		return err
	}
	if err := c.river.Start(ctx); err != nil {
		return fmt.Errorf("work: start: %w", err)
	}
	c.since = c.db.Now()
	beating, stop := context.WithCancel(ctx)
	c.beat = stop
	go c.keepLease(beating)
	go c.keepTime(beating)
	return nil
}

// Stop takes no more jobs, lets those under way finish for a moment, and interrupts the others; what it interrupts goes
// on as soon as a client starts. It waits until ctx ends for jobs that do not let go, and then leaves them to the end
// of the process.
func (c *Client) Stop(ctx context.Context) error {
	if !c.runs || c.beat == nil {
		return nil
	}
	err := c.river.Stop(ctx)
	c.beat()
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return errors.Join(err, c.giveUp(after))
}
