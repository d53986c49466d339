# Every task of Freihafen. 'make help' lists them; each is also what CI calls.
# Variables: USER=<account> (token), PROGRAM=<name> (logs), KUBECONFIG_UNDER_TEST=<file>, CLUSTER=current, IMAGE_PREFIX.

SHELL := /bin/bash
.DEFAULT_GOAL := help
LOCAL := deploy/local
PLATFORM := $(LOCAL)/platform
MVN := $(LOCAL)/mvn.sh
GO_PATH = PATH="$$($(LOCAL)/go.sh)":"$$PATH" GOTOOLCHAIN=local

help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 20

up: ## bring the platform up and run its main job (real Kubernetes, Keycloak, PostgreSQL, operator, API)
	@$(PLATFORM)/up.sh

start: ## the same without the main job
	@$(PLATFORM)/up.sh --no-demo

down: ## take everything away that 'make up' made; the cache stays
	@$(PLATFORM)/down.sh

status: ## what runs, and where it answers
	@$(PLATFORM)/status.sh

logs: ## the last lines of every log, or PROGRAM=operator for more of one
	@$(PLATFORM)/logs.sh $(PROGRAM)

demo: ## the main job again on a running platform: workspace, run, model, prediction, cost
	@python3 $(PLATFORM)/demo.py

demo-month: ## a month end on a running platform: load a made-up month, review, approve, download, recompute offline
	@python3 deploy/demo-month/demo_month.py

focus-check: ## the FinOps Foundation's validator over the FOCUS exports (its packages go to the cache)
	@deploy/focus/validate.sh

token: ## an access token of an account by a real login: make -s token USER=scientist
	@python3 $(PLATFORM)/login.py "$(if $(filter command,$(origin USER)),$(USER),scientist)"

dev: ## the API with hot reload against the running platform (Ctrl-C gives it back)
	@$(PLATFORM)/dev.sh

check: ## the quick part of the tests, no cluster: compile with all checks, format, unit tests, the step wrapper
	@SUITES="java go scripts" $(LOCAL)/tests.sh

test: ## everything: check, real API server, Keycloak, PostgreSQL, a booted cluster, end to end
	@$(LOCAL)/tests.sh

coverage: ## unit tests with a report of what they cover, in each module's target/site/jacoco
	@$(MVN) -q test jacoco:report

format: ## let the formatters decide the layout of Java and Go
	@$(MVN) -q spotless:apply
	@$(GO_PATH) gofmt -l -w deploy/images/step $(LOCAL)/tools/provisioner

golden: kube-binaries ## write the golden files again (CRDs, manifests, OpenAPI, messages); look at git diff afterwards
	@$(MVN) -q verify -Dquick -DskipITs=false -Dgolden.update=true

kube-binaries: ## build etcd, kube-apiserver and kubectl for tests on a bare API server
	@$(GO_PATH) $(LOCAL)/cluster/cluster kubeapi

cluster-binaries: ## build every program of the local Kubernetes
	@$(GO_PATH) $(LOCAL)/cluster/cluster build

images: ## build the images of steps, workspaces and the model server into the cache
	@$(GO_PATH) bash deploy/images/build.sh

bench: bench-jmh bench-db bench-submit bench-offline bench-pipelines ## every benchmark; results are kept in docs/benchmarks.md

bench-db: ## ingestion beside COPY, statements beside GROUP BY, on a real PostgreSQL (DIVISOR=10 for a small month)
	@deploy/bench/db.sh $(DIVISOR)

bench-submit: ## submission of runs: P50 and P99, with validation, budget and quote, on a real PostgreSQL and API server (DIVISOR=10 for few)
	@BENCH=SubmitBench deploy/bench/db.sh $(DIVISOR)

bench-jmh: ## the pure parts of the cost model by JMH
	@deploy/bench/jmh.sh

bench-offline: ## the offline command line on 1,000,000 intervals and a tenth of them, 512 MiB of heap (RUNS=5 for more)
	@deploy/bench/offline.sh

bench-pipelines: ## the built-in engine beside Argo Workflows on ten kwok nodes (RUNS=100 ROUNDS=3)
	@deploy/bench/pipelines.sh

services: ## Keycloak and PostgreSQL alone
	@$(PLATFORM)/services.sh up

clean: ## remove what Maven built; the platform's state goes with 'make down', the cache with 'make clean-cache'
	@$(MVN) -q clean
	@rm -rf target

clean-cache: ## remove the cache of built programs and images; the next start builds them again
	@[ ! -e .local/cluster-kind ] || { echo "the platform runs from the cache: 'make down' first" >&2; exit 1; }
	@rm -rf "$${FREIHAFEN_CACHE:-$$HOME/.cache/freihafen}"

.PHONY: help up start down status logs demo demo-month focus-check token dev check test coverage format golden kube-binaries cluster-binaries images services clean clean-cache bench bench-db bench-submit bench-jmh bench-offline bench-pipelines
