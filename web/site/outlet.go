package site

import (
	"bufio"
	"log/slog"
	"mime"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5/middleware"
)

const (
	outletBytes = 64 << 10         // is collected before anything leaves, so that an early fault is still an error page
	outletTime  = 30 * time.Second // is what a browser has to take as much
)

// Outlet sends a file to the browser: headers go with the first bytes, and a client that stops reading is cut off.
type Outlet struct {
	*bufio.Writer
	to    http.ResponseWriter
	ctl   *http.ResponseController
	begun bool
	yield func() // lets pages go first
}

func newOutlet(w http.ResponseWriter, yield func()) *Outlet {
	o := &Outlet{to: w, ctl: http.NewResponseController(w), yield: yield}
	o.Writer = bufio.NewWriterSize(sender{o}, outletBytes)
	return o
}

// Name sets the file's type and name. Nothing is sent yet.
func (o *Outlet) Name(kind, file string) { Attach(o.to.Header(), kind, file) }

// Attach marks a response as a file to save, with its type and name.
func Attach(h http.Header, kind, file string) {
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file}))
}

// end sends what is left.
func (o *Outlet) end() error {
	if err := o.Flush(); err != nil {
		return err
	}
	_ = o.ctl.Flush()
	_ = o.ctl.SetWriteDeadline(time.Time{}) // the connection goes on to other requests
	return nil
}

// sender is the outlet behind its buffer, of which it has no methods: they would write into the buffer again.
type sender struct{ of *Outlet }

func (s sender) Write(p []byte) (int, error) {
	s.of.begun = true
	s.of.yield()
	_ = s.of.ctl.SetWriteDeadline(time.Now().Add(outletTime)) // where the server has one, a long file outlives it
	return s.of.to.Write(p)
}

// Send answers with a file that is written while it is sent. What goes wrong before the first bytes have left is an
// error page; afterwards the transfer breaks off, so that nobody takes half a file for a whole one.
func (s *Site) Send(w http.ResponseWriter, r *http.Request, fill func(*Outlet) error) error {
	return s.send(r, newOutlet(w, func() { s.giveWay(r.Context(), courtesy) }), fill)
}

// SendStored is Send for bytes that are only passed on, which takes nothing from pages and need not give way to them.
func (s *Site) SendStored(w http.ResponseWriter, r *http.Request, fill func(*Outlet) error) error {
	return s.send(r, newOutlet(w, func() {}), fill)
}

func (s *Site) send(r *http.Request, out *Outlet, fill func(*Outlet) error) error {
	out.yield()
	err := fill(out)
	if err == nil {
		err = out.end()
	}
	switch {
	case err == nil:
	case out.begun:
		s.cut(r, err)
	default:
		out.to.Header().Del("Content-Disposition") // the error is a page, not a file
	}
	return err
}

// cut breaks a transfer off that has begun and says so in the log: what has left cannot become an error page.
func (s *Site) cut(r *http.Request, err error) {
	level := slog.LevelError
	if r.Context().Err() != nil { // the reader went away
		level = slog.LevelInfo
	}
	s.Log.LogAttrs(r.Context(), level, "export broke off", slog.String("error", err.Error()),
		slog.String("route", pattern(r)), slog.String("request", middleware.GetReqID(r.Context())))
	panic(http.ErrAbortHandler)
}
