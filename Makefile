# Everything a person or CI runs. Each target sets up what it needs, once: see scripts/bootstrap.py.
# Another interpreter: make setup PYTHON=python3.13

PYTHON ?= python3
# STRICT=1: a test that is skipped, because the machine lacks something, fails the run.
STRICT ?=
PYTEST_ARGS ?=
# The resolver that makes the lock files; needed by `make lock` alone.
UV = uv==0.13.9

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

# The environment's own interpreter starts faster than $(PYTHON) and can tell whether anything is to do.
define bootstrap
@if [ -x .venv/bin/python ]; then py=.venv/bin/python; flags="-I -S"; \
else command -v "$(PYTHON)" >/dev/null || { echo "Python 3.11 or later is needed; there is no $(PYTHON) on this machine." >&2; exit 1; }; \
py="$(PYTHON)"; flags=; fi; "$$py" $$flags scripts/bootstrap.py $(1) "$(PYTHON)"
endef

.PHONY: help
help: ## show this list
	@echo "make serve    set up, build the site, serve it and say where"
	@echo "make build    set up and build the site into site/"
	@echo "make check    set up and check the data: problems, verdicts, schemas"
	@echo "make test     set up and run everything: ruff, mypy, pytest"
	@echo "              STRICT=1 fails when a test is skipped; PYTEST_ARGS='-k name' chooses"
	@echo "make format   mend what ruff can mend"
	@echo "make setup    only set up .venv, tests included"
	@echo "make lock     resolve requirements*.in anew into requirements*.lock; UPGRADE=1 takes newer versions"
	@echo "make clean    remove the site, the caches and .venv"

.PHONY: setup
setup:
	$(call bootstrap,test)

.PHONY: setup-run
setup-run:
	$(call bootstrap,run)

.PHONY: serve
serve: setup-run
	@.venv/bin/python scripts/serve.py

.PHONY: build
build: setup-run
	@.venv/bin/python scripts/build.py

# All problems in one run: a step that fails does not keep the next one from being run.
.PHONY: check
check: setup-run
	@status=0; \
	.venv/bin/python scripts/validate.py || status=1; \
	.venv/bin/claimbase lock --check || status=1; \
	.venv/bin/claimbase schema --check || status=1; \
	exit $$status

.PHONY: test
test: setup
	@status=0; \
	.venv/bin/ruff check --quiet . || status=1; \
	.venv/bin/ruff format --quiet --check . || { echo "ruff format: run make format" >&2; status=1; }; \
	.venv/bin/mypy || status=1; \
	.venv/bin/python -m pytest -n auto --dist worksteal $(if $(STRICT),--no-skip) $(PYTEST_ARGS) || status=1; \
	exit $$status

.PHONY: format
format: setup
	@.venv/bin/ruff check --quiet --fix . ; .venv/bin/ruff format --quiet .

# Needs the package index. Versions already pinned stay, unless UPGRADE=1.
COMPILE = .cache/uv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
.PHONY: lock
lock:
	@$(PYTHON) -m venv .cache/uv
	@.cache/uv/bin/python -m pip install --quiet $(UV)
	$(COMPILE) requirements.in -o requirements.lock
	$(COMPILE) -c requirements.lock requirements-test.in -o requirements-test.lock
	@rm -rf .cache/uv

.PHONY: clean
clean:
	@rm -rf site .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis node_modules
	@find scripts tests -name __pycache__ -prune -exec rm -rf {} +
