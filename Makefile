# Claimtrail: every errand of this repository by one word. `make` alone lists them.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# The folder with the corpora of bench-extraction and fit-extraction.
DATA ?=
# More words for the command of a target, as in: make test ARGS="-k drift"
ARGS ?=

COMMA := ,
VENV := .venv
PY := $(VENV)/bin/python
# An isolated, quiet pip, that asks nothing and trusts only what the lock names.
PIP := $(PY) -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes --requirement
SAY := printf 'Claimtrail: %s\n'

WHICH_DATABASE := $(if $(filter postgres%,$(DATABASE_URL)),PostgreSQL,SQLite)
TEMPLATES = $(shell find templates claims -name '*.html' 2>/dev/null)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## List what there is
	@printf 'Claimtrail. Needs Python 3.11 or newer, and make; everything else goes into %s.\n\n' '$(VENV)'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

# --- What people start ---------------------------------------------------------------------------------------------

.PHONY: run
run: export DEBUG = 1
run: export DJANGO_RUNSERVER_HIDE_WARNING = true
# Its lines as they come, also into a file.
run: export PYTHONUNBUFFERED = 1
# Named from elsewhere as well, once it listens to elsewhere.
run: export ALLOWED_HOSTS ?= $(if $(filter 127.% localhost,$(HOST)),localhost$(COMMA)$(HOST),*)
run: $(VENV)/has-run ## Set up, prepare the database, serve the pages and work in the background (PORT=8000, HOST=127.0.0.1)
	@$(SAY) 'preparing the database ...'
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py prepare
	@$(SAY) 'serving at http://$(HOST):$(PORT)/ - open it in a browser; Ctrl-C stops it.'
	@$(PY) manage.py work & worker=$$!; \
		$(PY) manage.py runserver $(HOST):$(PORT) & pages=$$!; \
		trap 'kill $$worker $$pages 2>/dev/null' INT TERM HUP; \
		wait $$pages; ended=$$?; \
		kill $$worker $$pages 2>/dev/null; wait; \
		[ $$ended -gt 128 ] || exit $$ended

.PHONY: test
test: $(VENV)/has-test ## Set up and run all tests, on SQLite or where DATABASE_URL says (ARGS="-k drift")
	@$(SAY) 'running the tests on $(WHICH_DATABASE) ...'
	@$(PY) -m pytest --numprocesses auto --dist worksteal $(ARGS)

CHECKS := check-libraries check-format check-lint check-types check-rooms check-templates check-settings check-migrations

.PHONY: check
check: $(VENV)/has-dev ## Format, lint, types, rooms, templates, settings, migrations: says "well", or what is not
	@$(MAKE) --no-print-directory --keep-going $(CHECKS)
	@$(SAY) 'well'

.PHONY: bench
bench: export DEBUG = 0
bench: export HTTPS = 0
bench: export SECRET_KEY ?= only-for-measuring
bench: export ALLOWED_HOSTS ?= *
bench: $(VENV)/has-test ## Measure, as in production (ARGS=... goes to `python -m bench`)
	@$(SAY) 'measuring on $(WHICH_DATABASE) ...'
	@$(PY) -m bench $(ARGS)

.PHONY: drill
drill: $(VENV)/has-test ## Put to the test what has to hold, and print each figure with its goal (ARGS="NAME ..." for some)
	@$(SAY) 'drilling on $(WHICH_DATABASE) ...'
	@$(PY) -m bench drill $(ARGS)

.PHONY: bench-extraction
bench-extraction: $(VENV)/has-run ## Measure the extraction against quotations marked by hand (DATA=folder with *.jsonl)
	@$(if $(DATA),,$(SAY) 'name the folder with the corpora: make bench-extraction DATA=folder'; exit 1)
	@$(PY) -m bench extraction --data '$(DATA)'

.PHONY: fit-extraction
fit-extraction: $(VENV)/has-run $(VENV)/has-fit ## Fit what the extraction's confidence is made of (DATA=folder with *.jsonl)
	@$(if $(DATA),,$(SAY) 'name the folder with the corpora: make fit-extraction DATA=folder'; exit 1)
	@$(SAY) 'extracting and fitting (less than a minute) ...'
	@OMP_NUM_THREADS=1 $(PY) -m bench.fit_extraction --data '$(DATA)'

