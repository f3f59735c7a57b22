GO ?= go
export GOFLAGS ?= -buildvcs=false -trimpath

.PHONY: help run dev test check generate assets bench image tools

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: ## start Quarterdeck with its own Postgres and the demo organisations
	@./.ci/need postgres & need=$$!; $(GO) build -ldflags "-s -w" -o bin/quarterdeck ./cmd/quarterdeck && wait $$need
	QUARTERDECK_DEV=1 ./bin/quarterdeck serve --demo

dev: ## the same, with pages generated anew first
	$(GO) tool templ generate -path web
	$(MAKE) run

test: ## all tests, on a real Postgres and in a real browser; packages that have not changed answer from the cache
	@./.ci/need postgres browser npm
	$(GO) run ./internal/testdb/cluster $(GO) test -timeout 20m -vet=off -ldflags=-w ./web/sitetest ./... # the longest first

check: ## what must hold before a commit: format, vet, staticcheck, nothing generated is stale
	./.ci/check

generate: ## pages, the definitions page and the schema dump
	$(GO) tool templ generate -path web
	$(GO) run ./internal/base/definition/write docs/definitions.md
	$(GO) run ./internal/testdb/cluster $(GO) run ./internal/platform/schema/dump docs/schema.sql

assets: ## styles, script and icons, from web/assets (needs npm)
	cd web && npm ci --ignore-scripts --no-audit --no-fund && npm run build

bench: ## import rate, and pages beside their bare SQL at 5 k, 50 k and 1 M opportunities
	@./.ci/need postgres
	$(GO) run ./internal/testdb/cluster sh -c '$(GO) test ./internal/connect/importer -run "^$$" -bench . -benchtime 3x && $(GO) test ./web/sitetest -run "^$$" -bench . -benchtime 30x -timeout 60m'

image: ## the container image
	docker build -t quarterdeck .
