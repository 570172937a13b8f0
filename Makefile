PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
TESTS := $(BIN)/python -m pytest -n auto --dist worksteal
# These take every branch of domain/ and application/; counting makes a test half as long again, so the others go without.
COUNTED := $(addprefix tests/,domain application store web verifier/test_dossier.py) \
	$(patsubst %,tests/milepost/test_%.py,bad_input histories impact notices persons policy receipts verify)
COMPILE = env -u UV_DEFAULT_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS -u UV_INDEX -u UV_INDEX_URL \
	$(BIN)/uv pip compile pyproject.toml --no-config --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --quiet
DEMO_URL = $(patsubst %,sqlite:///%,$(wildcard build/demo/milepost.sqlite))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

.PHONY: help
help: ## List these commands
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: setup
setup: .venv/installed ## Make .venv from requirements.lock, once; PYTHON=… chooses the interpreter

.PHONY: demo
demo: setup ## Tell the main job in the terminal, on a fresh SQLite store
	$(BIN)/python -m milepost.demo

.PHONY: story
story: setup ## Tell the story of a change: a draft refused, a text adopted, a re-projection rolled back and forward
	$(BIN)/python -m tests.documentation.test_story

.PHONY: serve
serve: setup ## Answer over HTTP until interrupted, from the demo's store if there is one and no other is named
	MILEPOST_DATABASE_URL="$${MILEPOST_DATABASE_URL:-$(DEMO_URL)}" $(BIN)/milepost serve

.PHONY: check
check: lint types rooms test ## Everything that has to hold before a change lands

.PHONY: lint
lint: setup ## Layout and lint, by Ruff
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

.PHONY: types
types: setup ## Types, by mypy
	$(BIN)/mypy

.PHONY: rooms
rooms: setup ## Which room may import what, by import-linter
	$(BIN)/lint-imports

.PHONY: test
test: setup ## Tests; every branch of domain/ and application/ has to be taken
	$(TESTS) --cov --cov-report= $(COUNTED)
	$(TESTS) $(addprefix --ignore=,$(COUNTED))
	$(BIN)/coverage report --fail-under=100

.PHONY: format
format: setup ## Lay the code out and mend what can be mended without a decision
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: soak
soak: setup ## What is tried at random, on new examples, many times as many as in check
	$(BIN)/python -m tests.evaluator.soak
	$(BIN)/python -m tests.contract.soak
	$(BIN)/python -m tests.laws.soak
	$(BIN)/python -m tests.store.soak
	$(BIN)/python -m tests.store.soak postgresql
	$(BIN)/python -m tests.store.soak_forgetting
	$(BIN)/python -m tests.verifier.soak
	$(BIN)/python -m tests.store.soak_cluster
	$(TESTS) -m hypothesis --hypothesis-profile=soak

.PHONY: mutate
mutate: setup ## Change the code of domain/ in small ways and name the changes that no test notices
	$(BIN)/mutmut run
	$(BIN)/mutmut results

.PHONY: bench
bench: setup ## Measure against the stock library and a constant Flask view, side by side; BENCH=--strict fails on a missed target, BENCH='--only store' measures one part
	$(BIN)/python -m benchmarks $(BENCH)

.PHONY: lock
lock: setup ## Make requirements.lock again from pyproject.toml, and of it the part that runs in a container
	$(COMPILE) --group dev --upgrade --output-file requirements.lock
	$(COMPILE) --extra distributed --constraint requirements.lock --output-file deploy/requirements.lock

.venv/installed: .venv/locked pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/locked: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Milepost needs Python 3.11 or later; "$(PYTHON)" is not. Name one: make setup PYTHON=python3.12' >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(PIP) install --require-hashes --no-deps --requirement requirements.lock
	@touch $@
