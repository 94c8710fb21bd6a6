# Two commands: `make demo` runs the Kainuu scenario, `make test` runs every test.
# Both create .venv from setup.cfg when it is missing or setup.cfg has changed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: demo test coverage lint types validate validation-page benchmarks clean help

help:
	@echo "make demo       run the Kainuu scenario and show the verdict"
	@echo "make test       run all tests"
	@echo "make coverage   the same, and which lines they reach"
	@echo "make lint       ruff and import-linter"
	@echo "make types      mypy, strict"
	@echo "make validate   comparisons with published results"
	@echo "make benchmarks what is timed, as ratios in one run"

demo: $(VENV)/run.stamp
	@echo "== kopa run scenarios/kainuu: six options, 200 futures, about a minute"
	$(BIN)/kopa run scenarios/kainuu --workers $(WORKERS)

test: $(VENV)/test.stamp
	@echo "== pytest: all tests"
	$(BIN)/pytest -m "not validation" -n $(WORKERS) --dist worksteal

coverage: $(VENV)/test.stamp
	@echo "== pytest: all tests, with the lines they reach"
	$(BIN)/coverage erase
	$(BIN)/pytest -m "not validation" -n $(WORKERS) --dist worksteal --cov --cov-report=term:skip-covered

lint: $(VENV)/test.stamp
	@echo "== ruff and import-linter"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --config setup.cfg

types: $(VENV)/test.stamp
	@echo "== mypy, strict on the package"
	$(BIN)/mypy

validate: $(VENV)/test.stamp
	@echo "== comparisons with published results"
	$(BIN)/pytest -m validation tests/validation

validation-page: $(VENV)/test.stamp
	@echo "== writing docs/validation.md anew"
	KOPA_WRITE_DOCS=1 $(BIN)/pytest -m validation tests/validation

benchmarks: $(VENV)/test.stamp
	$(BIN)/python -m benchmarks

$(VENV)/bin/python:
	@echo "== creating $(VENV) with $(PYTHON)"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "kopa_sim needs Python 3.11 or newer; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/run.stamp: setup.cfg pyproject.toml | $(VENV)/bin/python
	@echo "== installing kopa_sim and what it needs into $(VENV)"
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/test.stamp: setup.cfg pyproject.toml | $(VENV)/bin/python
	@echo "== installing kopa_sim with its test tools into $(VENV)"
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/run.stamp

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
