# make start: set up and run.  make check: format, lint, types, templates, messages.
# make test: what a change can break.  make test-quick: while you work.  make test-all: everything, as CI does.
# make test-servers: on PostgreSQL and Redis.  make faults: every fault, the long ones too.  make bench: what a move costs here.
# make robots: whole workshops while everything breaks.  make costs, make scale: the arithmetic to ten thousand of them.
# make backup: everything in one file.  make screenshots: every screen.
PYTHON ?= python3
VENV := .venv/bin

.PHONY: start test test-quick test-all test-wide test-servers audit bench costs faults robots scale backup check check-js screenshots format messages lock base dev python
.DEFAULT_GOAL := start
# Compiled once is enough: a hundred processes of the tests would do it again each.
unexport PYTHONDONTWRITEBYTECODE

start: base
	@exec $(VENV)/python manage.py start

# The whole database in one checked file, also while the server runs; `manage.py restore FILE` brings it back.
backup: base
	@$(VENV)/python manage.py backup $(ARGS)

# A worker for each core, and a file of tests at a time for each of them (docs/testing.md).
PYTEST := $(VENV)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

test: dev
	@$(PYTEST) $(ARGS)

# Without a browser, a server, a fault, or what takes long.
test-quick: dev
	@$(PYTEST) -m "not browser and not server and not fault and not slow" $(ARGS)

test-all: test-wide test-servers

# The wide tests too, stories with every set of fonts, and what is covered.
test-wide: dev
	@env -u DATABASE_URL -u REDIS_URL ALL_FONTS=1 $(PYTEST) --wide --cov --cov-report=term:skip-covered $(ARGS)

# On PostgreSQL and Redis (.ci/servers finds them), without the stories, as what a browser sees is the same, and without
# what chooses its own database.
CHOOSY := $(addprefix --ignore=tests/,test_process_lock.py test_backup.py test_deploy.py)
test-servers: dev
	@.ci/servers $(PYTEST) -m "not browser" $(CHOOSY) $(ARGS)

# One after the other and nothing beside it: these measure seconds.
faults: dev
	@$(VENV)/python -m pytest -m fault --faults $(ARGS)

# What a move costs, beside two other ways to build it; needs two cores and nothing beside it. `ROUNDS=3` for figures that
# are published, `ARGS=--write` for the table of docs/performance.md (which says how).
ROUNDS ?= 1
bench: dev
	@$(VENV)/python benchmarks/bench.py --rounds $(ROUNDS) $(ARGS)

# Whole workshops at the speed of people, on three processes with PostgreSQL and Redis (DATABASE_URL, REDIS_URL, or this
# machine's own), while each of them breaks; `ARGS=--write` for the figures of docs/scale.md.
WORKSHOPS ?= 30
MINUTES ?= 10
robots: dev
	@$(VENV)/python benchmarks/robots.py --workshops $(WORKSHOPS) --minutes $(MINUTES) $(ARGS)

# What one thing costs on PostgreSQL and Redis, into benchmarks/costs.json; then the arithmetic, `ARGS=--write` for docs/scale.md.
costs: dev
	@$(VENV)/python benchmarks/costs.py

scale: dev
	@$(VENV)/python benchmarks/scale.py $(ARGS)

# Known holes in pinned packages; needs the service that knows them, and says so when it is not there.
audit: dev
	@$(VENV)/python requirements/audit.py

check: dev
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/mypy
	@$(VENV)/djangofmt --check templates
	@$(VENV)/djade --check --target-version 5.2 $$(find templates -name '*.html')
	@$(VENV)/python -m pytest -q tests/test_templates.py
	@$(VENV)/python manage.py messages --check
	@$(VENV)/python manage.py makemigrations --check --dry-run
	@$(VENV)/python manage.py check --fail-level WARNING

# Names and kinds in the scripts, by TypeScript, which changes nothing; the only target that needs node.
check-js:
	@cd .ci/js && npm ci --silent --no-audit --no-fund && node_modules/.bin/tsc --project .

# Every surface, step, size and theme as a picture in test-results/screens/; `make screenshots ARGS=phone` for some.
screenshots: dev
	@$(VENV)/python tests/shots $(ARGS)

# Put everything in the shape that `make check` wants.
format: dev
	@$(VENV)/ruff check --fix --quiet . || true
	@$(VENV)/ruff format --quiet .
	@$(VENV)/djangofmt templates || true
	@$(VENV)/djade --target-version 5.2 $$(find templates -name '*.html') || true

# Gather the sentences of the screens into locale/; translations that are there stay.
messages: dev
	@$(VENV)/python manage.py messages

# Pin the newest allowed versions, for every Python from 3.11 up. The only target that needs uv.
LOCK := uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --no-emit-index-url --no-emit-find-links
lock:
	@cd requirements && $(LOCK) $(ARGS) base.in -o base.txt
	@cd requirements && $(LOCK) $(ARGS) -c base.txt dev.in -o dev.txt

base dev: python
	@$(PYTHON) requirements/install.py $@

python:
	@command -v $(PYTHON) >/dev/null || { echo "Geen $(PYTHON) gevonden: installeer Python 3.11 of nieuwer (python.org, of de winkel van je systeem)." >&2; exit 1; }
