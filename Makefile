# Decant: everything a developer does here. `make help` lists it.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

# The first Python on PATH that is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
WORKERS ?= auto
# What the tests of `make check` must reach, in percent of lines and branches.
COVERAGE := 90

.PHONY: help
help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: run
run: $(VENV)/run.stamp ## Serve on http://127.0.0.1:8000 with a demo, made on the first run
	@exec $(BIN)/decant-server demo

.PHONY: test
test: $(VENV)/dev.stamp ## Run the tests
	@$(BIN)/pytest -q -n $(WORKERS)

.PHONY: install
install: $(VENV)/dev.stamp ## Install everything for development into .venv

.PHONY: check
check: $(VENV)/dev.stamp ## Format, lint, types, floors, own contract, tests with coverage
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/decant-server openapi --check
	rm -f .coverage .coverage.*
	$(BIN)/pytest -q -n $(WORKERS) --cov --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE)

.PHONY: format
format: $(VENV)/dev.stamp ## Format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: migrate
migrate: $(VENV)/run.stamp ## Bring the database up to date
	$(BIN)/decant-server upgrade

.PHONY: migration
migration: $(VENV)/dev.stamp ## Draft a migration from the models: make migration name="add a column"
	@test -n "$(name)" || { echo 'say what it does: make migration name="add a column"' >&2; exit 2; }
	$(BIN)/alembic revision --autogenerate -m "$(name)"

.PHONY: openapi
openapi: $(VENV)/dev.stamp ## Write Decant's own contract to openapi/decant.v1.json
	$(BIN)/decant-server openapi --write openapi/decant.v1.json

.PHONY: bench
bench: $(VENV)/dev.stamp ## Measure speed against its limits; tables go to var/bench/
	@mkdir -p var/bench
	PYTHONPATH=tests $(BIN)/python -m bench

.PHONY: lock
lock: ## Resolve the dependencies anew into requirements*.txt (needs uv)
	UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --extra server --extra postgres \
		--group build pyproject.toml -o requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --extra server --extra postgres \
		--group build --group dev pyproject.toml -o requirements-dev.txt

SWAGGER_UI := src/decant/portal/static/swagger-ui

.PHONY: vendor-swagger-ui
vendor-swagger-ui: ## Vendor Swagger UI and write its lock: make vendor-swagger-ui version=5.35.0 (needs npm)
	@test -n "$(version)" || { echo 'which one? make vendor-swagger-ui version=5.35.0' >&2; exit 2; }
	@rm -rf var/vendor && mkdir -p var/vendor
	@cd var/vendor && npm pack --silent --ignore-scripts swagger-ui-dist@$(version) >/dev/null && tar -xzf *.tgz
	@rm -rf $(SWAGGER_UI)/[0-9]* && mkdir -p $(SWAGGER_UI)/$(version)
	@cd var/vendor/package && install -m 644 swagger-ui-bundle.js swagger-ui-bundle.js.LICENSE.txt \
		swagger-ui.css favicon-32x32.png LICENSE NOTICE $(CURDIR)/$(SWAGGER_UI)/$(version)/
	@sed -i -e 's|^/\*# sourceMappingURL=.*\*/$$||' -e 's|^//# sourceMappingURL=.*||' \
		$(SWAGGER_UI)/$(version)/swagger-ui.css $(SWAGGER_UI)/$(version)/swagger-ui-bundle.js
	@$(BIN)/python -c 'import base64, hashlib, json, pathlib, sys; d = pathlib.Path(sys.argv[1]); \
		sums = {f.name: "sha384-" + base64.b64encode(hashlib.sha384(f.read_bytes()).digest()).decode() for f in sorted(d.iterdir())}; \
		lock = {"package": "swagger-ui-dist", "version": d.name, "files": sums}; \
		(d.parent / "lock.json").write_text(json.dumps(lock, indent=2) + "\n")' $(SWAGGER_UI)/$(version)
	@rm -rf var/vendor

.PHONY: clean
clean: ## Remove what was built; databases under var/ stay
	rm -rf $(VENV) dist build .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis var/bench
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo 'Decant needs Python 3.11 or newer on PATH (or: make PYTHON=/path/to/python)' >&2; exit 2; }
	@echo 'Making $(VENV) with $(PYTHON)'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo 'This Python cannot make virtual environments; on Debian: apt install python3-venv' >&2; exit 2; }

$(VENV)/run.stamp: $(BIN)/python requirements.txt pyproject.toml
	@echo 'Installing what is pinned in requirements.txt'
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt
	@echo 'Installing what is pinned in requirements-dev.txt'
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@
