# What can be done here: `make help`. Nothing has to be installed first but Python 3.11 to 3.13.

SHELL := /bin/bash
BIN := .venv/bin
# Says which lock file .venv was made from, so that `install` has nothing to do a second time.
STAMP := .venv/installed-$(shell cksum < requirements-dev.txt | tr ' ' '-')
# "site" is a standard library module, so site/ is a folder on the path, not a package.
ON_PATH := PYTHONPATH=site:.
# One process for each core. Tests that empty the database come last in each, as pytest-django orders them.
PARALLEL := --numprocesses auto --dist load
# What is the same on every database: how pages look and play, files and links, and who is let in, asked by the
# thousand. How the gate and the workflow ask the database is in tests of their own, which run on each; of the
# journeys, the archive is resurrected and a study runs on each.
ON_EACH := tests/journeys/test_resurrection.py tests/journeys/test_researcher.py
ON_ANY := $(filter-out $(ON_EACH),$(wildcard $(addprefix tests/,journeys/test_*.py archive/test_edge*.py \
	archive/test_iiif*.py archive/test_intake*.py archive/test_bucket*.py archive/test_admin.py \
	archive/test_admin_privacy.py archive/test_browse.py builds/test_demo_command.py \
	config/test_access_matrix.py studies/test_matrix.py)))
# A production site, for checks only; `env -i` keeps this machine's own settings out.
PRODUCTION := env -i PATH="$$PATH" BASE_URL=https://vitrine.example ALLOWED_HOSTS=vitrine.example \
	DATABASE_URL=sqlite://:memory: DJANGO_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(32))')

.DEFAULT_GOAL := help
.PHONY: help install run test suite check bench format lock

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP)  ## Make .venv with everything the lock file names

$(STAMP):
	@deploy/make-venv .venv
	$(BIN)/pip install --disable-pip-version-check --quiet --require-hashes -r requirements-dev.txt
	@rm -f .venv/installed-* && touch $@

run: install  ## Run the demo on this machine (PORT, DEMO_PASSWORD, DATABASE_URL); Ctrl-C ends it
	@deploy/run-local

test: install check  ## Check and test; with TEST_POSTGRES_URL=postgres://… on PostgreSQL too
	env -u TEST_DATABASE_URL $(MAKE) --no-print-directory suite
ifdef TEST_POSTGRES_URL
	TEST_DATABASE_URL="$$TEST_POSTGRES_URL" $(MAKE) --no-print-directory suite SEEN_ALREADY="$(ON_ANY)"
endif

# The journeys have a house of their own, whose processes need the cores.
suite:
	$(BIN)/python -m pytest $(PARALLEL) --ignore tests/journeys $(addprefix --ignore=,$(SEEN_ALREADY))
	$(BIN)/python -m pytest tests/journeys $(addprefix --ignore=,$(SEEN_ALREADY))

check: install  ## Format, lint, templates, imports, permissions, settings, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint templates
	$(ON_PATH) $(BIN)/lint-imports
	$(BIN)/python deploy/check_permissions.py
	env -i PATH="$$PATH" LOCAL=1 $(BIN)/python manage.py check
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run

bench: install  ## Measure; the numbers are in docs/performance.md
	$(BIN)/python -m pytest bench -q -s

format: install  ## Format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: install  ## Write the lock files anew from requirements*.in
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--quiet requirements.in --output-file requirements.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--quiet requirements-dev.in --output-file requirements-dev.txt
