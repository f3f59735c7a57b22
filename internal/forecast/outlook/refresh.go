package outlook

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/accuracy"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// History is the input of outlooks, read at one moment.
type History struct {
	Book     *projection.Book
	Roster   *member.Roster
	Currency money.Currency
	Said     []forecast.Saying // oldest first
	ReadAt   time.Time
	teams    backtest.Teams
}

// Read loads the organisation's history as known at the end of a day (zero: now). The actor must see everybody.
func Read(ctx context.Context, tx *tenant.Tx, asOf time.Time) (h History, err error) {
	known := asOf
	if known.IsZero() {
		known = tx.Now()
	}
	h.Currency, h.ReadAt = tx.Base(), tx.Now()
	if h.Book, err = projection.Load(ctx, tx, asOf); err != nil {
		return h, err
	}
	if h.Roster, err = member.Load(ctx, tx, h.Book.Day, asOf); err != nil {
		return h, err
	}
	if h.Said, err = forecast.Said(ctx, tx, known); err != nil {
		return h, err
	}
	h.teams, err = loadTeams(ctx, tx, known)
	return h, err
}

// Prove tests every method and every person's calls on the history, on the given number of processors (0: all).
func (h History) Prove(ctx context.Context, processors int) (*backtest.Proof, error) {
	proof, err := backtest.Run(ctx, h.Book, h.teams, processors)
	if err == nil {
		proof.Trials = append(proof.Trials, h.CallTrials(proof.Trials)...)
	}
	return proof, err
}

// RecordOf is the result of a test by the end of a day: only periods ended by then count.
func (h History) RecordOf(proof *backtest.Proof, day period.Date) Record {
	known := h.Book.Until(day)
	r := Record{ID: uuid.Must(uuid.NewV7()), MadeAt: h.ReadAt, AsOf: day, Widths: stretches(proof.Raw, day),
		Known: len(known.Records), Won: countWon(known), Bins: map[projection.Method][]accuracy.Bin{},
		Brier: map[projection.Method]float64{}}
	r.Quarters, r.Strength, r.Seasonal = projection.Seasons(known, period.Quarter)
	for _, m := range []projection.Method{projection.House, projection.StageWeighted} {
		if bins, brier, ok := backtest.Reliability(proof.Stated, m, day); ok {
			r.Bins[m], r.Brier[m] = bins, brier
		}
	}
	var over []backtest.Trial
	for _, t := range proof.Trials {
		if t.Period.End <= day+1 {
			over = append(over, t)
		}
	}
	r.Rows = backtest.Rows(over)
	return r
}

// At is the basis of an outlook on a day of the history.
func (h History) At(proof *backtest.Proof, record Record, day period.Date) Basis {
	known := backtest.ModelDay(h.Book.Calendar, day)
	return Basis{Book: h.Book.Until(day), Model: proof.Models[known],
		Before: proof.Models[backtest.ModelDay(h.Book.Calendar, known-1)], Proof: record,
		Roster: h.Roster, Currency: h.Currency}
}

// Current lists the periods that are forecast every night: this and the next quarter and month, and this year.
func Current(c period.Calendar, day period.Date) []period.Period {
	quarter, month := c.Containing(period.Quarter, day), c.Containing(period.Month, day)
	return []period.Period{quarter, c.Shift(quarter, 1), month, c.Shift(month, 1), c.Containing(period.Year, day)}
}

const (
	daily  = 100     // days back from which every day's outlook is made up for
	weekly = 3 * 365 // days back from which every Monday's is
)

// Refresh publishes today's outlooks of an organisation, unless they are there. It trains anew each month and after
// each import, and then also makes up the outlooks of past days that there are none of. One that was interrupted goes
// on with what is missing.
func Refresh(ctx context.Context, db *tenant.DB, tenantID uuid.UUID) error {
	actor := tenant.AsSystem(tenantID)
	var due due
	if err := db.View(ctx, actor, func(tx *tenant.Tx) (err error) {
		due, err = whatIsDue(ctx, tx)
		return err
	}); err != nil || due.nothing {
		return err
	}
	var h History
	if err := db.View(ctx, actor, func(tx *tenant.Tx) (err error) {
		h, err = Read(ctx, tx, time.Time{})
		return err
	}); err != nil || len(h.Book.Records) == 0 {
		return err
	}
	if due.training {
		return h.train(ctx, db, actor, due)
	}
	return h.publishToday(ctx, db, actor, due.record)
}

// due is what a refresh has to do: nothing, publish by a record, or train. A training that was begun today and has not
// come to its end goes on, and keeps the record and today's outlooks that it has published.
type due struct {
	nothing, training, begun bool
	record                   Record
}

func whatIsDue(ctx context.Context, tx *tenant.Tx) (due, error) {
	record, known, err := Latest(ctx, tx, tx.Today())
	if err != nil || !known {
		return due{training: true}, err
	}
	old, err := stale(ctx, tx, record)
	if err != nil || old || record.AsOf < tx.Calendar().Containing(period.Month, tx.Today()).Start {
		return due{training: true}, err
	}
	over, err := finished(ctx, tx, record)
	if err != nil || !over {
		return due{training: true, begun: record.AsOf == tx.Today(), record: record}, err
	}
	there, err := published(ctx, tx, Current(tx.Calendar(), tx.Today()))
	return due{record: record, nothing: there}, err
}

