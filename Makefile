# The office's commands. PYTHON names the interpreter that .venv is made from (3.11 or later).
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
RUN := $(BIN)/python
RECENT := -c "import sys; sys.exit(sys.version_info < (3, 11))"
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev git-config report test fuzz check format lock lab diff-notebook hooks bench clean

help:  ## these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 12

setup: $(VENV)/.report  ## .venv with what a report needs, from requirements.lock
setup-dev: $(VENV)/.dev  ## the same with tests, checks, JupyterLab, PDF and cluster

$(RUN):
	@$(PYTHON) $(RECENT) || { $(PYTHON) run_report.py; exit 2; }  # which says that it is too old
	$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.report: requirements.lock pyproject.toml | $(RUN)
	@$(RUN) $(RECENT) || { rm -rf $(VENV) && $(MAKE) --no-print-directory $(RUN); }
	@$(RUN) -c "import pip" 2>/dev/null || $(RUN) -m ensurepip  # other tools make environments without it
	$(INSTALL) -r requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.report
	$(INSTALL) -r requirements-dev.lock
	@if git rev-parse --git-dir >/dev/null 2>&1; then $(MAKE) --no-print-directory git-config; fi
	@touch $@

git-config:  ## this clone's git: notebooks without outputs, differences that can be read
	git config filter.notebook.clean "$(RUN) tools/clean_notebook.py"
	git config filter.notebook.smudge cat
	git config diff.jupyternotebook.command "$(BIN)/git-nbdiffdriver diff --ignore-outputs --ignore-details"

report: setup  ## make report QUARTER=2023Q3: check, execute and render a quarter
	$(RUN) run_report.py build $(QUARTER) $(ARGS)

test: setup-dev  ## the whole suite; part of it: make test ARGS="-x tests/test_page.py"
	@$(RUN) tools/what_tests_need.py
	$(RUN) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

fuzz: setup-dev  ## 20,000 damaged files through every reader, and as many statements: make fuzz MUTANTS=20000
	MUTANTS=$(or $(MUTANTS),20000) $(RUN) -m pytest -n 2 tests/test_readers.py tests/test_statement_laws.py $(ARGS)

check: setup-dev  ## format, lint, types, notebook hygiene, locks and docs in step
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(RUN) tools/clean_notebook.py --verify notebooks/*.ipynb
	$(RUN) tools/lock.py --check
	$(RUN) tools/module_table.py --check
	$(RUN) -m pytest tests/test_docs.py

format: setup-dev  ## put code in the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(RUN) tools/clean_notebook.py notebooks/*.ipynb
	$(RUN) tools/module_table.py

lock: setup-dev  ## after a change of dependencies: both lock files and environment.yml
	$(RUN) tools/lock.py

lab: setup-dev  ## the notebook in JupyterLab
	$(BIN)/jupyter lab notebooks/quarterly_report.ipynb

diff-notebook: setup-dev  ## what changed in the notebook since the last commit, cell by cell
	$(BIN)/nbdiff --ignore-outputs --ignore-details --ignore-metadata HEAD notebooks/quarterly_report.ipynb

hooks: setup-dev  ## the same checks before every commit
	$(BIN)/pre-commit install

bench: setup  ## speed against papermill and nbconvert by hand, and where the time goes
	$(RUN) benchmarks/speed.py
	$(RUN) benchmarks/stages.py

clean:  ## remove what was built
	rm -rf output/[0-9]* output/units output/index.html .cache
