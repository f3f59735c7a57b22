package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/founding"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/mail"
	"quarterdeck/internal/work"
	"quarterdeck/web"
)

type serveCommand struct {
	NoWork bool `help:"Serve web requests only. Run workers separately."`
	Demo   bool `help:"Create the demo organisations if they do not exist, and print how to sign in."`
}

// Run answers requests until it is told to stop.
func (c *serveCommand) Run(ctx context.Context, sh *shell) error {
	return with(ctx, sh, func(h *house) error {
		if c.Demo {
			if err := loopbackOnly(sh.config); err != nil {
				return err
			}
		}
		mailer, jobs, err := staff(sh, h, !c.NoWork)
		if err != nil {
			return err
		}
		site := web.New(sh.config, h.db, mailer, jobs, sh.log)
		return c.serve(ctx, sh, h, site, jobs)
	})
}

// staff makes the mailer and the job queue.
func staff(sh *shell, h *house, working bool) (*mail.Mailer, *work.Client, error) {
	c := sh.config
	mailer, err := mail.New(mail.Config{Host: c.SMTPHost, Port: c.SMTPPort, User: c.SMTPUser, Password: c.SMTPPass,
		From: c.MailFrom, TLS: mail.TLS(c.SMTPTLS), Development: c.Dev}, h.db.Now)
	if err != nil {
		return nil, nil, err
	}
	if !working {
		jobs, err := work.NewInserter(h.db, sh.log)
		return mailer, jobs, err
	}
	send := func(ctx context.Context, id uuid.UUID) error { return mailer.Send(ctx, h.db.Pool(), id) }
	jobs, err := work.New(h.db, work.Deps{Mail: send, Link: c.Link()}, sh.log)
	return mailer, jobs, err
}

// serve runs the listeners and the workers, and stops them: first requests and jobs, then connections.
func (c *serveCommand) serve(ctx context.Context, sh *shell, h *house, site *web.Server, jobs *work.Client) error {
	listener, err := net.Listen("tcp", sh.config.Addr)
	if err != nil {
		return fault.New(fault.Invalid,
			fmt.Sprintf("Cannot listen on %s: %v. Set QUARTERDECK_ADDR to another address.", sh.config.Addr,
				err))
	}
	server := &http.Server{Handler: site.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 10 * time.Minute,
		WriteTimeout: 10 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	server.RegisterOnShutdown(site.End)
	failed := make(chan error, 2)
	go func() { failed <- server.Serve(listener) }()
	stopMetrics, err := metrics(sh, site, failed)
	if err != nil {
		return err
	}
	defer stopMetrics()
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	go auth.KeepSwept(background, h.db, time.Hour)
	if !c.NoWork {
		if err := jobs.Start(background); err != nil {
			return err
		}
	}
	fmt.Fprintf(sh.out, "Quarterdeck is running at %s\n", sh.config.Link())
	if !c.Demo {
		if err := founding.Welcome(ctx, h.db, sh.config.Link(), sh.out); err != nil {
			return err
		}
	}
	stopDemo := c.furnish(ctx, sh, h, site)
	cause := wait(ctx, h, failed)
	stopDemo()
	err = drain(ctx, sh, server, jobs)
	return cmp.Or(cause, err)
}

// furnish makes the demo where it is asked for, behind pages that answer already. stop ends it; it goes on with the
// next start.
func (c *serveCommand) furnish(ctx context.Context, sh *shell, h *house, site *web.Server) (stop func()) {
	if !c.Demo {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := furnish(ctx, sh, h.db, site); err != nil && ctx.Err() == nil {
			sh.log.Error("the demo could not be created", "error", err)
		}
	}()
	return func() {
		cancel()
		select {
		case <-ended:
		case <-time.After(farewell):
		}
	}
}

// drain lets requests and jobs come to their end at the same time. What has not by then is cut off: the transaction of
// a request is rolled back, and a job goes on with the next start.
func drain(ctx context.Context, sh *shell, server *http.Server, jobs *work.Client) error {
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), sh.config.Drain)
	defer done()
	stopped := make(chan error, 1)
	go func() { stopped <- jobs.Stop(ctx) }()
	err := server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, server.Close())
	}
	if err = errors.Join(err, <-stopped); errors.Is(err, context.DeadlineExceeded) {
		sh.log.Warn("some requests or jobs did not finish before shutdown", "error", err)
		return nil
	}
	return err
}

// wait ends when the process is told to stop, a listener fails, or the embedded database dies.
func wait(ctx context.Context, h *house, failed <-chan error) error {
	var dead <-chan struct{}
	if h.embedded != nil {
		dead = h.embedded.Done()
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-failed:
		return err
	case <-dead:
		return fmt.Errorf("the embedded database stopped: %w", h.embedded.Err())
	}
}

// metrics answers Prometheus on an address of its own, where the configuration has one.
func metrics(sh *shell, site *web.Server, failed chan<- error) (stop func(), err error) {
	if sh.config.MetricsAddr == "" {
		return func() {}, nil
	}
	listener, err := net.Listen("tcp", sh.config.MetricsAddr)
	if err != nil {
		return nil, fault.New(fault.Invalid,
			fmt.Sprintf("Cannot listen on %s for metrics: %v.", sh.config.MetricsAddr, err))
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", site.Metrics())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}()
	return func() { server.Close() }, nil
}

type workCommand struct{}

// Run does jobs until it is told to stop.
func (*workCommand) Run(ctx context.Context, sh *shell) error {
	return with(ctx, sh, func(h *house) error {
		_, jobs, err := staff(sh, h, true)
		if err != nil {
			return err
		}
		if err := jobs.Start(context.WithoutCancel(ctx)); err != nil {
			return err
		}
		sh.log.Info("working")
		cause := wait(ctx, h, nil)
		return cmp.Or(cause, drain(ctx, sh, &http.Server{}, jobs)) //nolint:gosec // it serves nothing
	})
}
