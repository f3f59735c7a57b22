package mapping

import (
	"slices"
	"strings"
	"time"

	"quarterdeck/internal/fault"
	"quarterdeck/internal/importer/source"
	"quarterdeck/internal/money"
)

// Bind finds the mapping's files in a folder, and their columns, in the order in which their objects are taken in. Absent
// files are passed over, but not all of them. Times without a zone are in the given one, amounts that name no currency in
// the given one.
func (m Mapping) Bind(folder *source.Folder, zone *time.Location, currency money.Currency) ([]*File, error) {
	var files []*File
	for _, s := range m.Sources {
		f := &File{Source: s, folder: folder, comma: m.comma(), fields: map[string][]found{}, where: map[int][]string{}, read: map[int]bool{},
			dates: layoutsOf(m.Dates), zone: zone, currency: currency, point: m.Decimal}
		sheet, ok, err := folder.Sheet(s.File, f.comma)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		err = f.bind(sheet)
		sheet.Close()
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	if len(files) == 0 {
		return nil, fault.New(fault.Invalid, "There is no file that this import knows: it looks for "+strings.Join(m.Files(), ", ")+".")
	}
	for _, f := range files {
		f.keep(files)
	}
	slices.SortStableFunc(files, func(a, b *File) int { return objects[a.Object].order - objects[b.Object].order })
	return files, nil
}

// Files lists the names of the files that the mapping looks for.
func (m Mapping) Files() []string {
	var names []string
	for _, s := range m.Sources {
		if !slices.Contains(names, s.File) {
			names = append(names, s.File)
		}
	}
	return names
}

func (m Mapping) comma() byte {
	if m.Delimiter == "" {
		return ','
	}
	return m.Delimiter[0]
}

func layoutsOf(forms []string) []string {
	var all []string
	for _, form := range forms {
		all = append(all, layout(form))
	}
	return all
}
