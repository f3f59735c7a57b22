package chart

// seriesTable has a row for each label and a column for each series.
func seriesTable(p Props, labels []string, series []Series) ([]string, [][]cell) {
	head := []string{corner(p)}
	for _, s := range series {
		head = append(head, s.Name)
	}
	rows := make([][]cell, len(labels))
	for i, label := range labels {
		rows[i] = []cell{{text: label}}
		for _, s := range series {
			rows[i] = append(rows[i], cell{p.text(at(s.Values, i, nan)), at(s.Hrefs, i, "")})
		}
	}
	return head, rows
}

func corner(p Props) string {
	if p.Corner != "" {
		return p.Corner
	}
	return "Name"
}

func legend(series []Series, lines bool) []key {
	keys := make([]key, len(series))
	for i, s := range series {
		c := s.Colour.or(i)
		switch {
		case lines && s.Dashed:
			keys[i] = key{name: s.Name, stroke: c.stroke() + " dashed"}
		case lines:
			keys[i] = key{name: s.Name, stroke: c.stroke()}
		default:
			keys[i] = key{name: s.Name, fill: c.fill()}
		}
	}
	return keys
}
