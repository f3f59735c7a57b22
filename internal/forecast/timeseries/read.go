package timeseries

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Read takes series from a CSV file (comma, semicolon or tab between fields), in any of four shapes: one value a line;
// a period, or the number of the line, and a value; a series' name, a period and a value; or, one series a line, a name
// and all its values. A first line without a number is a heading. Periods are 2026-11-20, 2026-11, 2026-Q4 or 2026 and
// must have no gap. The series come in the order of the file. What is wrong is said with the line that it is on.
func Read(r io.Reader) ([]Series, error) {
	rows, err := fields(r)
	if err != nil {
		return nil, err
	}
	if len(rows) > 0 && heading(rows[0]) {
		rows = rows[1:]
	}
	if len(rows) == 0 {
		return nil, errors.New("the file has no values")
	}
	switch shape(rows) {
	case single:
		return one(rows, -1, 0)
	case numbered:
		return one(rows, -1, 1)
	case dated:
		return one(rows, 0, 1)
	case long:
		return grouped(rows)
	}
	return wide(rows)
}

// row is a line of the file with its number.
type row struct {
	line   int
	fields []string
}

// largest is how many bytes of a file are read.
const largest = 64 << 20

func fields(r io.Reader) ([]row, error) {
	body, err := io.ReadAll(io.LimitReader(r, largest+1))
	if err != nil {
		return nil, fmt.Errorf("the file cannot be read: %w", err)
	}
	if len(body) > largest {
		return nil, errors.New("the file is larger than 64 MB")
	}
	text := strings.TrimPrefix(string(body), "\ufeff")
	reader := csv.NewReader(bufio.NewReader(strings.NewReader(text)))
	reader.FieldsPerRecord, reader.Comma, reader.TrimLeadingSpace = -1, separator(text), true
	var rows []row
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the file is not CSV: %w", err)
		}
		line, _ := reader.FieldPos(0)
		for i := range record {
			record[i] = strings.TrimSpace(record[i])
		}
		if strings.Join(record, "") != "" {
			rows = append(rows, row{line, record})
		}
	}
}

// separator is the one that the first line with any has.
func separator(text string) rune {
	for line := range strings.Lines(text) {
		for _, c := range []rune{';', '\t', ','} {
			if strings.ContainsRune(line, c) {
				return c
			}
		}
	}
	return ','
}

// number reads a value; an empty one and NA are missing, not zero.
func number(text string) (float64, bool) {
	v, err := strconv.ParseFloat(text, 64)
	return v, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
}

// heading tells whether a line names what is below it: it has no number and no period, or starts as lists of series do.
func heading(first row) bool {
	if slices.Contains([]string{"id", "series", "unique_id", "name"}, strings.ToLower(first.fields[0])) {
		return true
	}
	for _, f := range first.fields {
		if _, ok := number(f); ok {
			return false
		}
		if _, ok := understood(f); ok {
			return false
		}
	}
	// the numbers of lines often have no name
	return !slices.ContainsFunc(first.fields[min(1, len(first.fields)-1):], missing)
}

func missing(text string) bool {
	return text == "" || slices.Contains([]string{"na", "nan", "null", "-", "inf", "-inf", "+inf"},
		strings.ToLower(text))
}

type layout int

const (
	single layout = iota
	numbered
	dated
	long
	across
)

// shape tells the shapes apart by the widest of the first lines and by whether their fields are periods.
func shape(rows []row) layout {
	first := rows[0].fields
	wide := false
	for _, r := range rows {
		wide = wide || len(r.fields) > 3 || len(r.fields) != len(first)
	}
	period := func(i int) bool { _, ok := understood(first[i]); return ok }
	switch {
	case len(first) == 1 && !wide:
		return single
	case len(first) == 2 && !wide && rising(rows):
		return numbered
	case len(first) == 2 && !wide && period(0):
		return dated
	case len(first) == 3 && !wide && period(1) && !values(rows):
		return long
	case len(first) == 2 && !wide && len(rows) > 1 && !period(0):
		return dated // a label that is no period is told as such
	}
	return across
}

// rising tells whether the first fields are the numbers of the lines, from 0 or from 1.
func rising(rows []row) bool {
	first, err := strconv.Atoi(rows[0].fields[0])
	if err != nil || first < 0 || first > 1 {
		return false
	}
	for i, r := range rows {
		if r.fields[0] != strconv.Itoa(first+i) {
			return false
		}
	}
	return true
}

// values tells whether the second field is a value that looks like a year: every line has another name, or there are
// others that are no years.
func values(rows []row) bool {
	seen, repeated := map[string]bool{}, false
	for i, r := range rows {
		m, ok := understood(r.fields[1])
		if i == 0 && m.form != asYear {
			return false
		}
		if !ok {
			return true
		}
		repeated = repeated || seen[r.fields[0]]
		seen[r.fields[0]] = true
	}
	return !repeated
}

func value(r row, i int) (float64, error) {
	if i >= len(r.fields) || missing(r.fields[i]) {
		return 0, fmt.Errorf("line %d has no value; give every period a number, 0 where nothing happened", r.line)
	}
	v, ok := number(r.fields[i])
	if !ok {
		return 0, fmt.Errorf("line %d: %q is not a number", r.line, shortened(r.fields[i]))
	}
	return v, nil
}

func shortened(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}

// one reads a series from the columns of its periods, −1 for none, and values.
func one(rows []row, periods, values int) ([]Series, error) {
	var s Series
	var moments []moment
	for i, r := range rows {
		if periods < 0 && i > 0 && r.line != rows[i-1].line+1 {
			return nil, fmt.Errorf("line %d has no value; give every period a number, 0 where nothing happened",
				rows[i-1].line+1)
		}
		v, err := value(r, values)
		if err != nil {
			return nil, err
		}
		s.Values = append(s.Values, v)
		if periods < 0 {
			continue
		}
		m, ok := understood(r.fields[periods])
		if !ok {
			return nil, fmt.Errorf("line %d: %q is not a period; write 2026-11-20, 2026-11, 2026-Q4 or 2026", r.line,
				shortened(r.fields[periods]))
		}
		moments = append(moments, m)
	}
	if len(moments) > 0 {
		step, err := apart(moments)
		if err != nil {
			return nil, err
		}
		s.Step, s.Season, s.Last = step, step.Season(), moments[len(moments)-1].String()
	}
	return []Series{s}, nil
}

func grouped(rows []row) ([]Series, error) {
	var names []string
	of := map[string][]row{}
	for _, r := range rows {
		name := r.fields[0]
		if len(of[name]) == 0 {
			names = append(names, name)
		}
		of[name] = append(of[name], r)
	}
	var all []Series
	for _, name := range names {
		s, err := one(of[name], 1, 2)
		if err != nil {
			return nil, fmt.Errorf("series %s: %w", shortened(name), err)
		}
		s[0].Name = name
		all = append(all, s[0])
	}
	return all, nil
}

// wide reads a series from each line: its name, and values up to the last that is there.
func wide(rows []row) ([]Series, error) {
	var all []Series
	for _, r := range rows {
		s := Series{Name: r.fields[0]}
		last := len(r.fields)
		for last > 1 && missing(r.fields[last-1]) {
			last--
		}
		for i := 1; i < last; i++ {
			v, err := value(r, i)
			if err != nil {
				return nil, fmt.Errorf("series %s, field %d: %w", shortened(s.Name), i+1, err)
			}
			s.Values = append(s.Values, v)
		}
		if len(s.Values) == 0 {
			return nil, fmt.Errorf("line %d: series %s has no values", r.line, shortened(s.Name))
		}
		all = append(all, s)
	}
	return all, nil
}
