package sitetest

import "quarterdeck/internal/platform/tenant"

// fileDoors is every route of attachments, and of business hours.
var fileDoors = map[string]door{
	"POST /o/{org}/contacts/{id}/attachments": {having(tenant.EditRecords), 404,
		"/o/{org}/contacts/nonsense/attachments", nil},
	"POST /o/{org}/accounts/{id}/attachments": {having(tenant.EditRecords), 404,
		"/o/{org}/accounts/nonsense/attachments", nil},
	"POST /o/{org}/opportunities/{id}/attachments": {having(tenant.EditRecords), 404,
		"/o/{org}/opportunities/nonsense/attachments", nil},
	"GET /o/{org}/attachments/{id}": {seat, 404, "/o/{org}/attachments/nonsense", nil},
	"POST /o/{org}/attachments/{id}/remove": {having(tenant.EditRecords), 404,
		"/o/{org}/attachments/{idle}/remove", nil},
	"POST /o/{org}/attachments/{id}/restore": {having(tenant.EditRecords), 404,
		"/o/{org}/attachments/{idle}/restore", nil},
	"GET /o/{org}/settings/hours":      {having(tenant.ShapePipeline), 200, "/o/{org}/settings/hours", nil},
	"GET /o/{org}/settings/hours.csv":  {having(tenant.ShapePipeline), 200, "/o/{org}/settings/hours.csv", nil},
	"GET /o/{org}/settings/hours.xlsx": {having(tenant.ShapePipeline), 200, "/o/{org}/settings/hours.xlsx", nil},
	"POST /o/{org}/settings/hours": {having(tenant.ShapePipeline), 422, "/o/{org}/settings/hours",
		[]string{"do", "save", "holidays", "Christmas"}},
	"POST /o/{org}/settings/hours/undo": {having(tenant.ShapePipeline), 409, "/o/{org}/settings/hours/undo", nil},
}
