package statementpage

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
)

// box stands for a letter that the font does not have.
const box = '□'

var letters = sync.OnceValue(func() *sfnt.Font {
	f, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		panic(err) // the font is part of the program
	}
	return f
})

// plain is a text that can be written with the font: spaces that it breaks at, a box for each letter that it lacks, and
// nothing that is not seen. The writer of the file stops at a letter beyond the first 65,536, such as those of emoji.
func (d paper) plain(s string) string {
	var buffer sfnt.Buffer
	out := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
			return -1
		}
		if i, err := letters().GlyphIndex(&buffer, r); err != nil || i == 0 || r > 0xffff {
			return box
		}
		return r
	}, d.numbers.Say(s))
	return out
}

// CellFormat writes a text into a cell.
func (d paper) CellFormat(w, h float64, text, border string, ln int, align string, fill bool, link int, at string) {
	d.Fpdf.CellFormat(w, h, d.plain(text), border, ln, align, fill, link, at)
}

// MultiCell writes a text into a cell of several lines.
func (d paper) MultiCell(w, h float64, text, border, align string, fill bool) {
	d.Fpdf.MultiCell(w, h, d.plain(text), border, align, fill)
}

// SplitText breaks a text into lines.
func (d paper) SplitText(text string, w float64) []string { return d.Fpdf.SplitText(d.plain(text), w) }

// GetStringWidth is how wide a text is.
func (d paper) GetStringWidth(text string) float64 { return d.Fpdf.GetStringWidth(d.plain(text)) }
