# The Routes Atlas. `make run` explores it, `make test` proves it, `make help` lists the rest.
PORT ?= 8501
ADDRESS ?= localhost
PYTHON ?=
BIN := .venv/bin
ATLAS := $(BIN)/python -m geo

.PHONY: help run test test-postgis check export screenshots benchmarks format clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: .venv/run.stamp ## the app, on port 8501 (PORT=8600 changes it; ADDRESS=0.0.0.0 opens it to your network)
	@echo "The Routes Atlas opens at http://$(ADDRESS):$(PORT)  (Ctrl+C stops it)"
	@$(BIN)/python -m streamlit run app.py --server.headless true \
		--server.address $(ADDRESS) --server.port $(PORT) \
		|| { echo "If that port is taken, choose another: make run PORT=8600"; exit 1; }

test: .venv/dev.stamp ## style, types, unit tests, the app and the browser
	@BROWSER_PATH="$$($(BIN)/python -m tools.browser --install)" || exit 2; export BROWSER_PATH; \
	set -e -x; \
	$(BIN)/python -m ruff format --check .; \
	$(BIN)/python -m ruff check .; \
	$(BIN)/python -m mypy; \
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal
	@echo "Left out: the tests against a PostGIS server; make test-postgis runs them."

test-postgis: .venv/dev.stamp ## the store and the import against a PostGIS server of their own
	@$(BIN)/python -m tools.postgis --install -- $(BIN)/python -m pytest -m postgis

check: .venv/run.stamp ## every problem in the data, each with what to write instead
	@$(ATLAS) check data

export: .venv/run.stamp ## map.html: all facts in one file (`python -m geo export --help` for less than all)
	@$(ATLAS) export -o map.html && echo "Written: map.html"

screenshots: .venv/dev.stamp ## docs/images, from the real app and a real export
	@$(BIN)/python -m tools.screenshots

benchmarks: .venv/dev.stamp ## our numbers beside our peers', into benchmarks/RESULTS.md
	@$(BIN)/python -m benchmarks

format: .venv/dev.stamp ## lay out the code
	@$(BIN)/python -m ruff format . && $(BIN)/python -m ruff check --fix .

clean: ## take away what make has made
	rm -rf .venv build map.html .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is as new as the requirements that were installed, so that the second run starts at once.
.venv/run.stamp: requirements.txt constraints.txt tools/venv.sh
	@PYTHON="$(PYTHON)" sh tools/venv.sh requirements.txt
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt
	@PYTHON="$(PYTHON)" sh tools/venv.sh requirements-dev.txt
	@touch $@
