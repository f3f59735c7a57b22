package site

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// How long a body may take: to begin with, and then a second for so many bytes. Its answer has as long as any.
const (
	bodyTime   = 30 * time.Second
	bodyPace   = 64 << 10
	answerTime = 10 * time.Minute
)

// paced is a body that is cut off when it comes too slowly: who sends a byte a minute holds no place for hours, and who
// sends a large file over a slow line is not cut off.
type paced struct {
	io.ReadCloser
	ctl   *http.ResponseController
	start time.Time
	first time.Duration
	read  int64
}

// allowed is how long a body may have taken that has brought so many bytes.
func allowed(first time.Duration, read int64) time.Duration {
	return first + time.Duration(read)*time.Second/bodyPace
}

func (p *paced) Read(b []byte) (int, error) {
	_ = p.ctl.SetReadDeadline(p.start.Add(allowed(p.first, p.read)))
	n, err := p.ReadCloser.Read(b)
	p.read += int64(n)
	if errors.Is(err, io.EOF) {
		_ = p.ctl.SetReadDeadline(time.Time{}) // the server goes on listening whether the browser is still there
		_ = p.ctl.SetWriteDeadline(time.Now().Add(answerTime))
	}
	return n, err
}

// pace gives the body of a request its time, also one that nobody reads: the server waits for its end.
func (s *Site) pace(w http.ResponseWriter, r *http.Request) {
	if r.Body == nil || r.Body == http.NoBody {
		return
	}
	p := &paced{ReadCloser: r.Body, ctl: http.NewResponseController(w), start: time.Now(), first: s.bodyTime}
	_ = p.ctl.SetReadDeadline(p.start.Add(p.first))
	r.Body = p
}
