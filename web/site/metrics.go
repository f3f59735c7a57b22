package site

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics counts and times requests, for Prometheus on an address of its own.
type metrics struct {
	registry *prometheus.Registry
	seconds  *prometheus.HistogramVec
	failures *prometheus.CounterVec
}

func newMetrics() *metrics {
	m := &metrics{registry: prometheus.NewRegistry(),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "quarterdeck_request_seconds",
			Help: "Time to answer a request.", Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}},
			[]string{"method", "route", "status"}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "quarterdeck_failures_total",
			Help: "Requests answered with an error page."}, []string{"status"})}
	m.registry.MustRegister(m.seconds, m.failures, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) observe(method, route string, status int, took time.Duration) {
	m.seconds.WithLabelValues(known(method), route, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *metrics) failed(status int) { m.failures.WithLabelValues(strconv.Itoa(status)).Inc() }

// Metrics serves Prometheus metrics.
func (s *Site) Metrics() http.Handler {
	return promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{})
}

// known keeps a label to the methods that there are: a client may send any word, and each would stay in memory for
// good.
func known(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions:
		return method
	default:
		return "other"
	}
}
