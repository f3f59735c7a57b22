package column

import (
	"encoding/json"
	"time"

	"quarterdeck/internal/connect/importer/mapping"
)

// Source is a file as a mapping has it. A row says that its record exists, and what it says counts from a moment on,
// unless the file has columns of its own for both.
func (s *Sheet) Source(now time.Time) mapping.Source {
	of := mapping.Source{File: s.File, Object: s.Object, Match: s.Match, Mode: s.Mode, Empty: s.Empty,
		Fields: map[string][]mapping.Expression{"deleted": {{Value: "no"}},
			"modified_at": {{Value: now.UTC().Format(time.RFC3339)}}}}
	for _, c := range s.Columns {
		switch c.Field {
		case Custom:
		case "":
			if c.Header != "" {
				of.Ignore = append(of.Ignore, c.Header)
			}
		default:
			field := base(c.Field)
			of.Fields[field] = []mapping.Expression{{Columns: []string{c.Header}, By: by(c.Field)}}
		}
	}
	if s.Match == ByFields {
		of.Match = mapping.ByKey
		of.Fields["key"] = []mapping.Expression{{Columns: s.natural(), Join: " | "}}
	}
	return of
}

// by is how a target names another record.
func by(field string) string {
	switch {
	case base(field) != field:
		return "key"
	case refers(field):
		return "name"
	}
	return ""
}

// Mapping is the mapping file of a plan whose values count from a moment on.
func (p Plan) Mapping(now time.Time) ([]byte, error) {
	type expression struct {
		Columns []string `json:"columns,omitempty"`
		Join    string   `json:"join,omitempty"`
		Value   string   `json:"value,omitempty"`
		By      string   `json:"by,omitempty"`
	}
	type source struct {
		File   string                  `json:"file"`
		Object string                  `json:"object"`
		Match  mapping.Match           `json:"match,omitempty"`
		Mode   mapping.Mode            `json:"mode,omitempty"`
		Empty  mapping.Empty           `json:"empty,omitempty"`
		Ignore []string                `json:"ignore,omitempty"`
		Fields map[string][]expression `json:"fields"`
	}
	var all []source
	for i := range p.Sheets {
		if p.Sheets[i].Object == Skip {
			continue
		}
		of := p.Sheets[i].Source(now)
		fields := map[string][]expression{}
		for name, is := range of.Fields {
			for _, e := range is {
				fields[name] = append(fields[name], expression{e.Columns, e.Join, e.Value, e.By})
			}
		}
		all = append(all, source{of.File, of.Object, of.Match, of.Mode, of.Empty, of.Ignore, fields})
	}
	return json.Marshal(map[string]any{"sources": all})
}

// Styles are how the files of a plan are written, as far as somebody has said so.
func (p Plan) Styles() map[string]mapping.Style {
	all := map[string]mapping.Style{}
	for _, s := range p.Sheets {
		if s.Style != (mapping.Style{}) {
			all[s.File] = s.Style
		}
	}
	return all
}
