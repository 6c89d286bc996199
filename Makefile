# Every task has one name here; `make help` lists them. Works with GNU make 3.81, the one macOS has.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
.NOTPARALLEL:

export SAM_CLI_TELEMETRY := 0
export PATH := $(PATH):/usr/sbin:/sbin

# Packages are imported by the names that they have in Lambda.
PACKAGES := env PYTHONPATH='$(CURDIR)/functions:$(CURDIR)/layers/common'
PY := .venv/bin/python
SAM := .sam-venv/bin/sam
COMPILED := functions/query/engines/lake/compiled
KERNEL := $(COMPILED)/kernel-$(shell uname -m).so
# The layer is put together by pip, which a bare `python3` may lack.
BUILD := PYTHON='$(CURDIR)/.sam-venv/bin/python' $(SAM) build

# ---- what has been installed: a stamp is newer than the lock file it stands for ----

DEV := .venv/.dev-installed
TEST := .venv/.test-installed
SAM_INSTALLED := .sam-venv/.installed
READERS := .readers-venv/.installed
SPARK := .spark-venv/.installed
CLIENTS := tests/clients/node_modules/.installed tests/clients/nextjs/node_modules/.installed tracker/node_modules/.installed pages/node_modules/.installed

$(DEV): requirements/dev.txt
	@scripts/install.sh .venv $<
	@touch $@

# The test lock holds all that the development lock does, so it settles both.
$(TEST): requirements/test.txt requirements/dev.txt
	@scripts/install.sh .venv $<
	@touch $(DEV) $@

$(SAM_INSTALLED): requirements/sam.txt
	@scripts/install.sh .sam-venv $<
	@touch $@

$(READERS): requirements/readers.txt
	@scripts/install.sh .readers-venv $<
	@touch $@

$(SPARK): requirements/spark.txt
	@scripts/install.sh .spark-venv $<
	@touch $@

