package mapping

import (
	"slices"
	"strings"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/value"
	"quarterdeck/internal/platform/source"
)

// Bind finds the mapping's files in a folder, and their columns, in the order in which their objects are taken in.
// Absent files are passed over, but not all of them. Days begin and end in the given zone, amounts that name no
// currency are in the given one, and how somebody chose to read a file goes before what the mapping says.
func (m Mapping) Bind(folder *source.Folder, zone *time.Location, currency money.Currency,
	choices Choices) ([]*File, error) {
	times, err := m.zone(zone)
	if err != nil {
		return nil, err
	}
	var files []*File
	for _, s := range m.Sources {
		f := &File{Source: s, folder: folder, fields: map[string][]found{}, where: map[int][]string{},
			read: map[int]bool{}, calendar: value.Calendar{Forms: layoutsOf(m.Dates), Days: zone, Times: times},
			currency: currency, style: choices.style(s.File).or(m.Style),
			choices: choices.over(m.Values)}
		f.comma = f.style.comma()
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
		return nil, fault.New(fault.Invalid,
			"No file has a name that this import recognises. It looks for "+strings.Join(m.Files(), ", ")+".")
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

// zone is that of times which name none: the mapping's, else the organisation's.
func (m Mapping) zone(otherwise *time.Location) (*time.Location, error) {
	if m.Zone == "" {
		return otherwise, nil
	}
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		return nil, fault.New(fault.Invalid,
			"Mapping file, zone: use a time zone name such as UTC or Europe/Berlin.")
	}
	return zone, nil
}

func layoutsOf(forms []string) []string {
	var all []string
	for _, form := range forms {
		all = append(all, value.Form(form))
	}
	return all
}
