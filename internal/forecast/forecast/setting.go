package forecast

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
)

// Settings are an organisation's forecast rules from a moment on. A change is a new version; earlier calls do not
// change.
type Settings struct {
	Names      map[opportunity.Category]string // only those that the organisation calls something else
	MostLikely bool                            // the category between commit and best case is used
	// share by which what lies beneath an adjustment may move, hundredths of a percent
	StaleBP   int
	WeeklyOn  *time.Weekday // nil: not asked for weekly
	WeeklyAt  int           // minutes after midnight in the organisation's zone
	MonthlyOn *int          // day of the month, past its end the last; nil: not asked for monthly
	MonthlyAt int
	KnownAt   time.Time // zero: nobody has set anything
}

// usual is what holds until somebody sets something: nobody is asked or reminded.
var usual = Settings{StaleBP: 1000, WeeklyAt: 12 * 60, MonthlyAt: 12 * 60}

// Name is the organisation's name of a category.
func (s Settings) Name(c opportunity.Category) string {
	if name := s.Names[c]; name != "" {
		return name
	}
	return c.Label()
}

// LineName is the organisation's name of a line.
func (s Settings) LineName(l Line) string {
	switch l {
	case Commit:
		return s.Name(opportunity.Commit) + " forecast"
	case MostLikely:
		return s.Name(opportunity.MostLikely) + " forecast"
	case BestCase:
		return s.Name(opportunity.BestCase) + " forecast"
	default:
		return "Call"
	}
}

// Lines lists the lines that the organisation uses.
func (s Settings) Lines() []Line {
	if s.MostLikely {
		return Lines
	}
	return []Line{Call, Commit, BestCase}
}

func (s Settings) check() error {
	if s.StaleBP < 0 || s.StaleBP > 10000 {
		return fault.On("stale", "The share lies between 0 % and 100 %.")
	}
	if s.WeeklyAt < 0 || s.WeeklyAt > 1439 || s.MonthlyAt < 0 || s.MonthlyAt > 1439 {
		return fault.On("weekly_at", "A due time is a time of the day, such as 12:00.")
	}
	if s.WeeklyOn != nil && (*s.WeeklyOn < time.Sunday || *s.WeeklyOn > time.Saturday) {
		return fault.On("weekly_on", "Choose a day of the week, or not weekly.")
	}
	if s.MonthlyOn != nil && (*s.MonthlyOn < 1 || *s.MonthlyOn > 31) {
		return fault.On("monthly_on",
			"The day of the month must be between 1 and 31. In shorter months it is the last day.")
	}
	seen := map[string]bool{}
	for _, c := range opportunity.Categories {
		name := strings.ToLower(s.Name(c))
		if utf8.RuneCountInString(name) > 30 {
			return fault.On("name_"+string(c), "A category's name has at most 30 letters.")
		}
		if seen[name] {
			return fault.On("name_"+string(c), "Two categories cannot have the same name.")
		}
		seen[name] = true
	}
	return nil
}

// Configure sets the organisation's forecast rules from now on.
func Configure(ctx context.Context, tx *tenant.Tx, s Settings) error {
	if err := tx.Require(tenant.ManageForecast); err != nil {
		return err
	}
	names := map[opportunity.Category]string{}
	for c, name := range s.Names {
		if name = strings.TrimSpace(name); name != "" && name != c.Label() &&
			slices.Contains(opportunity.Categories, c) {
			names[c] = name
		}
	}
	s.Names = names
	if err := s.check(); err != nil {
		return err
	}
	body, err := json.Marshal(names)
	if err != nil {
		return fmt.Errorf("forecast: configure: %w", err)
	}
	var weekday *int
	if s.WeeklyOn != nil {
		day := int(*s.WeeklyOn)
		weekday = &day
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.forecast_settings (tenant_id, id, names, most_likely, stale_bp, weekly_on,
			weekly_at, monthly_on, monthly_at, known_at, member_id)
		VALUES (@tenant, @id, @names, @most_likely, @stale, @weekly_on, @weekly_at, @monthly_on, @monthly_at, @now,
			@me)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "names": string(body), "most_likely": s.MostLikely,
			"stale": s.StaleBP, "weekly_on": weekday, "weekly_at": s.WeeklyAt, "monthly_on": s.MonthlyOn,
			"monthly_at": s.MonthlyAt, "now": knownAt(s.KnownAt, tx.Now()), "me": tx.By()})
	if err != nil {
		return fmt.Errorf("forecast: configure: %w", err)
	}
	return audit.Record(ctx, tx, "set", "forecast rules", "", nil)
}

// SettingsAt is the forecast rules at a moment.
func SettingsAt(ctx context.Context, tx *tenant.Tx, at time.Time) (Settings, error) {
	type version struct {
		Names      []byte
		MostLikely bool
		StaleBP    int
		WeeklyOn   *int
		WeeklyAt   int
		MonthlyOn  *int
		MonthlyAt  int
		KnownAt    time.Time
	}
	v, err := tenant.One[version](ctx, tx, `SELECT names, most_likely, stale_bp, weekly_on, weekly_at, monthly_on,
		monthly_at, known_at FROM app.forecast_settings
		WHERE tenant_id = @tenant AND known_at <= @at ORDER BY known_at DESC, id DESC LIMIT 1`, tenant.Args{"at": at})
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return usual, nil
	}
	if err != nil {
		return usual, fmt.Errorf("forecast: settings: %w", err)
	}
	s := Settings{MostLikely: v.MostLikely, StaleBP: v.StaleBP, WeeklyAt: v.WeeklyAt, MonthlyOn: v.MonthlyOn,
		MonthlyAt: v.MonthlyAt, KnownAt: v.KnownAt}
	if v.WeeklyOn != nil {
		day := time.Weekday(*v.WeeklyOn)
		s.WeeklyOn = &day
	}
	if err := json.Unmarshal(v.Names, &s.Names); err != nil {
		return usual, fmt.Errorf("forecast: settings: %w", err)
	}
	return s, nil
}
