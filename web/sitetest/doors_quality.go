package sitetest

import "quarterdeck/internal/platform/tenant"

// qualityDoors is every route of the quality of the data.
var qualityDoors = map[string]door{
	"GET /o/{org}/quality":          {having(tenant.ManageRecords), 200, "/o/{org}/quality", nil},
	"POST /o/{org}/quality/measure": {having(tenant.ManageRecords), 303, "/o/{org}/quality/measure", nil},
	"GET /o/{org}/quality/tasks": {having(tenant.ManageRecords), 200, "/o/{org}/quality/tasks?rule=overdue",
		nil},
	"POST /o/{org}/quality/tasks": {having(tenant.ManageRecords), 422, "/o/{org}/quality/tasks?rule=overdue",
		[]string{"due_on", "soon"}},
	"POST /o/{org}/quality/tasks/{id}/undo": {having(tenant.ManageRecords), 404,
		"/o/{org}/quality/tasks/{idle}/undo", nil},
	"GET /o/{org}/quality/duplicates": {having(tenant.ManageRecords), 200, "/o/{org}/quality/duplicates",
		nil},
	"POST /o/{org}/quality/duplicates/merge": {having(tenant.ManageRecords), 303,
		"/o/{org}/quality/duplicates/merge", nil}, // says there what was refused
	"POST /o/{org}/quality/duplicates/distinct": {having(tenant.ManageRecords), 303,
		"/o/{org}/quality/duplicates/distinct", nil},
	"POST /o/{org}/quality/merges/{id}/undo": {having(tenant.ManageRecords), 404,
		"/o/{org}/quality/merges/{idle}/undo", nil},
}
