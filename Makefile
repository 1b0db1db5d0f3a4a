# Two commands: `make demo` shows the service at work, `make test` runs every test.
# Both set up what they need; `make help` lists the rest.

export PIP_DISABLE_PIP_VERSION_CHECK := 1
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.locked

.DEFAULT_GOAL := help
.PHONY: help setup weights weights-small packages demo serve test test-fast check audit fuzz lock format clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(STAMP)  ## Virtual environment with the locked dependencies

$(STAMP): requirements.lock pyproject.toml scripts/make_venv.sh
	@PYTHON=$(PYTHON) scripts/make_venv.sh $(VENV)
	@touch $@

weights: setup  ## The default model's weights (1.1 GB, kept outside the clone)
	@$(BIN)/communique models pull embedded:1.5b

weights-small: setup  ## The small model's weights (0.5 GB), for the tests
	@$(BIN)/communique models pull embedded:0.5b

packages:  ## PostgreSQL and Chromium, which some tests need (Debian packages)
	@scripts/system_packages.sh

demo: setup weights  ## Start the service, POST the five seed articles, show the summary, stop
	@$(BIN)/communique demo seeds

serve: setup weights  ## The service on http://127.0.0.1:8000
	@$(BIN)/communique serve

test: setup packages weights-small  ## Every test: unit, model, PostgreSQL, browser
	$(BIN)/pytest -q -n 2 -m "not model and not slow"
	$(BIN)/pytest -q -n 2 -m "slow and not model and not timed" --ignore=tests/evals --durations=5
# One by one: what loads a model or measures time.
	$(BIN)/pytest -q -m "model or timed" --ignore=tests/evals --durations=5
# On its own: Inspect AI patches asyncio for the whole process, and slows what is measured there.
	$(BIN)/pytest -q -m "model or slow" tests/evals

test-fast: setup  ## The unit tests alone: seconds, no model, no server
	$(BIN)/pytest -q -n 2 -m "not model and not slow and not postgres and not browser"

check: setup  ## Formatting, lint, types, architecture, Dockerfile, dependency audit
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile
	@$(BIN)/python scripts/audit.py requirements.lock requirements-runtime.lock

audit: setup  ## Known vulnerabilities in the locked dependencies
	@$(BIN)/python scripts/audit.py requirements.lock requirements-runtime.lock

fuzz: setup  ## Ten minutes of coverage-guided fuzzing of the article reader
	$(BIN)/python tests/fuzz/fuzz_reader.py -max_total_time=600

format: setup  ## Format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

LOCK := uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" -q
lock:  ## Renew the lock files (needs uv)
	$(LOCK) --all-extras --group dev -o requirements.lock
	$(LOCK) --extra embedded --extra postgres --extra tracing -o requirements-runtime.lock

clean:  ## Remove what the targets made in this folder (weights and database stay)
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis .import_linter_cache demo-output eval-runs logs build dist
