# The two commands most people need: `make up` and `make test`. Both fetch what is missing on a machine that has
# Python 3.11 or newer, git and make. PYTHON=/path/to/python3.12 chooses the interpreter of the gateway.

PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
ifeq ($(strip $(PYTHON)),)
$(error Aisle needs Python 3.11 or newer and found none on PATH. Install one, or name it: make PYTHON=/path/to/python3.11 up)
endif

BIN := .venv/bin
.DEFAULT_GOAL := help
ROWS := test-doors test-pages test-early test-units test-late test-talks test-shops test-middle test-understanding test-rasa
.PHONY: help up shell doctor test $(ROWS) check format develop clean

# Four rows of tests at a time, and one that fails keeps none of the others back.
ifneq ($(filter test,$(MAKECMDGOALS)),)
MAKEFLAGS += -j4 --keep-going
endif

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 18

up: ## Set up what is missing and open the shop at http://127.0.0.1:8080
	@$(PYTHON) -m bootstrap
	@exec $(BIN)/aisle up

shell: ## Talk to the assistant in the terminal
	@$(PYTHON) -m bootstrap
	@exec $(BIN)/aisle shell

doctor: ## Say what is wrong with this installation
	@$(PYTHON) -m bootstrap
	@$(BIN)/aisle doctor

# Each row has a Postgres of its own, and those that need whole shops have shops of their own, which begin with what the
# first of them filled. Whoever becomes free takes the next row, so the longest are named first.
test: $(ROWS) ## Run every test

DOORS := tests/e2e/test_[a-d]*.py
EARLY := tests/integration/test_[a-e]*.py
MIDDLE := tests/integration/test_[f-l]*.py
CHOSEN := not measuring and not training
PYTEST := $(BIN)/python -m pytest

# While all processors are busy, those who reckon on several at once mostly wait for each other.
$(ROWS): export OMP_NUM_THREADS := 1
$(ROWS): export OPENBLAS_NUM_THREADS := 1
$(ROWS): develop

test-doors:
	@$(PYTEST) $(DOORS) -m 'stack and $(CHOSEN)'

test-shops:
	@$(PYTEST) tests/e2e --ignore-glob='$(DOORS)' -m 'stack and $(CHOSEN)'

test-talks:
	@$(PYTEST) tests/dialogue -m '(stack or browser) and $(CHOSEN)'

test-pages:
	@$(PYTEST) tests/e2e -m 'browser and not stack and $(CHOSEN)'

test-early:
	@$(PYTEST) $(EARLY) -m 'not (stack or browser) and $(CHOSEN)'

test-middle:
	@$(PYTEST) $(MIDDLE) -m 'not (stack or browser) and $(CHOSEN)'

test-late:
	@$(PYTEST) --ignore=tests/unit --ignore=tests/nlu --ignore-glob='$(EARLY)' --ignore-glob='$(MIDDLE)' -m 'not (stack or browser) and $(CHOSEN)'

test-units:
	@$(PYTEST) tests/unit

test-understanding:
	@$(PYTEST) tests/nlu -m '$(CHOSEN)'

test-rasa:
	@dialogue/.venv/bin/python -m pytest -c tests/dialogue_env/pytest.ini tests/dialogue_env

check: develop ## Formatting, lint, types and import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/unit/test_house_rules.py

format: develop ## Bring the code into the agreed form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

develop:
	@$(PYTHON) -m bootstrap --dev

clean: ## Remove the environments; the data under var/ stays
	rm -rf .venv .tools dialogue/.venv *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
