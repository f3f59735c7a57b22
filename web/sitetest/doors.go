package sitetest

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web"
)

// door is an address of a route, who may open it, and what answers them. Forms are such as are refused with 422, or
// change nothing that another door needs.
type door struct {
	// anyone; person, who has signed in; seat, a member of the organisation; or the right that a member needs
	who    string
	status int
	path   string // {mate} and the like are the keys of records of the firm
	form   []string
}

const (
	anyone = "anyone"
	person = "person"
	seat   = "seat"
)

func having(right tenant.Right) string { return string(right) }

// pageDoors is every route of the site but those of pay. One that is in no table fails TestEveryRouteHasADoor.
var pageDoors = map[string]door{
	"GET /healthz": {anyone, 200, "/healthz", nil},
	"GET /readyz":  {anyone, 200, "/readyz", nil},
	"GET /login":   {anyone, 0, "/login", nil}, // leads on who has signed in
	"POST /login": {anyone, 422, "/login",
		[]string{"email", "nobody@example.com", "password", "wrong wrong wrong"}},
	"GET /start":               {anyone, 404, "/start", nil}, // there is an organisation
	"GET /start/{token}":       {anyone, 404, "/start/wrong", nil},
	"POST /start/{token}":      {anyone, 404, "/start/wrong", nil},
	"GET /start/{token}/slug":  {anyone, 404, "/start/wrong/slug", nil},
	"POST /logout":             {anyone, 303, "/logout", nil},
	"POST /theme":              {anyone, 303, "/theme", []string{"theme", "dark"}},
	"GET /password":            {anyone, 200, "/password", nil},
	"POST /password":           {anyone, 422, "/password", []string{"email", "no address"}},
	"GET /password/{token}":    {anyone, 422, "/password/wrong", nil},
	"POST /password/{token}":   {anyone, 422, "/password/wrong", []string{"password", Password}},
	"GET /join/{org}/{token}":  {anyone, 404, "/join/{org}/wrong", nil},
	"POST /join/{org}/{token}": {anyone, 404, "/join/{org}/wrong", []string{"name", "X Y", "password", Password}},
	"GET /outbox":              {anyone, 200, "/outbox", nil}, // in development only
	"GET /":                    {person, 303, "/", nil},
	"GET /o":                   {person, 200, "/o", nil},
	"GET /me":                  {person, 200, "/me", nil},
	"POST /me/password": {person, 422, "/me/password",
		[]string{"present", "wrong wrong wrong", "password", Password}},
	"POST /me/keys":               {person, 303, "/me/keys", []string{"on", "true"}},
	"POST /me/sessions/end":       {person, 303, "/me/sessions/end", nil},
	"GET /o/{org}/":               {seat, 303, "/o/{org}/", nil},
	"GET /o/{org}/home":           {seat, 200, "/o/{org}/home", nil},
	"GET /o/{org}/setup/progress": {seat, 200, "/o/{org}/setup/progress", nil},
	"GET /o/{org}/setup":          {having(tenant.ManageSettings), 200, "/o/{org}/setup", nil},
	"POST /o/{org}/setup/stages":  {having(tenant.ManageSettings), 409, "/o/{org}/setup/stages", nil},
	"POST /o/{org}/setup/invitations": {having(tenant.ManageSettings), 422, "/o/{org}/setup/invitations",
		[]string{"email_0", "no address", "role_0", "rep"}},
	"POST /o/{org}/setup/list": {having(tenant.ManageSettings), 303, "/o/{org}/setup/list",
		[]string{"shown", "true"}},
	"POST /o/{org}/home/nudge":        {having(tenant.AdjustForecast), 303, "/o/{org}/home/nudge", nil},
	"GET /o/{org}/home.csv":           {seat, 200, "/o/{org}/home.csv", nil},
	"GET /o/{org}/home.xlsx":          {seat, 200, "/o/{org}/home.xlsx", nil},
	"GET /o/{org}/home.json":          {seat, 200, "/o/{org}/home.json", nil},
	"GET /o/{org}/pipeline":           {seat, 200, "/o/{org}/pipeline", nil},
	"GET /o/{org}/pipeline/columns":   {seat, 303, "/o/{org}/pipeline/columns?cols=amount", nil},
	"POST /o/{org}/pipeline/columns":  {seat, 303, "/o/{org}/pipeline/columns", []string{"cols", "amount"}},
	"GET /o/{org}/pipeline.csv":       {seat, 200, "/o/{org}/pipeline.csv", nil},
	"GET /o/{org}/pipeline.xlsx":      {seat, 200, "/o/{org}/pipeline.xlsx", nil},
	"GET /o/{org}/live":               {seat, 303, "/o/{org}/live", nil}, // a person is led home; pages listen
	"GET /o/{org}/views":              {seat, 200, "/o/{org}/views", nil},
	"POST /o/{org}/views":             {seat, 422, "/o/{org}/views", []string{"path", "/pipeline"}},
	"GET /o/{org}/views/{id}":         {seat, 404, "/o/{org}/views/nonsense", nil},
	"POST /o/{org}/views/{id}":        {seat, 404, "/o/{org}/views/nonsense", nil},
	"POST /o/{org}/views/{id}/query":  {seat, 404, "/o/{org}/views/nonsense/query", nil},
	"POST /o/{org}/views/{id}/pin":    {seat, 404, "/o/{org}/views/nonsense/pin", nil},
	"POST /o/{org}/views/{id}/revert": {seat, 404, "/o/{org}/views/nonsense/revert", nil},
	"POST /o/{org}/views/{id}/delete": {seat, 404, "/o/{org}/views/nonsense/delete", nil},
	"GET /o/{org}/accounts":           {seat, 200, "/o/{org}/accounts", nil},
	"GET /o/{org}/accounts.csv":       {seat, 200, "/o/{org}/accounts.csv", nil},
	"GET /o/{org}/accounts.xlsx":      {seat, 200, "/o/{org}/accounts.xlsx", nil},
	"GET /o/{org}/quotas":             {seat, 200, "/o/{org}/quotas", nil},
	"GET /o/{org}/quotas.csv":         {seat, 200, "/o/{org}/quotas.csv", nil},
	"GET /o/{org}/quotas.xlsx":        {seat, 200, "/o/{org}/quotas.xlsx", nil},
	"GET /o/{org}/review":             {seat, 303, "/o/{org}/review", nil},
	"GET /o/{org}/review/{week}":      {seat, 200, "/o/{org}/review/2026-W47", nil},
	"GET /o/{org}/definitions":        {seat, 200, "/o/{org}/definitions", nil},
	"GET /o/{org}/definitions/{id}":   {seat, 303, "/o/{org}/definitions/coverage", nil},
	"GET /o/{org}/search":             {seat, 200, "/o/{org}/search?q=home", nil},
	"GET /o/{org}/more":               {seat, 200, "/o/{org}/more", nil},
	// the records themselves: TestARecordIsFoundByThoseWhoseItIs
	"GET /o/{org}/contacts":      {seat, 200, "/o/{org}/contacts", nil},
	"GET /o/{org}/contacts.csv":  {seat, 200, "/o/{org}/contacts.csv", nil},
	"GET /o/{org}/contacts.xlsx": {seat, 200, "/o/{org}/contacts.xlsx", nil},
	"GET /o/{org}/contacts/{id}": {seat, 404, "/o/{org}/contacts/nonsense", nil},
	"GET /o/{org}/contacts/new":  {having(tenant.EditRecords), 200, "/o/{org}/contacts/new", nil},
	"POST /o/{org}/contacts":     {having(tenant.EditRecords), 422, "/o/{org}/contacts", nil},
	"POST /o/{org}/contacts/{id}/fields": {having(tenant.EditRecords), 404,
		"/o/{org}/contacts/nonsense/fields", nil},
	"POST /o/{org}/contacts/{id}/log": {having(tenant.EditRecords), 404,
		"/o/{org}/contacts/nonsense/log", nil},
	"POST /o/{org}/contacts/{id}/archive": {having(tenant.EditRecords), 404,
		"/o/{org}/contacts/nonsense/archive", nil},
	"POST /o/{org}/contacts/{id}/restore": {having(tenant.EditRecords), 404,
		"/o/{org}/contacts/nonsense/restore", nil},
	"GET /o/{org}/accounts/new": {having(tenant.EditRecords), 200, "/o/{org}/accounts/new", nil},
	"POST /o/{org}/accounts":    {having(tenant.EditRecords), 422, "/o/{org}/accounts", nil},
	"POST /o/{org}/accounts/{id}/fields": {having(tenant.EditRecords), 404,
		"/o/{org}/accounts/nonsense/fields", nil},
	"POST /o/{org}/accounts/{id}/owner": {having(tenant.EditRecords), 404,
		"/o/{org}/accounts/nonsense/owner", nil},
	"POST /o/{org}/accounts/{id}/log": {having(tenant.EditRecords), 404,
		"/o/{org}/accounts/nonsense/log", nil},
	"POST /o/{org}/accounts/{id}/archive": {having(tenant.EditRecords), 404,
		"/o/{org}/accounts/nonsense/archive", nil},
	"POST /o/{org}/accounts/{id}/restore": {having(tenant.EditRecords), 404,
		"/o/{org}/accounts/nonsense/restore", nil},
	"GET /o/{org}/accounts/{id}": {seat, 404, "/o/{org}/accounts/nonsense", nil},
	"GET /o/{org}/members/{id}":  {seat, 404, "/o/{org}/members/nonsense", nil},
	"GET /o/{org}/imports":       {having(tenant.RunImports), 200, "/o/{org}/imports", nil},
	"POST /o/{org}/imports": {having(tenant.RunImports), 422, "/o/{org}/imports",
		[]string{"again", "nothing"}},
	"GET /o/{org}/imports/{id}/columns":  {having(tenant.RunImports), 404, "/o/{org}/imports/nonsense/columns", nil},
	"POST /o/{org}/imports/{id}/columns": {having(tenant.RunImports), 404, "/o/{org}/imports/nonsense/columns", nil},
	"POST /o/{org}/imports/{id}/discard": {having(tenant.RunImports), 404, "/o/{org}/imports/nonsense/discard", nil},
	"GET /o/{org}/imports/{id}/undo":     {having(tenant.RunImports), 200, "/o/{org}/imports/{job}/undo", nil},
	"POST /o/{org}/imports/{id}/undo":    {having(tenant.RunImports), 404, "/o/{org}/imports/nonsense/undo", nil},
	"GET /o/{org}/imports/{id}/undo.csv": {having(tenant.RunImports), 200, "/o/{org}/imports/{job}/undo.csv", nil},
	"GET /o/{org}/imports/{id}":          {having(tenant.RunImports), 200, "/o/{org}/imports/{job}", nil},
	"GET /o/{org}/settings":              {having(tenant.ManageSettings), 200, "/o/{org}/settings", nil},
	"POST /o/{org}/settings/rates": {having(tenant.ManageSettings), 422, "/o/{org}/settings/rates",
		[]string{"currency", "euro"}},
	"POST /o/{org}/settings/records": {having(tenant.ManageSettings), 422, "/o/{org}/settings/records",
		[]string{"kept", "nowhere"}},
	"POST /o/{org}/settings/numbers": {having(tenant.ManageSettings), 422, "/o/{org}/settings/numbers",
		[]string{"numbers", "roman"}},
	"GET /o/{org}/audit":      {having(tenant.ReadAudit), 200, "/o/{org}/audit", nil},
	"GET /o/{org}/audit.csv":  {having(tenant.ReadAudit), 200, "/o/{org}/audit.csv", nil},
	"GET /o/{org}/audit.xlsx": {having(tenant.ReadAudit), 200, "/o/{org}/audit.xlsx", nil},

	"GET /o/{org}/pipeline/board": {seat, 200, "/o/{org}/pipeline/board", nil},
	"GET /o/{org}/pipeline/bulk":  {having(tenant.EditRecords), 200, "/o/{org}/pipeline/bulk", nil},
	"POST /o/{org}/pipeline/bulk": {having(tenant.EditRecords), 422, "/o/{org}/pipeline/bulk",
		[]string{"kind", "close_on"}},
	"GET /o/{org}/pipeline/bulk/{id}": {having(tenant.EditRecords), 404, "/o/{org}/pipeline/bulk/nonsense", nil},
	"GET /o/{org}/pipeline/bulk/{id}/rows.csv": {having(tenant.EditRecords), 404,
		"/o/{org}/pipeline/bulk/nonsense/rows.csv", nil},
	"POST /o/{org}/pipeline/bulk/{id}/undo": {having(tenant.EditRecords), 404,
		"/o/{org}/pipeline/bulk/nonsense/undo", nil},

	"GET /o/{org}/review/{week}/changes.csv": {seat, 200, "/o/{org}/review/2026-W47/changes.csv",
		nil},
	"GET /o/{org}/review/{week}/changes.xlsx": {seat, 200, "/o/{org}/review/2026-W47/changes.xlsx",
		nil},
	"POST /o/{org}/review/{week}/opportunities/{id}/judgement": {having(tenant.RunReviews), 422,
		"/o/{org}/review/2026-W47/opportunities/{idle}/judgement", []string{"verdict", "perhaps"}},
	"POST /o/{org}/review/{week}/opportunities/{id}/next-step": {having(tenant.RunReviews), 422,
		"/o/{org}/review/2026-W47/opportunities/{idle}/next-step", []string{"next_step", "Call"}},
	"POST /o/{org}/review/{week}/notes": {having(tenant.RunReviews), 422,
		"/o/{org}/review/2026-W47/notes", []string{"member", "nobody"}},
	"POST /o/{org}/review/{week}/actions": {having(tenant.RunReviews), 422,
		"/o/{org}/review/2026-W47/actions", []string{"owner_id", "nobody"}},
	"POST /o/{org}/review/{week}/actions/{id}/mark": {having(tenant.RunReviews), 404,
		"/o/{org}/review/2026-W47/actions/{idle}/mark", []string{"done", "true"}},
	"POST /o/{org}/review/{week}/finish": {having(tenant.RunReviews), 409,
		"/o/{org}/review/2026-W47/finish", []string{"seen", "99"}},
	"POST /o/{org}/review/{week}/reopen": {having(tenant.RunReviews), 409,
		"/o/{org}/review/2026-W47/reopen", []string{"seen", "0"}},
	"GET /o/{org}/opportunities/{id}":    {seat, 404, "/o/{org}/opportunities/nonsense", nil},
	"GET /o/{org}/reports/bookings":      {seat, 200, "/o/{org}/reports/bookings", nil},
	"GET /o/{org}/reports/bookings.csv":  {seat, 200, "/o/{org}/reports/bookings.csv", nil},
	"GET /o/{org}/reports/bookings.xlsx": {seat, 200, "/o/{org}/reports/bookings.xlsx", nil},
	"GET /o/{org}/reports/forecast":      {seat, 200, "/o/{org}/reports/forecast", nil},
	"GET /o/{org}/reports/forecast.csv":  {seat, 200, "/o/{org}/reports/forecast.csv", nil},
	"GET /o/{org}/reports/forecast.xlsx": {seat, 200, "/o/{org}/reports/forecast.xlsx", nil},
	"GET /o/{org}/reports/slippage":      {seat, 200, "/o/{org}/reports/slippage", nil},
	"GET /o/{org}/reports/slippage.csv":  {seat, 200, "/o/{org}/reports/slippage.csv", nil},
	"GET /o/{org}/reports/slippage.xlsx": {seat, 200, "/o/{org}/reports/slippage.xlsx", nil},
	"GET /o/{org}/imports/{id}/progress": {having(tenant.RunImports), 200,
		"/o/{org}/imports/{job}/progress", nil},
	"GET /o/{org}/imports/{id}/rejected.csv": {having(tenant.RunImports), 200,
		"/o/{org}/imports/{job}/rejected.csv", nil},
	"GET /o/{org}/imports/{id}/rows.csv": {having(tenant.RunImports), 200,
		"/o/{org}/imports/{job}/rows.csv", nil},
	"GET /o/{org}/settings/members": {having(tenant.ManageMembers), 200,
		"/o/{org}/settings/members", nil},
	"POST /o/{org}/settings/members": {having(tenant.ManageMembers), 422,
		"/o/{org}/settings/members", []string{"name", "X", "role", "king"}},
	"POST /o/{org}/settings/members/{id}/assignment": {having(tenant.ManageMembers), 422,
		"/o/{org}/settings/members/{idle}/assignment", []string{"role", "king"}},
	"POST /o/{org}/settings/members/{id}/invitation": {having(tenant.ManageMembers), 422,
		"/o/{org}/settings/members/{idle}/invitation", []string{"email", "nonsense"}},
	"POST /o/{org}/settings/members/{id}/invitation/withdrawal": {having(tenant.ManageMembers), 409,
		"/o/{org}/settings/members/{idle}/invitation/withdrawal", nil},
	"POST /o/{org}/settings/members/{id}/access/end": {having(tenant.ManageMembers), 303,
		"/o/{org}/settings/members/{idle}/access/end", nil},
	"GET /o/{org}/forecast":          {seat, 303, "/o/{org}/forecast", nil},
	"GET /o/{org}/opportunities/new": {having(tenant.EditRecords), 200, "/o/{org}/opportunities/new", nil},
	"POST /o/{org}/opportunities":    {having(tenant.EditRecords), 422, "/o/{org}/opportunities", nil},
	"GET /o/{org}/opportunities/{id}/cell/{field}": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/cell/amount", nil},
	"GET /o/{org}/pipeline/rows/{id}": {seat, 404, "/o/{org}/pipeline/rows/nonsense", nil},
	"POST /o/{org}/opportunities/{id}/fields": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/fields", nil},
	"POST /o/{org}/opportunities/{id}/owner": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/owner", nil},
	"POST /o/{org}/opportunities/{id}/stage": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/stage", nil},
	"POST /o/{org}/opportunities/{id}/log": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/log", nil},
	"POST /o/{org}/opportunities/{id}/clone": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/clone", nil},
	"POST /o/{org}/opportunities/{id}/archive": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/archive", nil},
	"POST /o/{org}/opportunities/{id}/restore": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/restore", nil},
	"POST /o/{org}/commands/{id}/undo": {seat, 404, "/o/{org}/commands/nonsense/undo", nil},
	"GET /o/{org}/inbox":               {seat, 200, "/o/{org}/inbox", nil},
	"GET /o/{org}/inbox/{id}":          {seat, 404, "/o/{org}/inbox/{idle}", nil},
	"POST /o/{org}/inbox/done":         {seat, 404, "/o/{org}/inbox/done", []string{"id", "nonsense"}},
	"POST /o/{org}/inbox/read":         {seat, 404, "/o/{org}/inbox/read", []string{"id", "nonsense"}},
	"POST /o/{org}/inbox/snooze":       {seat, 303, "/o/{org}/inbox/snooze", nil}, // says there that a day is missing
	"POST /o/{org}/inbox/back":         {seat, 404, "/o/{org}/inbox/back", []string{"id", "nonsense"}},
	"GET /o/{org}/inbox/settings":      {seat, 200, "/o/{org}/inbox/settings", nil},
	"POST /o/{org}/inbox/settings":     {seat, 422, "/o/{org}/inbox/settings", []string{"zone", "Mars/Olympus"}},
	"GET /o/{org}/mentions/{part}":     {seat, 200, "/o/{org}/mentions/the", nil},
	"GET /o/{org}/tasks":               {seat, 200, "/o/{org}/tasks", nil},
	"GET /o/{org}/tasks.csv":           {seat, 200, "/o/{org}/tasks.csv", nil},
	"GET /o/{org}/tasks.xlsx":          {seat, 200, "/o/{org}/tasks.xlsx", nil},
	"GET /o/{org}/tasks/queue":         {seat, 200, "/o/{org}/tasks/queue", nil},
	"GET /o/{org}/tasks/new":           {seat, 200, "/o/{org}/tasks/new", nil},
	"POST /o/{org}/tasks":              {seat, 422, "/o/{org}/tasks", []string{"title", ""}},
	"GET /o/{org}/tasks/{id}":          {seat, 404, "/o/{org}/tasks/nonsense", nil},
	"POST /o/{org}/tasks/{id}":         {seat, 404, "/o/{org}/tasks/nonsense", nil},
	"POST /o/{org}/tasks/{id}/done":    {seat, 404, "/o/{org}/tasks/{idle}/done", nil},
	"POST /o/{org}/tasks/{id}/reopen":  {seat, 404, "/o/{org}/tasks/{idle}/reopen", nil},
	"POST /o/{org}/tasks/{id}/snooze":  {seat, 404, "/o/{org}/tasks/{idle}/snooze", nil},
	"POST /o/{org}/tasks/{id}/delete":  {seat, 404, "/o/{org}/tasks/{idle}/delete", nil},
	"POST /o/{org}/opportunities/{id}/qualification": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/qualification", nil},
	"POST /o/{org}/settings/qualification": {having(tenant.ManageSettings), 422,
		"/o/{org}/settings/qualification", nil},
	"POST /o/{org}/opportunities/{id}/contacts": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/contacts", nil},
	"POST /o/{org}/opportunities/{id}/contacts/{part}": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/contacts/nonsense", nil},
	"POST /o/{org}/opportunities/{id}/category": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/category", nil},
	"POST /o/{org}/opportunities/{id}/tags": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/tags", nil},
	"GET /o/{org}/settings/stages":      {having(tenant.ShapePipeline), 200, "/o/{org}/settings/stages", nil},
	"GET /o/{org}/settings/stages.csv":  {having(tenant.ShapePipeline), 200, "/o/{org}/settings/stages.csv", nil},
	"GET /o/{org}/settings/stages.xlsx": {having(tenant.ShapePipeline), 200, "/o/{org}/settings/stages.xlsx", nil},
	"POST /o/{org}/settings/stages": {having(tenant.ShapePipeline), 422, "/o/{org}/settings/stages",
		[]string{"probability", "much"}},
	"POST /o/{org}/settings/stages/retire": {having(tenant.ShapePipeline), 404, "/o/{org}/settings/stages/retire",
		[]string{"stage", "Nowhere"}},
	"POST /o/{org}/settings/stages/restore": {having(tenant.ShapePipeline), 404, "/o/{org}/settings/stages/restore",
		[]string{"stage", "Nowhere"}},
	"GET /o/{org}/settings/stages/{id}/criteria": {having(tenant.ShapePipeline), 404,
		"/o/{org}/settings/stages/nonsense/criteria", nil},
	"POST /o/{org}/settings/stages/{id}/criteria": {having(tenant.ShapePipeline), 404,
		"/o/{org}/settings/stages/nonsense/criteria", nil},
	"GET /o/{org}/settings/fields":      {having(tenant.ShapePipeline), 200, "/o/{org}/settings/fields", nil},
	"GET /o/{org}/settings/fields.csv":  {having(tenant.ShapePipeline), 200, "/o/{org}/settings/fields.csv", nil},
	"GET /o/{org}/settings/fields.xlsx": {having(tenant.ShapePipeline), 200, "/o/{org}/settings/fields.xlsx", nil},
	"POST /o/{org}/settings/fields": {having(tenant.ShapePipeline), 422, "/o/{org}/settings/fields",
		[]string{"do", "save", "name", "", "kind", "text"}},
	"GET /o/{org}/settings/lists":      {having(tenant.ShapePipeline), 200, "/o/{org}/settings/lists", nil},
	"GET /o/{org}/settings/lists.csv":  {having(tenant.ShapePipeline), 200, "/o/{org}/settings/lists.csv", nil},
	"GET /o/{org}/settings/lists.xlsx": {having(tenant.ShapePipeline), 200, "/o/{org}/settings/lists.xlsx", nil},
	"POST /o/{org}/settings/lists": {having(tenant.ShapePipeline), 422, "/o/{org}/settings/lists",
		[]string{"do", "save", "list", "source", "name", ""}},
	"GET /o/{org}/settings/rules":      {having(tenant.ShapePipeline), 200, "/o/{org}/settings/rules", nil},
	"GET /o/{org}/settings/rules.csv":  {having(tenant.ShapePipeline), 200, "/o/{org}/settings/rules.csv", nil},
	"GET /o/{org}/settings/rules.xlsx": {having(tenant.ShapePipeline), 200, "/o/{org}/settings/rules.xlsx", nil},
	"GET /o/{org}/settings/rules/new":  {having(tenant.ShapePipeline), 200, "/o/{org}/settings/rules/new", nil},
	"GET /o/{org}/settings/rules/{id}": {having(tenant.ShapePipeline), 404, "/o/{org}/settings/rules/nonsense", nil},
	"GET /o/{org}/settings/rules/{id}.csv": {having(tenant.ShapePipeline), 404,
		"/o/{org}/settings/rules/nonsense.csv", nil},
	"POST /o/{org}/settings/rules": {having(tenant.ShapePipeline), 422, "/o/{org}/settings/rules",
		[]string{"do", "save", "message", "m"}},
	"POST /o/{org}/settings/rules/{id}/undo": {having(tenant.ShapePipeline), 404,
		"/o/{org}/settings/rules/nonsense/undo", nil},
	"GET /o/{org}/settings/forecast": {having(tenant.ManageForecast), 200,
		"/o/{org}/settings/forecast", nil},
	"POST /o/{org}/settings/forecast": {having(tenant.ManageForecast), 422,
		"/o/{org}/settings/forecast", []string{"stale", "much"}},
	"POST /o/{org}/settings/forecast/lock": {having(tenant.ManageForecast), 422,
		"/o/{org}/settings/forecast/lock", []string{"period", "2026-Q4"}},
	"GET /o/{org}/settings/forecast/cutoffs/{id}.csv": {having(tenant.ManageForecast), 404,
		"/o/{org}/settings/forecast/cutoffs/nonsense.csv", nil},
	"GET /o/{org}/forecast/mine":     {seat, 200, "/o/{org}/forecast/mine", nil},
	"GET /o/{org}/forecast/{period}": {seat, 200, "/o/{org}/forecast/2026-Q4", nil},
	"GET /o/{org}/forecast/{period}/sheet.csv": {seat, 200, "/o/{org}/forecast/2026-Q4/sheet.csv",
		nil},
	"GET /o/{org}/forecast/{period}/sheet.xlsx": {seat, 200, "/o/{org}/forecast/2026-Q4/sheet.xlsx",
		nil},
	// those who are there: TestWhatIsBehindAFigureIsForThoseWhoseItIs
	"GET /o/{org}/forecast/{period}/members/{id}": {seat, 404,
		"/o/{org}/forecast/2026-Q4/members/nonsense", nil},
	"POST /o/{org}/forecast/{period}/submissions": {having(tenant.SubmitForecast), 422,
		"/o/{org}/forecast/2026-Q4/submissions", []string{"call", "much"}},
	"POST /o/{org}/forecast/{period}/judgements": {having(tenant.AdjustForecast), 404,
		"/o/{org}/forecast/2026-Q4/judgements", []string{"member", "nobody"}},
	"POST /o/{org}/forecast/{period}/judgements/{id}/withdrawal": {having(tenant.AdjustForecast), 404,
		"/o/{org}/forecast/2026-Q4/judgements/nonsense/withdrawal", nil},
	"GET /o/{org}/forecast/outlook":      {seat, 200, "/o/{org}/forecast/outlook", nil},
	"GET /o/{org}/forecast/outlook.csv":  {seat, 200, "/o/{org}/forecast/outlook.csv", nil},
	"GET /o/{org}/forecast/outlook.xlsx": {seat, 200, "/o/{org}/forecast/outlook.xlsx", nil},
	"POST /o/{org}/forecast/outlook/refresh": {having(tenant.RunImports), 303,
		"/o/{org}/forecast/outlook/refresh", nil},
	"POST /o/{org}/forecast/outlook/scenarios": {having(tenant.PlanScenarios), 422,
		"/o/{org}/forecast/outlook/scenarios", []string{"of", "2026-Q4", "name", ""}},
	"GET /o/{org}/forecast/accuracy":        {seat, 200, "/o/{org}/forecast/accuracy", nil},
	"GET /o/{org}/forecast/accuracy.csv":    {seat, 200, "/o/{org}/forecast/accuracy.csv", nil},
	"GET /o/{org}/forecast/accuracy.xlsx":   {seat, 200, "/o/{org}/forecast/accuracy.xlsx", nil},
	"GET /o/{org}/forecast/accuracy/trials": {seat, 200, "/o/{org}/forecast/accuracy/trials", nil},
	"GET /o/{org}/forecast/accuracy/trials.csv": {seat, 200, "/o/{org}/forecast/accuracy/trials.csv",
		nil},
	"GET /o/{org}/forecast/accuracy/trials.xlsx": {seat, 200, "/o/{org}/forecast/accuracy/trials.xlsx",
		nil},
}

