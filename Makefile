# make run    install what is missing, and open the app
# make test   install what is missing, and run every check and test
# make check  the quick part of that: format, lint, types, layers
# make bench  measure the program beside its peers

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MNIST := ../shared/data/mnist.npz
export PLAYGROUND_MNIST ?= $(if $(wildcard $(MNIST)),$(abspath $(MNIST)),)

.PHONY: run test check bench unit js e2e screenshots

run: $(VENV)/.user
	$(BIN)/streamlit run app.py

test: check unit js e2e

check: $(VENV)/.developer
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(VENV)/.developer
	$(BIN)/python -m pytest -n logical -m "not e2e"

js:
	node --test tests/js/*.test.mjs

e2e: $(VENV)/.developer
	$(BIN)/python -m pytest -n logical -m e2e

bench: $(VENV)/.developer
	@cd benchmarks/node && npm install --no-audit --no-fund --no-package-lock --ignore-scripts \
		|| echo "Without Node.js and its packages, their rows say so."
	$(BIN)/python -m benchmarks

screenshots: $(VENV)/.developer
	$(BIN)/python -m benchmarks.screenshots

$(VENV)/.user: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.developer: requirements.txt requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $(VENV)/.user $@
