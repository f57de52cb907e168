# make course   starts the course on this machine and prints its address
# make test     runs every test, the files side by side: one process for each processor, four at most
# make docs     builds the documentation site into build/docs, without a network once it is installed
# make lint     runs what the tests leave out: style, types, and the conda environment's file
#
# The only things needed beforehand are make and Python 3.11 or newer. Another one: make course PYTHON=/path/to/python3

VENV := .venv
BIN := $(VENV)/bin
CONDA := $(BIN)/pyproject2conda yaml --name misread --extra test --req "--editable ." --python-include infer \
	--header --custom-command "make environment.yml"
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: course test docs lint environment.yml deploy/requirements.txt

course: $(VENV)/.has-course
	@$(BIN)/misread serve

test: $(VENV)/.has-tests
	@sh .ci/programs
	@$(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist loadfile

docs: $(VENV)/.has-docs
	@$(BIN)/python docs/site/build.py

lint: $(VENV)/.has-tests
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@sh .ci/npm typescript typescript@7.0.2 tsc --project jsconfig.json
	@$(CONDA) | diff - environment.yml || { echo 'environment.yml is not what pyproject.toml says: make environment.yml' >&2; exit 1; }

environment.yml: $(VENV)/.has-tests
	@$(CONDA) > $@

# What the image installs, each file by its hash. --universal: for every processor and system.
deploy/requirements.txt: | $(BIN)/python
	@$(PIP) uv
	@$(BIN)/uv pip compile pyproject.toml deploy/build.in --extra hub --extra pdf --extra postgresql --extra slides --constraint constraints.txt \
		--generate-hashes --universal --python-version 3.11 --no-strip-extras --no-annotate --no-emit-index-url \
		--custom-compile-command "make deploy/requirements.txt" --quiet --output-file $@

$(BIN)/python:
	@python=$$(PYTHON="$(PYTHON)" sh .ci/python) && echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)

# A stamp says for which pyproject.toml and constraints.txt the packages were installed, so that a second run starts at once.
$(VENV)/.has-course: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing the course (a few minutes, once)"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.has-docs: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing the course and what its documentation needs (a few minutes, once)"
	@$(PIP) --editable '.[docs]'
	@touch $@ $(VENV)/.has-course

$(VENV)/.has-tests: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing the course and what its tests need (a few minutes, once)"
	@$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/.has-course $(VENV)/.has-docs