.PHONY: screenshots
screenshots: export SCREENSHOTS = data/screenshots
screenshots: $(VENV)/has-test ## Walk through the pages in a real browser: pictures of every state in data/screenshots, those of the docs anew
	@mkdir -p $(SCREENSHOTS)
	@$(SAY) 'taking pictures into $(SCREENSHOTS) ...'
	@$(PY) -m pytest claims/tests/browser -m screenshots $(ARGS)
	@for picture in docs/screenshots/*.png; do \
		if [ -e "$(SCREENSHOTS)/$${picture##*/}" ]; then cp "$(SCREENSHOTS)/$${picture##*/}" "$$picture"; fi; \
	done

.PHONY: format
format: $(VENV)/has-dev ## Put code and templates into shape
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format --quiet .
	@$(if $(TEMPLATES),$(VENV)/bin/djade $(TEMPLATES))

.PHONY: audit
audit: $(VENV)/has-dev ## Ask whether a locked library has a known vulnerability (asks the network)
	@$(PY) -m pip_audit --strict --disable-pip --require-hashes --requirement requirements.txt

.PHONY: lock
lock: $(VENV)/made ## Lock the libraries again from requirements*.in (ARGS=--upgrade for newer ones)
	@$(SAY) 'locking the libraries ...'
	@$(PIP) install --quiet 'uv>=0.9'
	@for name in requirements requirements-test requirements-dev requirements-fit; do \
		$(PY) -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
			--custom-compile-command 'make lock' $(ARGS) $$name.in --output-file $$name.txt || exit 1; \
	done

.PHONY: clean
clean: ## Remove the virtual environment and what tools left behind (data/ stays)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache static-collected test-results
	@find manage.py project claims bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	@$(SAY) 'clean. The desk keeps its database and files in data/.'

# --- Each check by itself ------------------------------------------------------------------------------------------

.PHONY: $(CHECKS)
$(CHECKS): $(VENV)/has-dev

check-libraries:
	@$(SAY) 'do the libraries agree with each other?'
	@$(PIP) check

check-format:
	@$(SAY) 'is the code in shape?'
	@$(PY) -m ruff format --quiet --check --output-format concise . || { $(SAY) 'make format puts it right.'; exit 1; }

check-lint:
	@$(SAY) 'is the code clean?'
	@$(PY) -m ruff check --quiet --output-format concise .

check-types:
	@$(SAY) 'do the types hold?'
	@$(PY) -m mypy manage.py project claims $(if $(wildcard bench/*.py),bench)

check-rooms:
	@$(SAY) 'do the walls between the rooms hold?'
	@$(PY) $(VENV)/bin/lint-imports --no-logo

check-templates:
	@$(SAY) 'are the templates in shape?'
	@$(if $(TEMPLATES),$(VENV)/bin/djade --check $(TEMPLATES))

# With the settings of an installation, and a key that lives as long as this line.
check-settings:
	@$(SAY) 'are the settings fit to be served?'
	@DEBUG=0 HTTPS=1 ALLOWED_HOSTS=desk.example SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		$(PY) manage.py check --deploy --fail-level WARNING

check-migrations:
	@$(SAY) 'do the migrations say what the models say?'
	@DEBUG=1 DATABASE_URL= $(PY) manage.py makemigrations --check --dry-run

# --- The virtual environment ---------------------------------------------------------------------------------------
# An empty file stands for each thing that is done, so that doing it again takes no time.

$(VENV)/made:
	@command -v $(PYTHON) >/dev/null || { $(SAY) 'there is no $(PYTHON) here. Install Python 3.11 or newer.'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		$(SAY) "needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1). A newer one can be named: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		$(SAY) "Python's venv module is missing. Install the package python3-venv (Debian, Ubuntu: apt install python3-venv), then try again."; exit 1; }
	@$(SAY) 'making a virtual environment in $(VENV) ...'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/has-run: requirements.txt | $(VENV)/made
	@$(SAY) 'installing libraries (about a minute the first time) ...'
	@$(INSTALL) $<
	@touch $@

$(VENV)/has-test: requirements-test.txt | $(VENV)/made
	@$(SAY) 'installing libraries and test tools (about a minute the first time) ...'
	@$(INSTALL) $<
	@touch $@

$(VENV)/has-dev: requirements-dev.txt | $(VENV)/made
	@$(SAY) 'installing libraries, test tools and checking tools (about two minutes the first time) ...'
	@$(INSTALL) $<
	@touch $@

$(VENV)/has-fit: requirements-fit.txt | $(VENV)/made
	@$(SAY) 'installing what fits the numbers ...'
	@$(INSTALL) $<
	@touch $@
