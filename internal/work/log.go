package work

import (
	"context"
	"log/slog"
)

// warnings lets only what is wrong with the queue into the log, not how many jobs each queue did in the last seconds.
type warnings struct{ slog.Handler }

// Enabled tells whether an entry is written.
func (w warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && w.Handler.Enabled(ctx, l)
}

// WithAttrs keeps to warnings.
func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}

// WithGroup keeps to warnings.
func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }
