// Package migrations holds the schema's changes, in order; goose runs them as the owner role.
package migrations

import "embed"

// FS is every migration, NNNNN_name.sql.
//
//go:embed *.sql
var FS embed.FS
