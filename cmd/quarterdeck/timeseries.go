package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"text/tabwriter"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/forecast/timeseries"
)

type seriesCommand struct {
	File    string `required:"" help:"CSV file. Each line is a value, or period,value, or series,period,value, or a name followed by all values. Use - for standard input."`
	Horizon int    `required:"" help:"Number of periods to forecast, 1 to 1000."`
	Method  string `default:"auto" enum:"auto,ets,theta,dotm,damped,combination,naive,seasonal-naive,run-rate,drift" help:"One of ${enum}."`
	Season  int    `help:"Periods in a season, such as 12 for months. Default: detected from the periods or the values."`
	JSON    bool   `help:"Print the result as JSON."`
}

// foretold is the answer of the command for one series.
type foretold struct {
	Series   string         `json:"series,omitempty"`
	Method   string         `json:"method"`
	Model    string         `json:"model"`
	Season   int            `json:"season"`
	N        int            `json:"n"`
	Horizon  int            `json:"horizon"`
	Forecast []foretoldStep `json:"forecast"`
	Note     string         `json:"note,omitempty"`
}

// foretoldStep has no ranges where the past does not tell them.
type foretoldStep struct {
	Step   int      `json:"step"`
	Period string   `json:"period,omitempty"`
	Value  float64  `json:"value"`
	Lo80   *float64 `json:"lo80"`
	Hi80   *float64 `json:"hi80"`
	Lo95   *float64 `json:"lo95"`
	Hi95   *float64 `json:"hi95"`
}

// Run forecasts the series of a file. It needs no database.
func (c *seriesCommand) Run(sh *shell) error {
	all, err := c.read(sh.in)
	if err != nil {
		return err
	}
	var answers []foretold
	for _, s := range all {
		if c.Season != 0 {
			s.Season = c.Season
		}
		r, err := timeseries.Forecast(s, c.Horizon, timeseries.Method(c.Method))
		if err != nil {
			if s.Name != "" {
				err = fmt.Errorf("series %s: %w", s.Name, err)
			}
			return c.refused(err)
		}
		answers = append(answers, answer(s, r))
	}
	if !c.JSON {
		return printForetold(sh.out, answers)
	}
	encoder := json.NewEncoder(sh.out)
	encoder.SetIndent("", "  ")
	if len(answers) == 1 && answers[0].Series == "" {
		return encoder.Encode(answers[0])
	}
	return encoder.Encode(map[string][]foretold{"series": answers})
}

func (c *seriesCommand) read(in io.Reader) ([]timeseries.Series, error) {
	if c.File != "-" {
		f, err := os.Open(c.File)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fault.New(fault.NotFound, "No such file: "+c.File+".")
		}
		if err != nil {
			return nil, c.refused(err)
		}
		defer f.Close()
		in = f
	}
	all, err := timeseries.Read(in)
	if err != nil {
		return nil, c.refused(err)
	}
	return all, nil
}

// refused says what is wrong with the file or the question.
func (c *seriesCommand) refused(err error) error {
	return fault.New(fault.Invalid, "Could not forecast "+c.File+": "+err.Error()+".")
}

func answer(s timeseries.Series, r timeseries.Result) foretold {
	a := foretold{Series: s.Name, Method: string(r.Method), Model: r.Model, Season: r.Season, N: r.N,
		Horizon: len(r.Mean), Note: r.Note}
	periods := s.Periods(len(r.Mean))
	for i, v := range r.Mean {
		step := foretoldStep{Step: i + 1, Value: v}
		if periods != nil {
			step.Period = periods[i]
		}
		if r.Lo80 != nil {
			step.Lo80, step.Hi80, step.Lo95, step.Hi95 = &r.Lo80[i], &r.Hi80[i], &r.Lo95[i], &r.Hi95[i]
		}
		a.Forecast = append(a.Forecast, step)
	}
	return a
}

func printForetold(out io.Writer, answers []foretold) error {
	for i, a := range answers {
		if i > 0 {
			fmt.Fprintln(out)
		}
		if a.Series != "" {
			fmt.Fprintln(out, a.Series)
		}
		fmt.Fprintf(out, "%s: %s; %d values, season of %d\n", a.Method, a.Model, a.N, a.Season)
		if a.Note != "" {
			fmt.Fprintln(out, a.Note)
		}
		table := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintln(table, "Step\tPeriod\tForecast\t80 % from\tto\t95 % from\tto\t")
		for _, s := range a.Forecast {
			fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t\n", s.Step, s.Period, figure(&s.Value), figure(s.Lo80),
				figure(s.Hi80), figure(s.Lo95), figure(s.Hi95))
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// figure is a value with two places after the point, or six digits where that would show nothing of it.
func figure(v *float64) string {
	if v == nil {
		return "–"
	}
	if size := max(*v, -*v); size != 0 && (size < 0.1 || size >= 1e15) {
		return strconv.FormatFloat(*v, 'g', 6, 64)
	}
	return strconv.FormatFloat(*v, 'f', 2, 64)
}
