// Package config reads the environment once, checks it, and hands out one struct.
package config

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"reflect"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/caarlos0/env/v11"

	"quarterdeck/internal/base/fault"
)

// Config is everything that an installation can set. The comments are shown by `quarterdeck config`.
type Config struct {
	DatabaseURL string        `env:"DATABASE_URL" help:"connection string of Postgres 15 or later; default: Quarterdeck runs its own" secret:"true"`
	OwnerURL    string        `env:"QUARTERDECK_OWNER_URL" help:"connection string for migrations, if DATABASE_URL signs in as app_rw" secret:"true"`
	Data        string        `env:"QUARTERDECK_DATA" help:"data folder of the embedded database"`
	PgBin       string        `env:"QUARTERDECK_PG_BIN" help:"folder of the Postgres programs, if they are not found"`
	Addr        string        `env:"QUARTERDECK_ADDR" envDefault:"127.0.0.1:8080" help:"address of the web server"`
	MetricsAddr string        `env:"QUARTERDECK_METRICS_ADDR" help:"address of the Prometheus metrics; default: no metrics"`
	PublicURL   string        `env:"QUARTERDECK_URL" help:"public address, used for links in e-mails; default: http:// and the web server's address"`
	Log         string        `env:"QUARTERDECK_LOG" envDefault:"info" help:"debug, info, warn or error; with :json for JSON lines"`
	Dev         bool          `env:"QUARTERDECK_DEV" help:"development mode: without SMTP, e-mails are shown on the page /outbox"`
	TrustProxy  bool          `env:"QUARTERDECK_TRUST_PROXY" help:"take the client's address from X-Forwarded-For"`
	SMTPHost    string        `env:"QUARTERDECK_SMTP_HOST" help:"mail server"`
	SMTPPort    int           `env:"QUARTERDECK_SMTP_PORT" envDefault:"587" help:"mail server's port"`
	SMTPUser    string        `env:"QUARTERDECK_SMTP_USER" help:"mail server's user name"`
	SMTPPass    string        `env:"QUARTERDECK_SMTP_PASSWORD" help:"mail server's password" secret:"true"`
	SMTPTLS     string        `env:"QUARTERDECK_SMTP_TLS" envDefault:"starttls" help:"encryption: starttls, tls or none"`
	MailFrom    string        `env:"QUARTERDECK_MAIL_FROM" envDefault:"quarterdeck@localhost" help:"sender address of e-mails"`
	Drain       time.Duration `env:"QUARTERDECK_DRAIN" envDefault:"1500ms" help:"how long a shutdown waits for running requests and jobs"`
}

// Load reads and checks the environment; an error names the variable.
func Load(getenv func(string) string) (Config, error) {
	set := map[string]string{}
	for _, name := range names() {
		if value := getenv(name); value != "" {
			set[name] = value
		}
	}
	c, err := env.ParseAsWithOptions[Config](env.Options{Environment: set})
	if err != nil {
		return c, unreadable(err)
	}
	return c, c.check()
}

// unreadable names the variable where the parser names the field.
func unreadable(err error) error {
	p, ok := errors.AsType[env.ParseError](err)
	if !ok {
		return fault.New(fault.Invalid, "Invalid configuration: "+err.Error())
	}
	field, _ := reflect.TypeFor[Config]().FieldByName(p.Name)
	name := field.Tag.Get("env")
	return fault.On(name, fmt.Sprintf("%s must be %s: %v.", name, wanted(p.Type), p.Err))
}

// wanted says what a variable of a type has to be.
func wanted(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return "a duration such as 10s"
	case t.Kind() == reflect.Bool:
		return "true or false"
	}
	return "a whole number"
}

func (c Config) check() error {
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return fault.On("QUARTERDECK_ADDR",
			fmt.Sprintf("QUARTERDECK_ADDR is %q but must be a host and a port, such as 127.0.0.1:8080.", c.Addr))
	}
	if u, err := url.Parse(c.PublicURL); c.PublicURL != "" &&
		(err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return fault.On("QUARTERDECK_URL",
			fmt.Sprintf("QUARTERDECK_URL is %q but must be an address such as https://sales.example.com.", c.PublicURL))
	}
	if host, _, _ := net.SplitHostPort(c.Addr); c.Dev &&
		(c.Secure() || host != "localhost" && !net.ParseIP(host).IsLoopback()) {
		return fault.On("QUARTERDECK_DEV",
			"QUARTERDECK_DEV shows everybody's e-mails without signing in, so QUARTERDECK_ADDR must be on this "+
				"machine, such as 127.0.0.1:8080.")
	}
	if c.SMTPTLS != "starttls" && c.SMTPTLS != "tls" && c.SMTPTLS != "none" {
		return fault.On("QUARTERDECK_SMTP_TLS",
			fmt.Sprintf("QUARTERDECK_SMTP_TLS is %q but must be starttls, tls or none.", c.SMTPTLS))
	}
	if _, err := c.level(); err != nil {
		return fault.On("QUARTERDECK_LOG",
			fmt.Sprintf("QUARTERDECK_LOG is %q but must be debug, info, warn or error, with :json for JSON "+
				"lines.", c.Log))
	}
	return nil
}

// Link is the address that people use, without a slash at its end.
func (c Config) Link() string {
	if c.PublicURL != "" {
		return strings.TrimRight(c.PublicURL, "/")
	}
	host, port, _ := net.SplitHostPort(c.Addr)
	if host == "" || host == "0.0.0.0" || host == "::" { // every address of the machine; this one is sure to be its own
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// Secure tells whether people reach the server over TLS, so that cookies are kept to it.
func (c Config) Secure() bool { return strings.HasPrefix(c.PublicURL, "https://") }

func (c Config) level() (slog.Level, error) {
	var level slog.Level
	name, _ := strings.CutSuffix(c.Log, ":json")
	return level, level.UnmarshalText([]byte(name))
}

// Logger writes lines for people, or JSON where the configuration asks for it.
func (c Config) Logger(w io.Writer) *slog.Logger {
	level, err := c.level()
	if err != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if strings.HasSuffix(c.Log, ":json") {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// Print lists every variable with its value and meaning; secrets are only said to be set.
func (c Config) Print(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		value := fmt.Sprint(v.Field(i).Interface())
		switch {
		case value == "":
			value = "–"
		case field.Tag.Get("secret") != "":
			value = "(set)"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", field.Tag.Get("env"), value, field.Tag.Get("help"))
	}
	return table.Flush()
}

func names() []string {
	var list []string
	t := reflect.TypeFor[Config]()
	for i := range t.NumField() {
		list = append(list, t.Field(i).Tag.Get("env"))
	}
	return list
}
