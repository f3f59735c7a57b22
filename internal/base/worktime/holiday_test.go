package worktime_test

import (
	"fmt"
	"strings"
	"testing"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/worktime"
)

func TestHolidaysAreReadFromListsAndCalendarFiles(t *testing.T) {
	want := "[2026-12-24 Christmas Eve, half day 2026-12-25 Christmas Day 2026-12-26 Boxing Day; observed]"
	for _, text := range []string{
		"2026-12-25 Christmas Day\n\n2026-12-24\tChristmas Eve, half day\r\n2026-12-26,Boxing Day; observed\n",
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christ\r\n" +
			" mas Day\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20261224T000000Z\r\nDTEND:20261225T000000Z\r\n" +
			"SUMMARY;LANGUAGE=en:Christmas Eve\\, half day\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n" +
			"DTSTART;VALUE=DATE:20261226\r\nDTEND;VALUE=DATE:20261227\r\n" +
			"SUMMARY:Boxing Day\\; observed\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
	} {
		all, err := worktime.ParseHolidays(text)
		if got := fmt.Sprint(all); err != nil || got != want {
			t.Errorf("%s, %v", got, err)
		}
	}
	long, err := worktime.ParseHolidays("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20240228\n" +
		"DTEND;VALUE=DATE:20240302\nSUMMARY:Leave\nEND:VEVENT\n")
	if err != nil || fmt.Sprint(long) != "[2024-02-28 Leave 2024-02-29 Leave 2024-03-01 Leave]" {
		t.Errorf("%v, %v", long, err)
	}
}

func TestAHolidayThatCannotBeReadSaysWhere(t *testing.T) {
	event := "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:%s\nSUMMARY:Feast\n%s\nEND:VEVENT\n"
	for text, want := range map[string]string{
		"2026-12-25 Christmas\n25.12.2026 Christmas":                "Line 2 must begin",
		"0000-01-01 Nothing":                                        "Line 1 must begin",
		"2026-12-25 " + strings.Repeat("x", 101):                    "more than 100 letters",
		fmt.Sprintf(event, "2026", ""):                              `"Feast" has no date`,
		fmt.Sprintf(event, "20261225", "RRULE:FREQ=YEARLY"):         "repeats by a rule",
		fmt.Sprintf(event, "20261225", "DTEND;VALUE=DATE:20991225"): "within 31 days",
		"BEGIN:VCALENDAR\nEND:VCALENDAR\n":                          "no events",
	} {
		if _, err := worktime.ParseHolidays(text); err == nil || !strings.Contains(fault.Message(err), want) {
			t.Errorf("%.40q: %v, want %q", text, err, want)
		}
	}
	if all, err := worktime.ParseHolidays(" \n"); err != nil || len(all) != 0 {
		t.Errorf("an empty list: %v, %v", all, err)
	}
}

func FuzzHolidays(f *testing.F) {
	f.Add("2026-12-25 Christmas Day\n")
	f.Add("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nSUMMARY:x\nEND:VEVENT\n")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := worktime.ParseHolidays(text)
		if err != nil {
			return
		}
		lines := make([]string, len(all))
		for i, h := range all {
			if i > 0 && h.On <= all[i-1].On {
				t.Fatal("the days are not in order")
			}
			lines[i] = h.String()
		}
		if strings.ContainsAny(strings.Join(lines, ""), "\n") {
			t.Fatal("a name goes over several lines")
		}
	})
}
