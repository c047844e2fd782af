# Everything a user or developer types. Environments live under .venv*/ and are made once, by uv-free pip.
PYTHON ?= python3
VENV := .venv
DEV := .venv-dev

.PHONY: demo test check test-cluster bench bench-merging bench-clusters bench-shifts bench-blocs bench-forecast bench-web bench-batch bench-lakes soak-batch quality floors soak fuzz fuzz-web clean

demo: $(VENV)/installed
	$(VENV)/bin/dragoman demo

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check .
	touch $@

$(DEV)/installed: pyproject.toml
	$(PYTHON) -m venv $(DEV)
	$(DEV)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(DEV)/bin/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	touch $@

test: $(DEV)/installed
	$(DEV)/bin/python -m pytest

# The tests that start a Ray cluster of their own; it is not among what developers install, for its size.
test-cluster: $(DEV)/installed
	$(DEV)/bin/python -m pip install --quiet --disable-pip-version-check "ray[data]>=2.40"
	$(DEV)/bin/python -m pytest -m cluster tests/batch

check: $(DEV)/installed
	$(DEV)/bin/ruff check .
	$(DEV)/bin/ruff format --check .
	$(DEV)/bin/mypy
	$(DEV)/bin/lint-imports

bench: $(DEV)/installed
	$(DEV)/bin/python -m benchmarks

# Merging of 10^4, 10^5 and 10^6 generated reports, with the chart of how it grows: most of an hour. REPORTS_OF="10000".
REPORTS_OF ?= 10000 100000 1000000
bench-merging: $(DEV)/installed
	$(DEV)/bin/python -m benchmarks.merging $(REPORTS_OF) --chart docs/merging-growth.svg

# Pairs of real reports that were read, and acts across documents: what is put together wrongly, and what is missed.
bench-clusters: $(DEV)/installed
	$(DEV)/bin/python -m tests.quality.clusters
	$(DEV)/bin/python -m tests.quality.pairs

# Documented shifts of 2018 found in ICEWS18; switches of side in UN roll calls, and allies by their profiles.
bench-shifts: $(DEV)/installed
	$(DEV)/bin/python -m benchmarks.shifts

bench-blocs: $(DEV)/installed
	$(DEV)/bin/python -m pip install --quiet --disable-pip-version-check --group bench
	$(DEV)/bin/python -m benchmarks.blocs

# Who acts with whom next, on three public histories; RUNS="icews14-light icews14" chooses some of them.
bench-forecast: $(DEV)/installed
	OMP_WAIT_POLICY=PASSIVE $(DEV)/bin/python -m benchmarks.forecasting $(RUNS)

# Pages under load: one reader and eight over a generated record of EVENTS events, which takes ten minutes to make.
EVENTS ?= 1000000
bench-web: $(DEV)/installed
	mkdir -p build
	$(DEV)/bin/python -m benchmarks.web $(EVENTS) --keep build/web-$(EVENTS).db

# Reading, coding, merging and storing of 10^3, 10^4 and 10^5 articles, and a bare spaCy pass: hours. SIZES="100 1000"
# is quicker; PRICE is of a core-hour.
SIZES ?= 1000 10000 100000
PRICE ?= 0.04
bench-batch: $(DEV)/installed .venv-spacy/installed
	$(DEV)/bin/python -m benchmarks.batch $(SIZES) --price $(PRICE) --spacy .venv-spacy/bin/python

.venv-spacy/installed: pyproject.toml
	$(PYTHON) -m venv .venv-spacy
	.venv-spacy/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	.venv-spacy/bin/python -m pip install --quiet --disable-pip-version-check --group bench-spacy
	touch $@

# Generated reports gathered into a lake: how long, and how much memory. REPORTS="10000 100000"
bench-lakes: $(DEV)/installed
	$(DEV)/bin/python -m benchmarks.lakes $(REPORTS)

# 50,000 short articles whose workers are killed at random, on a disk that is full once, against a clean run.
soak-batch: $(DEV)/installed
	$(DEV)/bin/python -m tests.batch.killing build/killing 50000

quality: $(DEV)/installed
	$(DEV)/bin/python -m tests.quality.gate
	$(DEV)/bin/python -m tests.quality.pairs

# 20,000 pages from servers that fail, coded and merged, with kills (under half an hour), then 200 kills at random moments.
soak: $(DEV)/installed
	$(DEV)/bin/python -m tests.news.soak 20000
	rm -rf build/kills && mkdir -p build/kills
	$(DEV)/bin/python -m tests.news.killing build/kills 200 20250401

# Each reader on mangled files for SECONDS; what breaks one is kept in tests/news/found, and read by the tests.
SECONDS ?= 300
fuzz: $(DEV)/installed
	$(DEV)/bin/python -m tests.news.fuzz $(SECONDS)

# What the description of the pages' lists allows, and what it does not, EXAMPLES of each: none may end in a fault.
EXAMPLES ?= 200
fuzz-web: $(DEV)/installed
	$(DEV)/bin/python -m tests.web.fuzz $(EXAMPLES)

clean:
	rm -rf $(VENV) $(DEV) .venv-spacy build dist
