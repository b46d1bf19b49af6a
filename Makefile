# Every target works offline once the modules are downloaded.
GO ?= go

.PHONY: help build test golden lint fuzz fuzz-long playground bench docs check seeded mutation

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

build: ## build bin/batchgen
	$(GO) build -trimpath -tags urfave_cli_no_docs -o bin/batchgen ./cmd/batchgen

test: ## run every test
	$(GO) test ./...

golden: ## rewrite golden/ from the intents; the diff is the review
	$(GO) test ./golden -update

docs: ## rewrite the generated pages of docs/
	$(GO) run ./cmd/docs
	$(GO) run ./cmd/batchgen man --format markdown > docs/cli.md

lint: ## format, vet and house rules
	@test -z "$$(gofmt -l cmd generator golden schemas templates)" || { gofmt -l cmd generator golden schemas templates; exit 1; }
	$(GO) vet ./...
	$(GO) tool -modfile=.ci/tools/go.mod golangci-lint run

fuzz: ## fuzz every target for CI_FUZZ seconds, 10 unless that is set
	@.ci/fuzz $${CI_FUZZ:-10}

fuzz-long: ## fuzz every target for ten minutes
	@.ci/fuzz 600

playground: ## serve the page on which batchgen runs in the browser
	$(GO) run ./cmd/playground

bench: ## measure every performance goal beside its baselines; writes docs/performance.md
	cd .ci/bench && $(GO) run . -o ../../docs/performance.md

seeded: ## break batchgen on purpose; writes which test noticed into docs/mutation.md
	cd .ci/seeded && $(GO) run . -o ../../docs/mutation.md

mutation: ## mutate operators in sizing, rules, escaping and verify; takes long
	.ci/mutation

check: lint test ## what must be green before a commit
	@$(GO) run ./cmd/docs -check
