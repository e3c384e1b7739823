# Plain `make` prints the targets. Everything runs from .venv, installed from the lock file.
PYTHON ?= python3
ARTICLES ?= corpus/articles
OUT ?= outputs
JOBS ?= 2
# The project's own corpus has its metadata beside it; a folder of yours may hold a metadata.csv itself.
METADATA ?= $(if $(filter corpus/articles,$(ARTICLES)),corpus/metadata.csv)

BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help setup tables test check evaluate docs site notebooks golden floors bench catalogue soak compare fuzz audit screenshot clean

help:  ## print the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(STAMP)  ## create .venv and install everything pinned

tables: $(STAMP)  ## extract ARTICLES=dir into OUT=dir (the corpus into outputs/ unless named); FRESH=1 starts over
	@$(BIN)/ldr extract $(ARTICLES) --out $(OUT) $(if $(METADATA),--metadata $(METADATA)) $(if $(FRESH),--fresh)

test: $(STAMP)  ## run every test, JOBS=2 at a time
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile

check: $(STAMP)  ## ruff, format and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

evaluate: FRESH = 1
evaluate: tables  ## score the corpus: held-back half and develop half
	@echo "Held back:"; $(BIN)/ldr evaluate corpus/gold/heldback $(OUT)
	@echo "Develop:"; $(BIN)/ldr evaluate corpus/gold/develop $(OUT)

docs: $(STAMP)  ## write the generated pages of docs/
	$(BIN)/ldr schema > docs/tables.md
	$(BIN)/python tests/licences.py
	$(BIN)/python tests/accuracy.py

site: $(STAMP)  ## build the pages of docs/ and the notebooks as a site, into site/; no network
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

notebooks: $(STAMP)  ## run the notebooks and write their outputs
	$(BIN)/python tests/notebooks.py

golden: $(STAMP)  ## write the golden tables and the notebooks anew: read the diff before you commit it
	$(BIN)/python tests/golden.py
	$(BIN)/python tests/notebooks.py

floors: $(STAMP)  ## raise the score floors to today's scores, and write docs/accuracy.md
	$(BIN)/python tests/floors.py --update

soak: $(STAMP)  ## kill a long run at random moments, put faults in: what is lost is printed (KILLS=30)
	PYTHONPATH=tests $(BIN)/python -m soak.drill --kills $(or $(KILLS),30)

bench: $(STAMP)  ## speed and memory against stock spaCy, into docs/benchmarks.md (COPY=dir: published articles too)
	OPENBLAS_NUM_THREADS=1 COPY=$(COPY) PYTHONPATH=tests $(BIN)/python -m bench

catalogue: $(STAMP)  ## 1,000, 10,000 and 100,000 generated articles: rate, memory, sizes (SIZES="1000 3000")
	PYTHONPATH=tests $(BIN)/python -m bench.long_run $(SIZES)

compare: $(STAMP)  ## other tools on the same gold in one run, into docs/comparison.md
	PYTHONPATH=tests $(BIN)/python -m compare.compare

fuzz: $(STAMP)  ## fuzz the readers and the pattern grammars, SECONDS=60 each
	$(BIN)/python tests/fuzz/fuzz.py readers -max_total_time=$(or $(SECONDS),60)
	$(BIN)/python tests/fuzz/fuzz.py grammars -max_total_time=$(or $(SECONDS),60)

audit: $(STAMP)  ## check the lock against known vulnerabilities; needs the network
	$(BIN)/python tests/audit.py

screenshot: $(STAMP)  ## draw the review page over the corpus, into docs/images/
	PYTHONPATH=tests $(BIN)/python tests/screenshot.py

clean:  ## remove what was built and extracted
	rm -rf .venv .compare site .mypy_cache .ruff_cache .pytest_cache build dist
	find outputs -mindepth 1 ! -name README.md ! -name .ldr ! -name forgotten.csv ! -name review.csv -delete
