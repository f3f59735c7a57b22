package config_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/config"
)

func load(set map[string]string) (config.Config, error) {
	return config.Load(func(name string) string { return set[name] })
}

func TestWhatIsNotSetHasADefault(t *testing.T) {
	t.Parallel()
	c, err := load(nil)
	if err != nil || c.Addr != "127.0.0.1:8080" || c.SMTPPort != 587 || c.SMTPTLS != "starttls" ||
		c.Drain != 1500*time.Millisecond || c.Dev || c.Secure() || c.Link() != "http://127.0.0.1:8080" {
		t.Errorf("%v %+v", err, c)
	}
}

func TestWhatIsSetIsReadAndChecked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, value string
		good        bool
	}{
		{"QUARTERDECK_ADDR", "0.0.0.0:80", true}, {"QUARTERDECK_ADDR", ":8080", true},
		{"QUARTERDECK_ADDR", "[::1]:8080", true},
		{"QUARTERDECK_ADDR", "localhost", false}, {"QUARTERDECK_ADDR", "8080", false},
		{"QUARTERDECK_ADDR", "a:b:c", false},
		{"QUARTERDECK_URL", "https://sales.example.com", true}, {"QUARTERDECK_URL", "http://10.0.0.1:8080/", true},
		{"QUARTERDECK_URL", "sales.example.com", false}, {"QUARTERDECK_URL", "ftp://sales.example.com", false},
		{"QUARTERDECK_URL", "https://", false}, {"QUARTERDECK_URL", "javascript:alert(1)", false},
		{"QUARTERDECK_SMTP_TLS", "none", true}, {"QUARTERDECK_SMTP_TLS", "tls", true},
		{"QUARTERDECK_SMTP_TLS", "ssl", false},
		{"QUARTERDECK_SMTP_PORT", "25", true}, {"QUARTERDECK_SMTP_PORT", "smtp", false},
		{"QUARTERDECK_LOG", "debug", true}, {"QUARTERDECK_LOG", "warn:json", true}, {"QUARTERDECK_LOG", "loud", false},
		{"QUARTERDECK_LOG", "info:xml", false},
		{"QUARTERDECK_DEV", "1", true}, {"QUARTERDECK_DEV", "true", true}, {"QUARTERDECK_DEV", "maybe", false},
		{"QUARTERDECK_TRUST_PROXY", "sure", false},
		{"QUARTERDECK_DRAIN", "30s", true}, {"QUARTERDECK_DRAIN", "30", false},
	} {
		_, err := load(map[string]string{c.name: c.value})
		switch {
		case c.good && err != nil:
			t.Errorf("%s=%s: %v", c.name, c.value, err)
		case !c.good && (fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), c.name)):
			t.Errorf("%s=%s: %v, which must name the variable", c.name, c.value, err)
		}
	}
}

func TestTheLinkIsAnAddressThatPeopleCanUse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		url, addr, link string
		secure          bool
	}{
		{"https://sales.example.com/", "127.0.0.1:8080", "https://sales.example.com", true},
		{"http://sales.example.com", "127.0.0.1:8080", "http://sales.example.com", false},
		{"", "10.0.0.1:80", "http://10.0.0.1:80", false},
	} {
		got, err := load(map[string]string{"QUARTERDECK_URL": c.url, "QUARTERDECK_ADDR": c.addr})
		if err != nil || got.Link() != c.link || got.Secure() != c.secure {
			t.Errorf("%q at %s: %q, secure %t (%v)", c.url, c.addr, got.Link(), got.Secure(), err)
		}
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	t.Parallel()
	secrets := map[string]string{"DATABASE_URL": "postgres://u:hunter1@h/d",
		"QUARTERDECK_OWNER_URL": "postgres://u:hunter2@h/d", "QUARTERDECK_SMTP_PASSWORD": "hunter3"}
	c, err := load(secrets)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := c.Print(&out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "hunter") || strings.Count(out.String(), "(set)") != 3 {
		t.Errorf("%s", out.String())
	}
	for _, name := range []string{"DATABASE_URL", "QUARTERDECK_SMTP_TLS", "QUARTERDECK_DRAIN"} {
		if !strings.Contains(out.String(), name) {
			t.Errorf("%s is not listed", name)
		}
	}
}

func TestTheLogIsForPeopleOrMachines(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{"warn": "level=WARN msg=late",
		"warn:json": `"level":"WARN","msg":"late"`} {
		c, err := load(map[string]string{"QUARTERDECK_LOG": value})
		var out bytes.Buffer
		log := c.Logger(&out)
		log.Info("early")
		log.Warn("late")
		if err != nil || !strings.Contains(out.String(), want) || strings.Contains(out.String(), "early") ||
			log.Enabled(t.Context(), slog.LevelInfo) {
			t.Errorf("%s: %s", value, out.String())
		}
	}
	if _, err := load(map[string]string{"QUARTERDECK_LOG": "loud"}); !errors.As(err, new(*fault.Fault)) {
		t.Error(err)
	}
}
