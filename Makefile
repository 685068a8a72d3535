# What can be done here: `make help`. Nothing has to be installed first but Python 3.11 to 3.13.

SHELL := /bin/bash
BIN := .venv/bin
# Says which lock file .venv was made from, so that `install` has nothing to do a second time.
STAMP := .venv/installed-$(shell cksum < requirements-dev.txt | tr ' ' '-')
# "site" is a standard library module, so site/ is a folder on the path, not a package.
ON_PATH := PYTHONPATH=site:.
# One process for each core. Tests that empty the database come last in each, as pytest-django orders them.
PARALLEL := --numprocesses auto --dist load
# What asks the database its own way: locks and races, searching, what many rows cost, backups and the way back, the
# rules of access and of the workflow; and two journeys, for the processes that work beside each other. How pages look and
# play, files and links, and who is let in, asked by the thousand, is the same on every database.
ON_EACH := $(wildcard $(addprefix tests/, \
	archive/test_access.py archive/test_access_consent.py archive/test_backup.py archive/test_drill.py \
	archive/test_gallery_moderation.py archive/test_intake_workers.py archive/test_models.py \
	archive/test_moving.py archive/test_restoring.py archive/test_search_*.py archive/test_thousand_stories.py \
	archive/test_withdrawal.py builds/test_claims.py builds/test_killed.py builds/test_lease.py \
	builds/test_reaper.py studies/test_amending.py studies/test_atomicity.py studies/test_permissions.py \
	studies/test_races.py studies/test_workflow.py home/test_outbox.py))
JOURNEYS_ON_EACH := tests/journeys/test_resurrection.py tests/journeys/test_researcher.py
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
	TEST_DATABASE_URL="$$TEST_POSTGRES_URL" $(MAKE) --no-print-directory suite \
		TESTS="$(ON_EACH)" JOURNEYS="$(JOURNEYS_ON_EACH)"
endif

# The journeys have a house of their own, whose processes need the cores.
TESTS := tests --ignore=tests/journeys
JOURNEYS := tests/journeys
suite:
	$(BIN)/python -m pytest $(PARALLEL) $(TESTS)
	$(BIN)/python -m pytest $(JOURNEYS)

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
