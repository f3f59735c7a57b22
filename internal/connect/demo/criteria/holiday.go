package criteria

import (
	"context"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/workweek"
)

// hours gives the demo its weekly hours and the holidays of three years.
func hours(ctx context.Context, tx *tenant.Tx, now time.Time) error {
	there, err := workweek.At(ctx, tx, now)
	if err != nil || there.ID != uuid.Nil {
		return err
	}
	v := workweek.Version{Week: worktime.Usual}
	for year := range 3 {
		v.Holidays = append(v.Holidays, holidays(now.Year()-1+year)...)
	}
	_, err = workweek.Save(ctx, tx, v, uuid.Nil)
	return err
}

// holidays are those on which sales teams in the United States rest, in order.
func holidays(year int) []worktime.Holiday {
	feast := period.NewDate(year, time.November, 22) // the fourth Thursday is this day or one of the six after it
	for feast.Time().Weekday() != time.Thursday {
		feast++
	}
	labor := period.NewDate(year, time.September, 1)
	for labor.Time().Weekday() != time.Monday {
		labor++
	}
	return []worktime.Holiday{{On: period.NewDate(year, time.January, 1), Name: "New Year's Day"},
		{On: period.NewDate(year, time.July, 4), Name: "Independence Day"}, {On: labor, Name: "Labor Day"},
		{On: feast, Name: "Thanksgiving Day"}, {On: feast + 1, Name: "Day after Thanksgiving"},
		{On: period.NewDate(year, time.December, 25), Name: "Christmas Day"}}
}