// doors is every route of the site.
var doors = together(pageDoors, payDoors, fileDoors, qualityDoors)

func together(tables ...map[string]door) map[string]door {
	all := map[string]door{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

// RoutesOf lists the routes of a server as the table writes them. Assets are files for anybody and have their own
// tests.
func RoutesOf(t *testing.T, s *web.Server) []string {
	t.Helper()
	var routes []string
	err := chi.Walk(s.Handler().(chi.Routes), func(method, route string, _ http.Handler,
		_ ...func(http.Handler) http.Handler) error {
		if !strings.HasPrefix(route, "/assets/") {
			routes = append(routes, method+" "+route)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return routes
}

// Sees tells whose records a visitor sees.
var Sees = map[string][]string{
	"admin": {"manager", "rep", "mate", "east", "far"}, "ops": {"manager", "rep", "mate", "east", "far"},
	"finance": {"manager", "rep", "mate", "east", "far"}, "executive": {"manager", "rep", "mate", "east", "far"},
	"manager": {"manager", "rep", "mate"}, "rep": {"rep"}, "mate": {"mate"}, "east": {"east", "far"},
	"outsider": {}, "stranger": {},
}

// visitors are those who try the doors: the roles, somebody of another organisation, and a stranger.
func visitors() []string {
	all := []string{"stranger", "outsider"}
	for _, role := range tenant.Roles {
		all = append(all, string(role))
	}
	return all
}

// Visit is a new browser of a visitor, as a door may end its session.
func (f *Firm) Visit(key string, outsider *House) *Browser {
	switch key {
	case "stranger":
		return f.Site.Stranger()
	case "outsider":
		return outsider.As(tenant.Admin)
	}
	return f.As(key)
}
