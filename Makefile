# Every target works offline once the modules are downloaded.
GO ?= go

.PHONY: help build test golden lint fuzz playground bench docs check

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

build: ## build bin/batchgen
	$(GO) build -trimpath -o bin/batchgen ./cmd/batchgen

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

fuzz: ## a short fuzz of the loader and both escapers, and of expressions of others
	$(GO) test ./generator/intent -run '^$$' -fuzz FuzzLoad -fuzztime 20s -fuzzminimizetime 10x
	$(GO) test ./generator/bicep -run '^$$' -fuzz FuzzQuote -fuzztime 20s -fuzzminimizetime 10x
	$(GO) test ./generator/arm -run '^$$' -fuzz FuzzLiteral -fuzztime 20s -fuzzminimizetime 10x
	$(GO) test ./generator/audit/armeval -run '^$$' -fuzz FuzzExpression -fuzztime 20s -fuzzminimizetime 10x

playground: ## serve the page on which batchgen runs in the browser
	$(GO) run ./cmd/playground

bench: ## measure every performance goal beside its baselines; writes docs/performance.md
	cd .ci/bench && $(GO) run . -o ../../docs/performance.md

check: lint test ## what must be green before a commit
	@$(GO) run ./cmd/docs -check