$(CLIENTS): %/node_modules/.installed: %/package.json %/package-lock.json | node
	@echo 'installing what npm has for $*'
	@cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(KERNEL): $(wildcard $(COMPILED)/*.[ch]) scripts/kernel.sh | $(DEV)
	@PYTHON=$(PY) scripts/kernel.sh "$$(uname -m)" $(COMPILED)

.PHONY: pooler-may pooler-must chromium clock java node
pooler-may pooler-must: pooler-%:
	@scripts/need.sh $* pgbouncer 'command -v pgbouncer' pgbouncer pgbouncer 'the connection pooler'

clock:
	@scripts/need.sh may faketime 'command -v faketime' faketime libfaketime 'tests with a clock that is wrong'

java:
	@scripts/need.sh may java 'command -v java' default-jre-headless openjdk 'tests with Spark'

chromium:
	@scripts/need.sh must chromium scripts/chromium.sh chromium '--cask google-chrome' 'browser tests'

node:
	@scripts/need.sh must node 'command -v node && command -v npm' 'nodejs npm' node 'tests with JavaScript clients'

# ---- tasks ----

.PHONY: help pages pictures dev demo install lint types arrows pytest golden test bench openapi validate build migrate doctor seal sql replay move import clear bill audit version deploy rollback destroy cost lock format clean kernel local

help: ## list what make can do here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

pictures: $(TEST) chromium ## take the pictures of README anew, while `make dev` runs with `make demo` in it
	@exec $(PACKAGES) $(PY) -m bench.pictures $(ARGS)

dev: $(DEV) $(KERNEL) pooler-may ## start the whole of Spoor on this machine (Ctrl-C ends it)
	@exec $(PACKAGES) $(PY) -m dev

demo: $(DEV) pooler-may ## fill an app with a believable month of events
	@exec $(PACKAGES) $(PY) -m dev.demo

install: pooler-must chromium clock java node $(TEST) $(SAM_INSTALLED) $(READERS) $(SPARK) $(CLIENTS) ## install all that development and tests need

test: install lint types arrows pytest ## check everything: style, types, arrows, tests

lint: $(TEST) ## check style
	@echo 'ruff' && .venv/bin/ruff check . && .venv/bin/ruff format --check .

types: $(TEST) ## check types
	@echo 'mypy' && .venv/bin/mypy

arrows: $(TEST) ## check who imports whom
	@echo 'import-linter' && $(PACKAGES) .venv/bin/lint-imports

pytest: install $(KERNEL) ## run the tests (ARGS="tests/auth -k cookie" picks some)
	@echo 'pytest' && $(PY) -m pytest $(or $(ARGS),-n auto --dist loadfile)

golden: $(TEST) ## write the committed SQL of reports anew (tests/golden)
	@$(PACKAGES) $(PY) -m tests.golden

format: $(TEST) ## put the code into shape
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

bench: $(TEST) $(KERNEL) pooler-must ## measure speed and print ratios
	@exec $(PACKAGES) $(PY) -m bench

openapi: $(DEV) ## write docs/openapi.json and docs/permissions.md anew after a change of the API
	@exec $(PACKAGES) $(PY) -m dev.openapi

pages: pages/node_modules/.installed ## write what the pages serve anew from their sources (functions/web/built)
	@cd pages && node build.js

kernel: $(KERNEL) ## build the compiled part of the lake's reports for this machine; without it numpy does its work

validate: $(SAM_INSTALLED) ## check template.yaml
	@$(SAM) validate --lint

build: $(SAM_INSTALLED) ## build layer and zips for Lambda into .aws-sam/build
	@$(BUILD)

local: build ## run `sam local`, for which docker is needed (docs/operations.md)
	@.sam-venv/bin/python scripts/local_template.py .aws-sam/build/template.yaml > .aws-sam/build/local.yaml
	@BETTER_AUTH_SECRET="$${BETTER_AUTH_SECRET:-$$(.sam-venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(32))')}" \
		API_TOKEN_SECRETS="$${API_TOKEN_SECRETS:-$$(.sam-venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(32))')}" \
		$(SAM) local $(ARGS) --template .aws-sam/build/local.yaml --env-vars events/env.json --docker-network host

migrate: $(DEV) ## bring the database at DIRECT_DATABASE_URL up to date
	@exec $(PACKAGES) $(PY) -m dev.migrate

doctor: $(DEV) ## look at a database from outside and say what to change (make doctor URL=postgresql://..., direct or pooled)
	@exec $(PACKAGES) $(PY) -m dev.doctor

seal: $(DEV) ## seal closed days into the lake at LAKE_URL now (ARGS="--help")
	@exec $(PACKAGES) $(PY) -m rollup.lake $(ARGS)

sql: $(DEV) ## ask the lake in SQL, as an analyst (ARGS="--help")
	@exec $(PACKAGES) $(PY) -m dev.analysts $(ARGS)

replay: $(DEV) ## send events that could not be stored again, after a fix (ARGS="--help")
	@exec $(PY) -m dev.replay $(ARGS)

move: $(DEV) ## take everything out of a database into a folder, or from there into another (ARGS="export FOLDER", "import FOLDER")
	@exec $(PACKAGES) $(PY) -m host.move $(ARGS)

import: $(DEV) ## take history in from another product's export, once, however often it is cut off (ARGS="--help")
	@exec $(PACKAGES) $(PY) -m importing $(ARGS)

clear: $(DEV) ## have events deleted by name, property and time (ARGS="--help")
	@exec $(PY) -m dev.clearing $(ARGS)

deploy: $(DEV) $(SAM_INSTALLED) ## bring Spoor into your AWS account, or up to date: asks for a database URL and an e-mail (DRY_RUN=1, STAGE=staging)
	@exec $(PACKAGES) $(PY) -m deployment deploy $(ARGS)

rollback: $(DEV) ## go back to the release before in AWS, within seconds
	@exec $(PACKAGES) $(PY) -m deployment rollback $(ARGS)

destroy: $(DEV) ## take Spoor out of your AWS account again; the database stays, and events that wait
	@exec $(PACKAGES) $(PY) -m deployment destroy $(ARGS)

cost: $(DEV) ## print what a stack costs, from template.yaml at list prices (ARGS=--write: into docs/cost.md)
	@exec $(PACKAGES) $(PY) -m deployment.cost $(ARGS)

bill: $(TEST) ## write NOTICE and docs/sbom.cdx.json anew after a change of the lock files (ARGS=--check)
	@exec $(PY) scripts/bill_of_materials.py $(ARGS)

audit: $(DEV) ## ask whether a vulnerability is known of anything that is locked; fails when it could not ask
	@exec $(PY) scripts/audit.py $(ARGS)

version: $(DEV) ## make a version of what is unreleased (VERSION=0.1.0)
	@exec $(PY) scripts/version.py $(VERSION)

lock: ## write the lock files anew after a change of pyproject.toml
	@scripts/lock.sh $(ARGS)

clean: ## remove all that make made, except the data in .spoor/
	@rm -rf .venv .sam-venv .readers-venv .spark-venv .lock-venv .client-venv .aws-sam .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache tests/clients/node_modules tests/clients/nextjs/node_modules tracker/node_modules pages/node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
