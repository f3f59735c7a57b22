package definition

// All is every definition, in the order in which they are read.
var All = []Definition{
	{ID: "period", Source: calendar, Name: "Period", Formula: "[first day, day after the last)",
		Means: "A month, quarter, half or year of the organisation's fiscal calendar. An opportunity belongs to the " +
			"period of its close date.",
		Note: "Days begin at midnight in the organisation's time zone. A fiscal year that does not start in January " +
			"is named by the calendar year in which it ends."},
	{ID: "as-of", Source: calendar, Name: "As of", Formula: "known from ≤ moment < known to",
		Means: "A page as it looked at the end of a past day, using only what was known then.",
		Note: "History from a CRM counts as known since its date there. If the source kept no history for a field, " +
			"its current value is shown, and the page says since when history is kept."},
	{ID: "base-currency", Source: rates, Name: "Base currency", Formula: "amount × rate, rounded once, half up",
		Means: "The currency of all totals. Closed opportunities are converted at the rate of their close date, " +
			"open ones at the rate of the page's day.",
		Note: "Opportunities without an amount, or without an exchange rate for the day, are left out of totals. " +
			"Their number is shown beside the total."},
	{ID: "closed-won", Source: opportunities, Name: "Closed won", Formula: "Σ amount of won, close date in the period",
		Means: "The total of opportunities won, by close date, converted at the booking rate."},
	{ID: "target", Source: quotas, Name: "Quota",
		Formula: "Σ quota × days in force in the period ÷ days of the quota's period",
		Means: "The quota of the members in scope: a member's own quota or, if they have none, the sum of their " +
			"reports' quotas. A manager's quota and the quotas below it are never added together.",
		Example: "1.2 M a year, raised to 1.5 M on 1 July 2026, asks for 1,351,232.88 in 2026."},
	{ID: "attainment", Source: quotas, Name: "Attainment", Formula: "closed won ÷ quota",
		Means: "The share of the quota that is closed."},
	{ID: "linear-pace", Source: quotas, Name: "Linear pace", Formula: "quota × days elapsed ÷ days of the period",
		Means: "What would be closed by today if deals closed evenly over the period. Most quarters close late, so " +
			"being slightly behind early on is normal.",
		Note: "Calendar days; today counts as elapsed."},
	{ID: "open-pipeline", Source: opportunities, Name: "Open pipeline",
		Formula: "Σ amount of open, close date in the period",
		Means: "Open opportunities with a close date in the period. Overdue opportunities count in the current " +
			"period only, whatever their close date, and are shown separately. Omitted opportunities are not counted."},
	{ID: "open-today", Source: opportunities, Name: "Open today",
		Formula: "Σ amount of open, whatever the close date",
		Means: "All open opportunities, omitted ones and those of other periods included. So it is more than the open " +
			"pipeline of the period."},
	{ID: "data-problems", Source: opportunities, Name: "Data problems",
		Formula: "number and Σ amount of open with the problem, close date in the period",
		Means: "What makes the forecast less reliable. No next step: nothing is written in the field, in any stage. " +
			"Opportunities without a close date are in no period, and all of them count.",
		Note: "Data quality counts by stage instead: a missing next step or amount counts from the second open stage " +
			"on, a missing contact from the third. There it is called \"Stage needs a next step\"."},
	{ID: "weighted-pipeline", Source: opportunities, Name: "Weighted pipeline",
		Formula: "Σ over open (amount × probability), overdue × decay",
		Means: "The open pipeline with each opportunity multiplied by its probability: the one set by hand, or else " +
			"its stage's. Each row is rounded once, so the rows add up to the total.",
		Note: "An overdue opportunity counts with part of its probability: half, unless the organisation sets " +
			"another share. Won and lost opportunities are not included."},
	{ID: "weighted-forecast", Source: opportunities, Name: "Weighted forecast",
		Formula: "closed won + weighted pipeline",
		Means:   "The period's result if every open opportunity is worth its amount times its probability.",
		Note: "This is arithmetic on stage probabilities, not a proven forecast. It leaves out deals that are not " +
			"created yet."},
	{ID: "house-model", Source: model, Name: "Quarterdeck model",
		Formula: "closed won + Σ over open (chance × amount) + expected from new deals",
		Means: "The forecasting method trained on the organisation's own history: for each open opportunity the " +
			"chance that it is won within the period, plus what is usually created and won in the remaining days.",
		Note: "It uses only what was known on the day. With little history it relies on typical values and says so. " +
			"The method with the smallest past miss on the organisation's own data is published. With few wins, " +
			"general experience with the methods counts too."},
	{ID: "win-chance", Source: model, Name: "Chance in the period",
		Formula: "P(won within the period | what is known today)",
		Means: "How likely an opportunity is won before the period ends: by its stage and time in it, age, amount, " +
			"moves of its close date, activity, contacts and category. It is not the probability of the record, " +
			"which says nothing of when."},
	{ID: "not-created-yet", Source: model, Name: "Expected from new deals",
		Formula: "usual number created and won in the days left × usual amount",
		Means: "Expected from opportunities that are not in the CRM yet but will be created and won within the " +
			"period."},
	{ID: "forecast-range", Source: model, Name: "80\u00a0% range", Formula: "from the 10th to the 90th of 100 outcomes",
		Means: "The range that should contain the result in 8 of 10 periods. It comes from simulating the rest of " +
			"the period many times, with shared shocks, and is widened to match past misses.",
		Note: "It is never below closed won. Team ranges do not add up to the total range, because not every team " +
			"has bad luck at the same time."},
	{ID: "range-coverage", Source: model, Name: "Coverage of the range",
		Formula: "past periods whose outcome lay in the range ÷ past periods",
		Means: "How often the result fell inside the 80\u00a0% range. Far below 80\u00a0% the range is too narrow, far above " +
			"it is too wide. The 95\u00a0% interval (Wilson) shows how certain this is, given the number of periods."},
	{ID: "forecast-accuracy", Source: accuracy, Name: "Forecast accuracy",
		Formula: "max(0, 1 − |forecast − actual| ÷ actual)",
		Means: "How close a forecast was to the result, at set moments: the evening before the period, after a " +
			"quarter, half and three quarters of it, and at the lock. The target is 92\u00a0%.",
		Example: "A forecast of 150 with a result of 100: 50\u00a0%.",
		Note:    "Undefined if the result is zero."},
	{ID: "wape", Source: accuracy, Name: "Missed by (WAPE)", Formula: "Σ |forecast − actual| ÷ Σ |actual|",
		Means: "The average miss in either direction, as a share of the result.",
		Example: "Forecasts of 100, 50 and 10 where 80, 60 and 20 came: 25\u00a0% over the three, although their total was " +
			"forecast without an error.",
		Note: "Misses of different members do not cancel out, so it is shown next to the error of the total."},
	{ID: "bias", Source: accuracy, Name: "Bias", Formula: "Σ (forecast − actual) ÷ Σ actual",
		Means: "The direction of the misses: above zero is over-forecasting, below zero is under-forecasting " +
			"(sandbagging).",
		Note: "The ± is the 95\u00a0% interval from the spread of errors, one per period. Fewer than four periods are not " +
			"enough data. A label appears only when the pattern is statistically clear."},
	{ID: "value-added", Source: accuracy, Name: "Forecast value added",
		Formula: "WAPE of the same period last year − WAPE of the forecast",
		Means: "How much a method or adjustment improves the error, in percentage points, compared with repeating " +
			"last year. Below zero it makes the forecast worse."},
	{ID: "required-coverage", Source: quotas, Name: "Required coverage",
		Formula: "1 ÷ share of the open pipeline that was won in the period, at this day of past periods",
		Means: "The coverage needed to reach the quota, based on how much pipeline was won from this day on in " +
			"past periods. It is not a fixed 3×; it changes with the day of the period.",
		Example: "In past periods, 25\u00a0% of the open pipeline on this day was won: the coverage needed is 4×."},
	{ID: "forecast-gap", Source: quotas, Name: "Plan against forecast", Formula: "gap = forecast − quota",
		Means: "The forecast minus the quota. The chance beside it is the probability of reaching the quota, from " +
			"the range."},
	{ID: "forecast-change", Source: model, Name: "Why the forecast changed",
		Formula: "forecast today − forecast then = Σ effects of the causes",
		Means: "The difference between two days, split exactly by cause: won beyond expectation, lost or gone, new, " +
			"amounts, close dates, progress, expected new deals, and model updates."},
	{ID: "reliability", Source: model, Name: "Reliability of probabilities",
		Formula: "share that was won, by stated probability in ten bins; Brier = mean (p − 0 or 1)²",
		Means: "Whether 70\u00a0% means 70\u00a0%: of the opportunities given about a 70\u00a0% chance to be won in the quarter, " +
			"how many were won. Dots on the diagonal are reliable. The line through a dot is the 95\u00a0% interval."},
	{ID: "seasonality", Source: model, Name: "Seasonality",
		Formula: "what is won in a quarter of the year ÷ an average quarter around it",
		Means: "How the quarters of a year differ, and how much of the swing between quarters this explains. With " +
			"few years of history the value is pulled towards 100\u00a0%. It needs at least two years."},
	{ID: "scenario", Source: model, Name: "Scenario",
		Formula: "closed won + Σ over open (chance × (1 + win rate) × (1 − slip) × amount) + not created yet × (1 + " +
			"new business)",
		Means: "The period's result under assumptions: better or worse chances, pipeline that slips, more or less " +
			"new business, or named opportunities won or lost. A scenario never changes the forecast."},
	{ID: "coverage", Source: quotas, Name: "Coverage", See: "required-coverage",
		Formula: "open pipeline ÷ (quota − closed won)",
		Means:   "Open pipeline divided by what is left of the quota. Once the quota is met it shows \"covered\"."},
	{ID: "comparison", Source: opportunities, Name: "Comparison with an earlier period",
		Formula: "figure − the same figure a year before",
		Means: "Both periods count up to the same day. If nothing closed a year before, the previous period is " +
			"used. An ended period is compared with a whole one.",
		Note: "A difference has a colour once it is larger than the usual variation: the median distance of the past " +
			"figures of the same day from their median. With fewer than four of them, 2\u00a0% of the earlier figure."},
	{ID: "reason-to-talk", Source: quotas, Name: "Reason to talk",
		Formula: "the first that applies: no call, call outside the range, behind pace, slipped, no next step",
		Means: "No call: one is late, or there is a quota and no call where none is due by a date. Outside the " +
			"range: of the published forecast's 80\u00a0%, by more than 2\u00a0% of the quota. Behind pace: closed won is " +
			"below three quarters of an even pace, and the forecast below the quota. Slipped: a deal of the " +
			"period was moved past its end this week. No next step: of an open deal of at least a tenth of the " +
			"quota."},
	{ID: "win-rate", Source: opportunities, Name: "Win rate", Formula: "won ÷ (won + lost), closed in the period",
		Means: "Of what closed in the period, the share that was won: by count, and by value.",
		Note:  "It looks too high while losses are closed late. Open opportunities are not included."},
	{ID: "average-size", Source: opportunities, Name: "Average size", Formula: "Σ amount of won ÷ number won",
		Means: "The mean amount of opportunities won in the period. The median beside it is not distorted by a " +
			"few large ones."},
	{ID: "cycle", Source: opportunities, Name: "Sales cycle",
		Formula: "Σ days from creation to close of won ÷ number won",
		Means:   "Mean days from creation to winning, for opportunities won in the period, with the median beside it."},
	{ID: "new-existing", Source: opportunities, Name: "New and existing business", Formula: "Σ amount of won, by type",
		Means: "Amounts won in the period, by the opportunity type in your CRM."},
	{ID: "category", Source: calls, Name: "Forecast category", Formula: "set by hand, or the stage's default",
		Means: "How sure the seller is: Commit, Best case, Pipeline or Omitted. A category set by hand survives " +
			"stage changes until the opportunity closes."},
	{ID: "roll-up", Source: calls, Name: "Roll-up",
		Formula: "gross(n, c) = own opportunities in c + Σ gross of those who report to n",
		Means: "The total of the opportunities of a member and everybody below, by category, in the hierarchy of " +
			"that day. Each opportunity is in one category, so columns do not overlap. The cumulative view adds " +
			"each column to those before it.",
		Example: "Closed 284, commit 78, best case 69: commit forecast 362, best case forecast 431.",
		Note: "Territory, region and segment are those of the account now. The product family is that of the " +
			"opportunity's largest line, for its whole amount. The open pipeline is commit, best case and pipeline, " +
			"without closed deals."},
	{ID: "commit-forecast", Source: calls, Name: "Commit forecast", Formula: "closed + commit",
		Means: "The period's result if everything in Commit is won and nothing else."},
	{ID: "best-case-forecast", Source: calls, Name: "Best case forecast",
		Formula: "closed + commit (+ most likely) + best case",
		Means: "The period's result if everything in Commit and Best case is won, and in Most likely where it is " +
			"used."},
	{ID: "call", Source: calls, Name: "Call", Formula: "the newest amount that the member submitted for the period",
		Means: "A member's own forecast for the period, including what is closed: one number, and one for each " +
			"forecast line. Calls are never edited; every call is kept with its time.",
		Note: "A call is late when nothing was submitted between the due time before and the due time. Once a " +
			"period is closed its calls stay as they are."},
	{ID: "judged", Source: calls, Name: "Adjusted", Formula: "the newest amount that somebody above set for the member",
		Means: "What somebody above says that a member's part will come to, as an amount with a reason. It counts in " +
			"place of the deals in every total above the member and changes no opportunity. Where several people " +
			"above have adjusted a member, the highest one's adjustment counts, in every sheet.",
		Note: "Nobody adjusts their own call, and nobody sees adjustments of their own total. An adjustment is " +
			"outdated once the member calls something else: Keep confirms it, Follow takes the newer call. Deals have " +
			"moved once they differ by more than the organisation's share from what they were, 10 % unless set " +
			"otherwise."},
	{ID: "final-call", Source: calls, Name: "Final",
		Formula: "adjusted, or else own opportunities + Σ final of those who report",
		Means: "The amount for a member including adjustments by people above. A team's total is the final " +
			"without adjustments of the team itself, so it is the same for everybody who may see the team. Deals, " +
			"adjusted and final are shown side by side; none replaces another.",
		Example: "A manager's two reps have deals of 100, adjusted to 80, and 50; the manager has 10: deals 160, final 140."},
	{ID: "overdue", Source: opportunities, Name: "Overdue", Formula: "open and close date < today",
		Means: "An open opportunity whose close date has passed. Either the date is wrong, or the deal is lost but " +
			"not closed."},
	{ID: "data-quality", Source: opportunities, Name: "Data quality score",
		Formula: "(30 × completeness + 30 × timeliness + 15 × uniqueness + 15 × validity + 10 × adoption) ÷ 100",
		Means: "How far the data can be trusted, from 0 to 100. Completeness: facts filled, of those that each open " +
			"opportunity's stage asks for. Timeliness: open opportunities that are neither overdue nor without recent " +
			"activity. Uniqueness: accounts and contacts in no group of duplicates. Validity: open opportunities without an " +
			"impossible value. Adoption: reps who logged at least 5 activities in the last 7 days.",
		Note: "A part without data is left out, with its weight. Whether a value is right cannot be told from data " +
			"alone."},
	{ID: "untouched", Source: activity, Name: "No activity",
		Formula: "open, created earlier, no activity done in the last days",
		Means:   "An open opportunity without activity for 14 days, or the number of days the organisation sets."},
	{ID: "activities", Source: activity, Name: "Activities", Formula: "number done in the last 30 days",
		Means: "Calls, e-mails, meetings and others that were done, by the member who did them. Planned ones " +
			"are not counted."},
	{ID: "needed-per-week", Source: quotas, Name: "Needed per week",
		Formula: "(quota − closed won) × 7 ÷ days left, today included",
		Means:   "The amount to close in each remaining week to reach the quota."},
	{ID: "pipeline-change", Source: history, Name: "What changed",
		Formula: "open at start + new + reopened + pulled in + pushed in + entered scope + increased − decreased − " +
			"slipped − pulled out − won − lost − omitted − left scope ± exchange rates = open now",
		Means: "How the open pipeline of a period became another between two moments. Each bar opens its " +
			"opportunities, and the bars lead from the one figure to the other to the cent. Net compares how each " +
			"opportunity stands at the two moments; gross walks everything that happened on the way, so what was " +
			"pushed out and pulled back counts twice there and not at all in net.",
		Example: "100 at the start, raised to 150 and then pushed to the next quarter: slipped −100. Raised and " +
			"still in: increased +50. Created and won in the week at 70: new +70, won −70.",
		Note: "An opportunity that leaves counts with its amount at the start. Amount changes have a bar only for " +
			"opportunities that stay. Of several changes the first of these counts: won, lost, omitted, " +
			"left scope, slipped or pulled out, amount. Entering opportunities use the later moment's rate; exchange " +
			"rates is what they did to what was in before and after. Open at start and now are what the list of " +
			"opportunities shows as of the two days."},
	{ID: "slipped", Source: history, Name: "Slipped",
		Formula: "close date from the period to a later one, or still open at its end",
		Means: "An open opportunity that is no longer expected in the period: its close date moved past the end, or " +
			"the period ended while it was open.",
		Note: "An opportunity that lost its close date counts as slipped; one that is given a date for the first " +
			"time as pulled in."},
	{ID: "pushed-close-date", Source: history, Name: "Pushed close date",
		Formula: "close date moved to a later day within the period",
		Means: "An opportunity whose close date was moved to a later day in the period, whether or not it left its " +
			"quarter. Days later compares its close date now with the one before the first push of the period.",
		Note: "Days are negative where the close date was pulled in again since."},
	{ID: "push-count", Source: history, Name: "Push count",
		Formula: "number of moves of the close date past the end of the fiscal quarter that it was in",
		Means: "How often an opportunity was moved to a later quarter. The review shows it beside the opportunity, " +
			"the pipeline as a column. After three pushes a close date is rarely reliable.",
		Note: "As far back as the source kept the history of the close date."},
	{ID: "judgement", Source: history, Name: "In or out", Formula: "the newest word of each author, for a period",
		Means: "Whether somebody counts on an opportunity for a period. It does not change the opportunity or its " +
			"category. Earlier entries are kept."},
	{ID: "accrued-commission", Source: ledgers, Name: "Accrued commission",
		Formula: "Σ earned + adjustments + guarantees of the statements that end in the period",
		Means: "What sellers earned in a period, whenever it is paid. A statement is earned on the last day of its " +
			"payout period, or today while that is to come: a locked one by what was posted, an open one by its " +
			"newest calculation.",
		Note: "A guarantee is what a draw that is never repaid adds. Totals in the base currency are converted at " +
			"the rate of the page's day, each statement by itself, so that opening, movements and closing add up to " +
			"the minor unit."},
	{ID: "unpaid-liability", Source: ledgers, Name: "Unpaid liability",
		Formula: "opening + accrued − settled = closing",
		Means: "Earned but not paid at the end of a period. Due amounts are payable and await approval, payroll or " +
			"payment; pending amounts await cash, an invoice or a go-live.",
		Example: "Earned 1,000 in February, 600 of it payable, an adjustment of 50: marked as paid in March, 650 is " +
			"settled and 400 stays pending.",
		Note: "A statement settles on the day on which it is marked as paid. Readers of totals only see " +
			"quarters whose figures cover at least three people; smaller quarters are " +
			"combined. They see what was earned through the last month that was calculated, as those who read all " +
			"pay see it at the end of that month."},
	{ID: "draw-balance", Source: ledgers, Name: "Draw balance", Formula: "opening + advanced − repaid = closing",
		Means: "Paid to members in advance and not earned yet: an asset, not part of the liability. Cash paid is " +
			"what was settled and advanced, less what was repaid out of earnings.",
		Example: "Draw of 1,500, earned 500: 1,500 is paid and 1,000 outstanding. Then 3,000 is earned: 2,000 is " +
			"paid and nothing outstanding."},
	{ID: "capitalised-commission", Source: ledgers, Name: "Capitalised commission",
		Formula: "opening + capitalised − amortised − written off = closing",
		Means: "What locked statements pay on a won opportunity is an incremental cost of that contract (ASC " +
			"340-40): it is carried and spread over the time in which it comes back. Current is what amortises " +
			"within twelve months of the balance, non-current the rest.",
		Example: "A later statement that takes 1,500 back reduces the remaining cost, from the last day of that " +
			"statement on.",
		Note: "By policy: overrides count, payroll taxes come on top, and what lasts a year or less may be " +
			"expensed at once. Pay of no contract is never capitalised. A cancelled or written-off contract loses " +
			"what it carries on that day, less what is clawed back. Not accounting advice."},
	{ID: "amortisation", Source: ledgers, Name: "Amortisation",
		Formula: "cost × months or days of the period ÷ all of them, the last period takes what is left",
		Means: "The part of a contract's cost that falls into a period, in a straight line by month or by day: " +
			"over the initial term where a renewal pays as much commission, else over the customer's expected life.",
		Example: "10,800 over 36 months is 300 a month. 10,000 over 36 is 277.78 a month and 277.70 in the last.",
		Note: "By month, the month of the booking counts as a whole one. A change of the expected life spreads " +
			"what is carried from its first day on and moves nothing before."},
	{ID: "contract-impairment", Source: ledgers, Name: "Impairment of a contract's cost",
		Formula: "max(0, carried − (remaining consideration − remaining costs))",
		Means: "The carrying amount above the consideration still expected from the contract, less remaining " +
			"delivery costs. It is written off on the day of the test (ASC 340-40-35-3).",
		Example: "26,000 carried; 20,000 still expected and 5,000 of remaining costs: 11,000 is written off, and " +
			"15,000 amortises over the months that are left.",
		Note: "Finance enters the amount still expected, with a reason. A second test for the same day replaces " +
			"the first. A later one can only reduce the rest, because write-offs are never reversed."},
	{ID: "payroll-export", Source: ledgers, Name: "Payroll file",
		Formula: "Σ rows = Σ paid of the run's locked statements",
		Means: "What the locked statements of a run pay, laid out as the payroll needs it: a row a statement, or a " +
			"row a component with its earning code, draws and adjustments beside them.",
		Note: "By component, a row is what became payable since the statement before. A statement that pays nothing " +
			"has no row; one below zero has. What is not locked is in no file."},
	{ID: "daily-snapshot", Source: snapshots, Name: "Course of a period",
		Formula: "the figures as of the end of each day",
		Means: "Open pipeline, commit and closed won at the end of each day of the period. They are derived from " +
			"the history of the opportunities, so an import that brings history brings these days too.",
		Note: "Today is not over and so not among them. Of a month, the course is that of its quarter."},
	{ID: "commission-payable", Source: ledgers, Name: "Commission payable",
		Formula: "earned in the statement − not payable yet + released from earlier + draw + adjustments",
		Means: "What a statement pays: everything that has become payable to date, less what earlier statements " +
			"paid. A draw is paid in advance and kept back later; adjustments are amounts that two people decided on.",
		Example: "A quota of 100,000, 10 % and 20 % above it: 80,000 in January pays 8,000; 40,000 in February pays " +
			"6,000, of which 20,000 at 20 %.",
		Note: "Until the statement is locked this is an estimate. A locked statement never changes: later changes " +
			"appear on a later statement."},
	{ID: "commission-attainment", Source: ledgers, Name: "Credit and tiers",
		Formula: "credited in the measurement period ÷ quota of the period",
		Means: "The attainment of a plan component and its current rate. A rate applies to credit above its " +
			"threshold, or to all credit of the period if the plan says so, once the threshold is reached.",
		Example: "117,000 credited of a quota of 100,000 is 117 %."},
	{ID: "commission-projection", Source: ledgers, Name: "Expected commission",
		Formula: "the plan applied to what is won and to the rest of the published forecast",
		Means:   "What a quarter would earn if it ends as the published forecast says, and at both ends of its range.",
		Note: "An estimate: the rest of the forecast is treated as bookings of the member's usual kind and " +
			"size. Later claims by others on a shared bonus are not known."},
}
