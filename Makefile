# make serve    the chat page on http://127.0.0.1:8000   (ARGS="--port 0 FOLDER" passes options on)
# make test     the whole suite
# make test-opensearch   the tests that need OpenSearch, which Maven fetches
# make check    lint, types, and the suite
# make eval     measure the answers; make bench measures the speed, make load the server's

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.PHONY: serve test test-opensearch opensearch lint types check eval bench load

serve: .venv/serve.installed
	@$(BIN)/quoth serve $(ARGS)

test: .venv/test.installed
	$(BIN)/pytest --cov $(ARGS)

test-opensearch: opensearch
	$(BIN)/pytest tests/opensearch $(ARGS)

opensearch: .venv/test.installed # fetch it, for the tests that need one
	@$(BIN)/python -m tests.opensearch.cluster

lint: .venv/check.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: .venv/check.installed node_modules/.installed
	$(BIN)/mypy
	npm run --silent types

check: lint types test

eval: .venv/serve.installed
	$(BIN)/python -m tests.evaluate $(ARGS)

bench: .venv/bench.installed
	$(BIN)/python -m tests.benchmarks $(ARGS)

load: .venv/serve.installed
	$(BIN)/python -m tests.benchmarks.load $(ARGS)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Quoth needs Python 3.11 or newer: make PYTHON=python3.12 serve" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

# A file of the same name as the extra says that it is installed; only a changed pyproject.toml
# makes pip run again.
.venv/serve.installed: EXTRA = [reader]
.venv/test.installed: EXTRA = [test]
.venv/check.installed: EXTRA = [test,check]
.venv/bench.installed: EXTRA = [test,bench]
.venv/%.installed: pyproject.toml hatch_build.py $(wildcard index/*.c) .venv/bin/python
	@echo "installing Quoth (once, until pyproject.toml changes)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable ".$(EXTRA)"
	@touch $@

node_modules/.installed: package.json package-lock.json
	npm ci --silent --no-audit --no-fund
	@touch $@
