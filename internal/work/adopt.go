package work

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"quarterdeck/internal/importer"
	"quarterdeck/internal/tenant"
)

const adoptEvery = 10 * time.Second

// adopt looks for imports whose machine stopped in the middle, at once and then every few seconds, and has them go on.
// River itself could only tell after the longest time that an import may take.
func (c *Client) adopt(ctx context.Context) {
	tick := time.NewTicker(adoptEvery)
	defer tick.Stop()
	for {
		if err := c.adoptAbandoned(ctx); err != nil && ctx.Err() == nil {
			c.log.ErrorContext(ctx, "abandoned imports", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// adoptAbandoned inserts a job for each import that a job is said to run and that nobody holds. The old job ends by itself
// when River gets to it, for the import is done by then.
func (c *Client) adoptAbandoned(ctx context.Context) error {
	jobs, err := c.river.JobList(ctx, river.NewJobListParams().Kinds(ImportArgs{}.Kind()).States(underWay...).First(1000))
	if err != nil {
		return fmt.Errorf("work: list imports: %w", err)
	}
	// River writes the clock on the wall into its jobs, whatever the house's clock says.
	for id, job := range abandoned(jobs.Jobs, time.Now()) {
		idle, err := c.idle(ctx, job.TenantID)
		if err != nil {
			return err
		}
		if !idle {
			continue
		}
		if _, err := c.river.Insert(ctx, job, nil); err != nil {
			return fmt.Errorf("work: adopt import: %w", err)
		}
		c.log.InfoContext(ctx, "import goes on after an interruption", "import", id)
	}
	return nil
}

// abandoned picks the imports whose jobs are all running for a while: none of them is still to come.
func abandoned(jobs []*rivertype.JobRow, now time.Time) map[uuid.UUID]ImportArgs {
	found, busy := map[uuid.UUID]ImportArgs{}, map[uuid.UUID]bool{}
	for _, job := range jobs {
		var args ImportArgs
		if err := json.Unmarshal(job.EncodedArgs, &args); err != nil {
			continue
		}
		old := job.AttemptedAt != nil && now.Sub(*job.AttemptedAt) > adoptEvery
		busy[args.ImportID] = busy[args.ImportID] || job.State != rivertype.JobStateRunning || !old
		found[args.ImportID] = args
	}
	for id := range busy {
		if busy[id] {
			delete(found, id)
		}
	}
	return found
}

// idle tells whether nobody runs an import of the organisation.
func (c *Client) idle(ctx context.Context, tenantID uuid.UUID) (idle bool, err error) {
	err = c.db.Update(ctx, tenant.AsSystem(tenantID), func(tx *tenant.Tx) error {
		idle, err = importer.Idle(ctx, tx)
		return err
	})
	return idle, err
}
