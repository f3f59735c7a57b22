package sitetest

import "quarterdeck/internal/platform/tenant"

// fileDoors is every route of attachments.
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
}
