# make demo   the whole program with an embedded post office, at your terminal
# make test   install what is missing and pass every test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
STAMP := $(VENV)/.installed
ARGS ?=

.PHONY: demo test coverage check servers env format clean

env: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || ($(SUDO) apt-get update -q && $(SUDO) apt-get install -y -q python3-venv)
	@echo "Making the environment in $(VENV) (about a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@# PYTHONDONTWRITEBYTECODE would make every start slow: compile once, here
	@$(BIN)/python -m compileall -q $(VENV)/lib mailbot || true
	@touch $(STAMP)

demo: env
	@$(BIN)/mailbot demo $(ARGS)

servers:
	@for p in dovecot:dovecot-imapd postfix:postfix; do \
	  PATH="$$PATH:/usr/sbin" command -v $${p%%:*} >/dev/null || missing="$$missing $${p##*:}"; done; \
	ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$$missing postgresql"; \
	[ -z "$$missing" ] || ( $(SUDO) apt-get update -q && DEBIAN_FRONTEND=noninteractive $(SUDO) -E apt-get install -y -q --no-install-recommends $$missing )

check: env
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

test: env servers check
	@rm -f .coverage .coverage.*
	@MAILBOT_REQUIRE_SERVERS=1 MAILBOT_REQUIRE_CORPORA=$(if $(wildcard ../shared/corpora),1,0) \
	  $(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

coverage: env servers
	@rm -f .coverage .coverage.*
	@MAILBOT_REQUIRE_SERVERS=1 $(BIN)/pytest -n 2 --dist loadgroup --cov --cov-report=term:skip-covered $(ARGS)

format: env
	@$(BIN)/ruff check --fix-only --quiet . ; $(BIN)/ruff format .

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache demo-out
