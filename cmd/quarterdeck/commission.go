package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/commission/simulation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/plan/wording"
)

type commissionCommand struct {
	Simulate simulateCommand `cmd:"" help:"Calculate what a plan pays on sample events. Needs no database."`
	Run      payCommand      `cmd:"" help:"Calculate the statements of a payout period."`
	Waive    waiveCommand    `cmd:"" help:"Skip a payout period. Earnings move to the next statements."`
	Withdraw withdrawCommand `cmd:"" help:"Withdraw a run. Only possible while none of its statements is locked."`
	Verify   verifyCommand   `cmd:"" help:"Recalculate a locked statement from its proof bundle and compare. Needs no database."`
	Plan     planCommand     `cmd:"" help:"Check, import and assign plan documents."`
}

type simulateCommand struct {
	Plan   string `required:"" help:"Plan document (JSON). Use - for standard input."`
	Events string `required:"" help:"Quota, statement dates and events (JSON). Use - for standard input."`
	JSON   bool   `help:"Print the result as JSON."`
}

// Run states what the plan pays.
func (c *simulateCommand) Run(sh *shell) error {
	if c.Plan == "-" && c.Events == "-" {
		return fault.New(fault.Invalid, "Only one of --plan and --events can be - (standard input).")
	}
	document, script, err := c.read(sh.in)
	if err != nil {
		return err
	}
	for _, w := range wording.Warnings(document) {
		fmt.Fprintln(sh.err, "Note: "+w.String())
	}
	answer, err := simulation.Run(document, script)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(sh, answer)
	}
	return printSimulation(sh.out, answer)
}

func (c *simulateCommand) read(in io.Reader) (document plan.Document, script plan.Script, err error) {
	raw, err := content(c.Plan, in)
	if err != nil {
		return document, script, err
	}
	if document, err = plan.Parse(raw); err != nil {
		return document, script, refusedDocument(c.Plan, err)
	}
	if raw, err = content(c.Events, in); err != nil {
		return document, script, err
	}
	script, err = plan.ParseScript(raw, document.Currency)
	return document, script, refusedDocument(c.Events, err)
}

// content is a file's content, bounded.
func content(name string, in io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(io.LimitReader(in, 64<<20))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fault.New(fault.Invalid, "Cannot read file "+name+": "+reason(err)+".")
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, 64<<20))
	if err != nil {
		return nil, fault.New(fault.Invalid, "Cannot read file "+name+": "+reason(err)+".")
	}
	return raw, nil
}

func reason(err error) string {
	if p, ok := errors.AsType[*os.PathError](err); ok {
		return p.Err.Error()
	}
	return err.Error()
}

// refusedDocument names the file in what is wrong with a document.
func refusedDocument(name string, err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Invalid, name+" has errors:\n"+err.Error())
}

// printSimulation writes each statement with its lines below it, and what of them is still to come.
func printSimulation(w io.Writer, s simulation.Outcome) error {
	var heads, lines table
	for _, st := range s.Statements {
		attainment := "no quota"
		if st.Attainment != nil {
			attainment = *st.Attainment
		}
		heads = append(heads, []string{st.On.String(), "earned to date", st.Earned, "paid before", st.PaidBefore,
			"payable", st.Payable, "draw balance", st.DrawBalance, "attainment", attainment})
		for _, l := range st.Lines {
			why := l.Why
			if l.Waits != "" {
				why += "; payable later: " + l.Waits
			}
			lines = append(lines, []string{l.Opportunity, l.Component, l.Amount, why})
		}
	}
	heads.align(2, 4, 6, 8)
	lines.align(2)
	var b strings.Builder
	for i, st := range s.Statements {
		b.WriteString(strings.Join(heads[i], "  ") + "\n")
		for _, row := range lines[:len(st.Lines)] {
			b.WriteString("  " + strings.Join(row, "  ") + "\n")
		}
		lines = lines[len(st.Lines):]
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// table is rows of as many cells.
type table [][]string

// align pads the cells of each column but the last to one width, numbers on the left.
func (t table) align(numbers ...int) {
	for i := 0; len(t) > 0 && i+1 < len(t[0]); i++ {
		width := 0
		for _, row := range t {
			width = max(width, utf8.RuneCountInString(row[i]))
		}
		for _, row := range t {
			space := strings.Repeat(" ", width-utf8.RuneCountInString(row[i]))
			if slices.Contains(numbers, i) {
				row[i] = space + row[i]
			} else {
				row[i] += space
			}
		}
	}
}
