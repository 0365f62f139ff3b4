# The two commands most people need: `make up` and `make test`. Both fetch what is missing on a machine that has
# Python 3.11 or newer, git and make. PYTHON=/path/to/python3.12 chooses the interpreter of the gateway.

PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
ifeq ($(strip $(PYTHON)),)
$(error Aisle needs Python 3.11 or newer and found none on PATH. Install one, or name it: make PYTHON=/path/to/python3.11 up)
endif

BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help up shell doctor test test-shops test-talks test-databases test-more-databases test-units test-rasa test-others check format develop clean

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

# The models are made once, before all tests run side by side: four rows of them, each about as long as the others. A row
# of tests on databases has a Postgres of its own, and one of tests on whole shops has shops of its own.
test: develop ## Run every test
	@$(BIN)/aisle train nlu
	@$(MAKE) --no-print-directory -j4 test-shops test-databases test-more-databases test-others

EARLY := tests/integration/test_[a-e]*.py
WHOLE := (stack or browser) and not measuring and not training
PARTS := not (stack or browser) and not measuring and not training

test-shops:
	@$(BIN)/python -m pytest --ignore=tests/dialogue -m '$(WHOLE)'

test-talks:
	@$(BIN)/python -m pytest tests/dialogue -m '$(WHOLE)'

test-databases:
	@$(BIN)/python -m pytest tests/nlu $(EARLY) -m '$(PARTS)'

test-more-databases:
	@$(BIN)/python -m pytest --ignore=tests/unit --ignore=tests/nlu --ignore-glob='$(EARLY)' -m '$(PARTS)'

test-units:
	@$(BIN)/python -m pytest tests/unit

test-rasa:
	@dialogue/.venv/bin/python -m pytest -c tests/dialogue_env/pytest.ini tests/dialogue_env

test-others:
	@failed=0; for part in units rasa talks; do $(MAKE) --no-print-directory test-$$part || failed=1; done; exit $$failed

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
