package source

// NewReader lets tests read CSV as imports do.
var NewReader = newReader

// Next is the cells of a record, or what is wrong with it.
func (r *reader) Next() (line int, cells []string, problem string, err error) {
	rec, err := r.next()
	return rec.Line, rec.Cells, rec.Problem, err
}
