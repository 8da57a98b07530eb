# Everything here needs Go only; what a target needs beside it, it says.
SHELL := /bin/bash
GO ?= go
BIN := bin/guthega
PACKAGES := ./...
SCRIPTS = .ci/run $(shell git ls-files --cached --others --exclude-standard '*.sh')
COMPOSE := docker compose -f container/docker-compose.yml
# What the binary embeds of Node's library, from the registry once (see jsapi/node).
PORTS := jsapi/node/ports/ports.tgz

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(PORTS): jsapi/node/package.json jsapi/node/package-lock.json jsapi/node/archive.go \
		$(wildcard jsapi/node/replace/*.js jsapi/node/pack/*.go cmd/ports/*.go cmd/ports/fetch/*.go)
	$(GO) run ./cmd/ports

.PHONY: ports
ports: $(PORTS) ## Fetch and pack the JavaScript half of Node's library, where that has changed

.PHONY: build
build: $(PORTS) ## Build bin/guthega
	$(GO) build -trimpath -ldflags '-s -w' -o $(BIN) ./cmd/guthega

.PHONY: run
run: build ## Serve: the log receiver on http://localhost:3001
	./$(BIN) run

.PHONY: start-http start-kafka start-redis start-amqp
start-http: ## Serve conf/source-http.json; start-kafka, start-redis and start-amqp likewise
start-http start-kafka start-redis start-amqp: build
	./$(BIN) run --source conf/source-$(@:start-%=%).json

.PHONY: generate
generate: $(PORTS) ## Renew the golden files that record what Node does (wants node 20)
	UPDATE_GOLDEN=1 $(GO) test ./jsapi/... -run . >/dev/null && $(GO) test ./jsapi/inspect ./jsapi/console ./engine/loader -update >/dev/null

.PHONY: test
test: $(PORTS) ## Run all tests, with the race detector and in random order
	$(GO) test -race -shuffle=on -timeout 15m $(TESTFLAGS) $(PACKAGES)

.PHONY: coverage
coverage: $(PORTS) ## Run all tests and write coverage.html
	$(GO) test -shuffle=on -coverpkg=$(PACKAGES) -coverprofile=coverage.out $(PACKAGES)
	$(GO) tool cover -html=coverage.out -o coverage.html
	@$(GO) tool cover -func=coverage.out | tail -1

.PHONY: check
check: $(PORTS) ## Check modules, format, vet, lint and shell scripts
	$(GO) mod tidy -diff
	$(GO) mod verify
	$(GO) vet $(PACKAGES)
	$(GO) tool -modfile=test/tools/go.mod golangci-lint run
	@for f in $(SCRIPTS); do echo "sh -n $$f"; sh -n "$$f" || exit 1; done
	@if command -v shellcheck >/dev/null; then echo "shellcheck $(SCRIPTS)"; shellcheck $(SCRIPTS); \
		elif [ "$$CI" = true ]; then echo "shellcheck is not installed" >&2; exit 1; fi

.PHONY: format
format: ## Format the Go code
	$(GO) tool -modfile=test/tools/go.mod golangci-lint fmt

.PHONY: bench
bench: build ## Measure against a Node consumer and bare Go (wants node; about 10 minutes)
	$(GO) run ./test/bench -guthega ./$(BIN) $(BENCHFLAGS)

.PHONY: soak
soak: build ## Load the server for 10 minutes and watch its memory
	$(GO) run ./test/bench -guthega ./$(BIN) -soak 10m $(BENCHFLAGS)

.PHONY: test-npm
test-npm: build ## Compare the trees that npm and guthega choose (wants npm and a registry; about 10 minutes)
	$(GO) run ./test/npm -guthega ./$(BIN) $(NPMFLAGS) trees

.PHONY: bench-npm
bench-npm: build ## Measure guthega install against npm install, from one Verdaccio (wants npm; about 10 minutes)
	$(GO) run ./test/npm -guthega ./$(BIN) $(NPMFLAGS) speed

.PHONY: test-compat
test-compat: build ## Run 163 npm packages on Node and on guthega, and compare (wants node, npm, redis-server; about 3 minutes)
	$(GO) run ./test/compat -guthega ./$(BIN) $(COMPATFLAGS)

.PHONY: test-servers
test-servers: build ## Run clients of databases, brokers and mail on both, with real servers (about 3 minutes)
	$(GO) run ./test/compat -guthega ./$(BIN) -servers $(COMPATFLAGS)

.PHONY: bench-clients
bench-clients: build ## Measure clients of databases, and fetch, against Node's rate (wants node, npm and the servers; about 3 minutes)
	$(GO) run ./test/compat -guthega ./$(BIN) -speed $(COMPATFLAGS)

.PHONY: test-faults
test-faults: $(PORTS) ## Kill, restart and cut off guthega and real brokers under 200,000 messages (about 15 minutes)
	$(GO) run ./test/faults $(FAULTFLAGS)

.PHONY: bench-sources
bench-sources: build ## Measure consumers of Redis, Kafka and AMQP against Node's (wants node and the servers; about 15 minutes)
	$(GO) run ./test/bench -guthega ./$(BIN) -sources $(BENCHFLAGS)

.PHONY: services
services: ## Start an npm registry (wants node), and brokers where Docker is, until Ctrl-C
	@if $(COMPOSE) version >/dev/null 2>&1 && docker info >/dev/null 2>&1; then \
		trap '$(COMPOSE) stop kafka rabbitmq redis' EXIT; trap : INT TERM; \
		$(COMPOSE) up --detach --wait kafka rabbitmq redis || exit 1; \
		echo "kafka      localhost:9092"; echo "rabbitmq   localhost:5672"; echo "redis      localhost:6379"; \
	fi; \
	$(GO) build -o bin/services ./test/services/start && ./bin/services
