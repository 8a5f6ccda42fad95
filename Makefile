# `make serve` starts the hub, `make test` checks all of it. Both may be run again at any time.

PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python

# What is installed is stamped, so that it is installed again only when its description changed.
SERVING := $(VENV)/installed-to-serve
TESTING := $(VENV)/installed-to-test
DESCRIPTION := Makefile pyproject.toml constraints.txt
# Tests wait for browsers and servers much of their time: three at once keep two cores busy.
SPREAD := -n 3 --dist loadfile

# A virtual environment whose Python is gone or was replaced is made anew.
ifneq ($(wildcard $(VENV)),)
ifneq ($(shell $(RUN) -c 'import importlib.util as u; print(bool(u.find_spec("pip")))' 2>/dev/null),True)
BROKEN := rebuild
endif
endif

.PHONY: help setup serve check test thorough bench clean rebuild

help:
	@echo 'make serve      set everything up and start the hub'
	@echo 'make test       check style and types, and run all tests'
	@echo 'make setup      make the virtual environment and install, nothing else'
	@echo 'make check      style and types only'
	@echo 'make thorough   long tests too, and many more tries of what is left to chance'
	@echo 'make bench      measure'
	@echo 'make clean      remove the virtual environment and all caches, never data'

setup: $(TESTING)

serve: $(SERVING)
	@exec $(RUN) -m hub serve

check: $(TESTING)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

test: check
	$(RUN) -m pytest $(SPREAD)

thorough: check
	HUB_TEST_THOROUGH=1 $(RUN) -m pytest $(SPREAD)

bench: $(TESTING)
	$(PIP) --quiet --no-build-isolation -e '.[bench]'
	$(RUN) -m benchmarks.catalogue
	$(RUN) -m benchmarks.language
	$(RUN) -m benchmarks.enrich
	$(RUN) -m benchmarks.extraction
	$(RUN) -m benchmarks.imports
	$(RUN) -m benchmarks.rows
	$(RUN) -m benchmarks.fetching
	$(RUN) -m benchmarks.ingest
	$(RUN) -m benchmarks.indexing
	$(RUN) -m benchmarks.search

clean:
	rm -rf $(VENV) *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find hub tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(SERVING): $(DESCRIPTION) $(BROKEN)
	$(call install,.)
	@touch $@

$(TESTING): $(DESCRIPTION) $(BROKEN)
	$(call install,.[test])
	@touch $(SERVING) $@

# An install that was interrupted leaves its mark: what it left behind is not trusted again.
# The packages come from wherever pip is told to look; the versions from constraints.txt.
MARK := $(VENV)/install-begun
PIP  := $(RUN) -m pip install --disable-pip-version-check -c constraints.txt

define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'The hub needs Python 3.11 or newer; "$(PYTHON)" is none.' \
	    'Install it, or name it: make PYTHON=python3.12 serve' >&2; exit 1; }
	@if [ -e $(MARK) ] || [ -n '$(BROKEN)' ] || ! [ -x $(RUN) ]; then \
	  $(PYTHON) -m venv --clear $(VENV) || { \
	    echo 'The virtual environment could not be made.' \
	      'On Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }; fi
	@trap 'exit 130' INT TERM; touch $(MARK); \
	  $(PIP) 'setuptools>=77' && $(PIP) --no-build-isolation -e '$(1)'; status=$$?; \
	  rm -f $(MARK); [ $$status = 0 ] || { \
	    echo 'The packages could not be installed; what pip said above tells why.' \
	      'Run the same command again when it is mended.' >&2; exit 1; }
endef
