package statementpage

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/web/pay"
)

// paper is a statement being written on sheets of A4. Lengths are millimetres. Whatever is written goes through plain.
type paper struct {
	*fpdf.Fpdf
	numbers money.Format
}

// family is the font that is written into the file: Latin, Greek and Cyrillic letters. Others are boxes.
const family = "Go"

const (
	margin    = 16.0
	wide      = 210 - 2*margin
	lineHigh  = 5.2
	smallHigh = 4.2
)

// asPDF writes a statement as a PDF: the same figures as its page, the lines with their reasons, and who approved it.
// It is the same bytes for the same statement.
func asPDF(p statementView, organisation string, numbers money.Format) ([]byte, error) {
	doc := fpdf.New("P", "mm", "A4", "")
	doc.AddUTF8FontFromBytes(family, "", goregular.TTF)
	doc.AddUTF8FontFromBytes(family, "B", gobold.TTF)
	d := paper{doc, numbers}
	at := time.Time{}
	if p.Sheet.CalculatedAt != nil {
		at = *p.Sheet.CalculatedAt
	}
	doc.SetCreationDate(at)
	doc.SetModificationDate(at)
	doc.SetCatalogSort(true)
	doc.SetCompression(false) // a statement is small, and its text can be searched and compared
	doc.SetTitle(d.plain("Commission statement "+p.Period.Label), true)
	doc.SetMargins(margin, margin, margin)
	doc.SetAutoPageBreak(true, margin+4)
	doc.AliasNbPages("")
	doc.SetFooterFunc(func() {
		doc.SetY(-margin)
		d.font("", 8, 110)
		d.CellFormat(wide/2, 5, p.Roster.Name(&p.Member)+", "+p.Period.Label, "", 0, "L", false, 0, "")
		d.CellFormat(wide/2, 5, fmt.Sprintf("Page %d of {nb}", doc.PageNo()), "", 0, "R", false, 0, "")
	})
	doc.AddPage()
	d.head(p, organisation)
	d.sum(p)
	d.lines(p)
	d.pending(p)
	d.history(p)
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, fmt.Errorf("statementpage: paper: %w", err)
	}
	return out.Bytes(), nil
}

func (d paper) font(style string, size float64, grey int) {
	d.SetFont(family, style, size)
	d.SetTextColor(grey, grey, grey)
}

func (d paper) head(p statementView, organisation string) {
	d.font("", 10, 110)
	d.CellFormat(wide, lineHigh, organisation, "", 1, "L", false, 0, "")
	d.font("B", 18, 20)
	d.CellFormat(wide, 10, "Commission statement "+p.Period.Label, "", 1, "L", false, 0, "")
	d.font("", 10, 60)
	d.CellFormat(wide, lineHigh, p.Roster.Name(&p.Member)+", plan “"+p.Plans[p.Sheet.PlanID]+"”", "", 1, "L", false, 0,
		"")
	state := p.Sheet.State.Label()
	if !p.Sheet.State.Closed() {
		state += ": estimate, can change until the statement is locked"
	}
	d.CellFormat(wide, lineHigh, state+".", "", 1, "L", false, 0, "")
	d.Ln(4)
}

// pair is a name at the left and a figure at the right.
func (d paper) pair(name, value string) {
	d.CellFormat(wide-45, 6, name, "B", 0, "L", false, 0, "")
	d.CellFormat(45, 6, value, "B", 1, "R", false, 0, "")
}

func (d paper) title(s string) {
	if d.GetY() > 250 {
		d.AddPage()
	}
	d.Ln(4)
	d.font("B", 11, 20)
	d.CellFormat(wide, 7, s, "", 1, "L", false, 0, "")
}

func (d paper) sum(p statementView) {
	d.SetDrawColor(215, 218, 224)
	d.font("", 10, 30)
	for _, part := range p.parts() {
		d.pair(part.Name, part.Value)
	}
	d.font("B", 11, 20)
	d.pair("Payable", p.cash().Exact(p.Sheet.Payable))
	d.font("", 9, 70)
	d.Ln(1)
	for _, f := range p.figures() {
		d.pair(f.Key, f.Value)
	}
	for _, place := range p.Sheet.Places() {
		said := p.component(place.Component) + ", " + pay.Label(p.Calendar, place.Period) + ": " +
			p.measure(place.Component, place.Credited)
		if place.Quota != nil {
			said += " of " + p.measure(place.Component, *place.Quota)
		}
		d.pair(said, pay.Attained(place.Attainment))
	}
}

func (d paper) lines(p statementView) {
	section := ""
	for i, l := range p.Sheet.Result.Lines {
		if l.Component != section {
			section = l.Component
			d.title(p.component(l.Component))
		}
		d.line(p, i+1, l)
	}
	if len(p.Sheet.Adjusted) > 0 {
		d.title("Adjustments")
		d.font("", 9.5, 30)
		for _, a := range p.Sheet.Adjusted {
			d.pair(a.Reason, p.cash().Exact(a.Amount))
		}
	}
}

// line is what, how much and why, never torn apart by the end of a page.
func (d paper) line(p statementView, number int, l commission.Line) {
	d.font("", 8, 90)
	why := p.sub(entry{Sum: l.Amount, Due: l.Due, Lines: []line{{l, number}}}) + ". " + money.Marked(l.Why)
	if l.Waits != "" {
		why += ". Waits: " + l.Waits
	}
	reasons := d.SplitText(why, wide-50)
	if _, high := d.GetPageSize(); d.GetY()+lineHigh+float64(len(reasons))*smallHigh > high-margin-6 {
		d.AddPage()
	}
	d.font("", 9.5, 30)
	name := fmt.Sprintf("%d  %s", number, p.name(l.Opportunity))
	switch {
	case l.Clawback:
		name += " (clawback)"
	case l.Reversal:
		name += " (taken back)"
	}
	d.CellFormat(wide-45, lineHigh, d.cut(name, wide-47), "", 0, "L", false, 0, "")
	d.CellFormat(45, lineHigh, p.cash().Exact(l.Amount), "", 1, "R", false, 0, "")
	d.font("", 8, 90)
	for _, r := range reasons {
		d.CellFormat(wide, smallHigh, r, "", 1, "L", false, 0, "")
	}
	d.Ln(1.2)
}

func (d paper) pending(p statementView) {
	items := p.pendingItems()
	if len(items) == 0 {
		return
	}
	d.title("Earned and pending")
	d.font("", 9, 30)
	for _, i := range items {
		d.pair(d.cut(i.Title+": "+i.Sub, wide-50), i.Figure)
	}
}

// cut is as much of a text as fits a width, by whole letters.
func (d paper) cut(s string, width float64) string {
	letters := []rune(s)
	for len(letters) > 1 && d.GetStringWidth(string(letters)) > width {
		letters = letters[:len(letters)-1]
	}
	return string(letters)
}

func (d paper) history(p statementView) {
	d.title("Where it stands")
	d.font("", 9, 60)
	for _, e := range p.events() {
		said := e.Title + ", " + e.When
		if e.Detail != "" {
			said += ": " + e.Detail
		}
		d.MultiCell(wide, smallHigh+.4, said, "", "L", false)
	}
	d.Ln(2)
	d.font("", 8, 110)
	d.MultiCell(wide, smallHigh, "Result "+p.Sheet.ResultHash, "", "L", false)
}