// publishToday makes today's outlooks by the record of an earlier training of the month.
func (h History) publishToday(ctx context.Context, db *tenant.DB, actor tenant.Actor, record Record) error {
	corpus, proof := projection.Learnable(h.Book), &backtest.Proof{Models: map[period.Date]*projection.Model{}}
	known := backtest.ModelDay(h.Book.Calendar, h.Book.Day)
	for _, day := range []period.Date{known, backtest.ModelDay(h.Book.Calendar, known-1)} {
		model, err := projection.Train(ctx, corpus, day)
		if errors.Is(err, projection.ErrUnlearnt) { // the simple methods answer
			continue
		}
		if err != nil {
			return err
		}
		proof.Models[day] = model
	}
	today := h.today(ctx, proof, record)
	return db.Update(ctx, actor, func(tx *tenant.Tx) error { return publish(ctx, tx, record, today) })
}

// today makes an outlook on each current period, or fewer where ctx ends: then nothing is published.
func (h History) today(ctx context.Context, proof *backtest.Proof, record Record) []Outlook {
	var all []Outlook
	for _, p := range Current(h.Book.Calendar, h.Book.Day) {
		if ctx.Err() != nil {
			return nil
		}
		basis := h.At(proof, record, h.Book.Day)
		basis.Known = h.ReadAt
		all = append(all, Make(basis, p))
	}
	return all
}

func publish(ctx context.Context, tx *tenant.Tx, record Record, outlooks []Outlook) error {
	for _, o := range outlooks {
		if err := Publish(ctx, tx, record, o); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// train proves every method, keeps the record, and makes the outlooks of today and of the past days that lack one. A
// record is dated by when its history was read, so that what an import brings meanwhile makes it stale. Only when all
// of it is there is the training finished.
func (h History) train(ctx context.Context, db *tenant.DB, actor tenant.Actor, due due) error {
	proof, err := h.Prove(ctx, max(1, runtime.GOMAXPROCS(0)/2)) // the pages want the rest
	if err != nil {
		return err
	}
	record := due.record
	if !due.begun {
		if record, err = h.keepToday(ctx, db, actor, proof); err != nil {
			return err
		}
	}
	if err := h.makeUpRecords(ctx, db, actor, proof); err != nil {
		return err
	}
	if err := h.makeUp(ctx, db, actor, proof, record); err != nil {
		return err
	}
	return db.Update(ctx, actor, func(tx *tenant.Tx) error { return finish(ctx, tx, record) })
}

// keepToday keeps what a proof says today, with today's outlooks.
func (h History) keepToday(ctx context.Context, db *tenant.DB, actor tenant.Actor,
	proof *backtest.Proof) (Record, error) {
	record := h.RecordOf(proof, h.Book.Day)
	today := h.today(ctx, proof, record)
	return record, db.Update(ctx, actor, func(tx *tenant.Tx) error {
		if err := Keep(ctx, tx, record, proof.Trials); err != nil {
			return err
		}
		return publish(ctx, tx, record, today)
	})
}

// makeUpRecords keeps what was proven by the end of each past month that has no record, for questions as of a past day.
func (h History) makeUpRecords(ctx context.Context, db *tenant.DB, actor tenant.Actor, proof *backtest.Proof) error {
	return db.Update(ctx, actor, func(tx *tenant.Tx) error {
		have, err := recordDays(ctx, tx)
		if err != nil {
			return err
		}
		for _, day := range slices.Sorted(maps.Keys(proof.Models)) {
			if day == h.Book.Day || slices.Contains(have, day) {
				continue
			}
			if err := keepRecord(ctx, tx, h.RecordOf(proof, day)); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
}

// makeUp makes the outlooks of past days on the quarter of the day, a batch a transaction so that what was done stays
// done.
func (h History) makeUp(ctx context.Context, db *tenant.DB, actor tenant.Actor, proof *backtest.Proof,
	record Record) error {
	var have map[string]bool
	if err := db.View(ctx, actor, func(tx *tenant.Tx) (err error) {
		have, err = daysWith(ctx, tx)
		return err
	}); err != nil {
		return err
	}
	for batch := range slices.Chunk(h.missing(have, proof), 20) {
		err := db.Update(ctx, actor, func(tx *tenant.Tx) error {
			outlooks := make([]Outlook, len(batch))
			for i, day := range batch {
				basis := h.At(proof, h.RecordOf(proof, day), day)
				var err error // the hierarchy of the day
				if basis.Roster, err = member.Load(ctx, tx, day,
					h.Book.Calendar.EndOf(day).Add(-time.Microsecond)); err != nil {
					return err
				}
				if ctx.Err() != nil {
					return ctx.Err()
				}
				outlooks[i] = Make(basis, h.Book.Calendar.Containing(period.Quarter, day))
			}
			return publish(ctx, tx, record, outlooks)
		})
		if err != nil {
			return fmt.Errorf("outlook: making up: %w", err)
		}
	}
	return nil
}

// missing lists the past days, the newest first, whose quarter has no outlook of that day though a model knows enough.
func (h History) missing(have map[string]bool, proof *backtest.Proof) []period.Date {
	var days []period.Date
	for back := period.Date(1); back <= weekly; back++ {
		day := h.Book.Day - back
		if back > daily && day.Time().Weekday() != time.Monday ||
			proof.Models[backtest.ModelDay(h.Book.Calendar, day)] == nil {
			continue
		}
		if !have[h.Book.Calendar.Containing(period.Quarter, day).Key+" "+day.String()] {
			days = append(days, day)
		}
	}
	return days
}
