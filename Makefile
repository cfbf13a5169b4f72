# Every target builds .venv on first use, from the versions in constraints.txt. Needs Python 3.11 or later with pip.
#   make demo      extract the fixture releases into demo/ and show two of them
#   make test      run the tests
#   make lint      check the style          make types    check the types
#   make format    mend the style           make schema   write the committed JSON Schema anew
#   make readme    write the examples in README.md anew; with GOLD=FOLDER SEEN=FOLDER its tables of accuracy too
#   make screenshot    take the picture of a review for README.md anew; needs Chromium
#   make quality BASE=REVISION   what the code gained and lost since then, as Markdown: scores, rules, facts
#   make pins      write constraints.txt anew, from the newest versions that pyproject.toml allows

PYTHON ?= $(firstword $(foreach python,python3 python3.13 python3.12 python3.11,$(shell \
	$(python) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(python))))
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
JOBS ?= 2
SHOWN := fixtures/manchester-membrane/release.html fixtures/ambassade-tunis-nappes/release.pdf
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SHOWN_GOLD ?= fixtures $(wildcard ../shared/gold/train)
HELD_OUT_GOLD ?= $(wildcard ../shared/gold/dev)
SCHEMA := src/communique/schema/release.schema.json

.PHONY: demo test lint types format schema readme screenshot pins clean

demo: $(READY)
	$(BIN)/communique run fixtures/*/release.html fixtures/*/release.pdf --out demo
	@echo
	@$(BIN)/communique extract --pretty $(SHOWN)

test: $(READY)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

lint: $(READY)
	$(BIN)/ruff check src tests tools
	$(BIN)/ruff format --check src tests tools

types: $(READY)
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix src tests tools
	$(BIN)/ruff format src tests tools

schema: $(READY)
	$(BIN)/communique schema > $(SCHEMA)

readme: $(READY)
	$(BIN)/python tools/readme.py $(GOLD) $(SEEN)

screenshot: $(READY)
	$(BIN)/python tools/screenshot.py

quality: $(READY)
	@test -n "$(BASE)" || { echo "name a git revision to compare with: make quality BASE=main" >&2; exit 2; }
	@$(BIN)/python tools/quality.py $(BASE) --workers $(JOBS) --shown $(SHOWN_GOLD) \
		$(if $(HELD_OUT_GOLD),--held-out $(HELD_OUT_GOLD))

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "communique needs Python 3.11 or later: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt hatchling editables
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	@touch $@

pins:
	$(PYTHON) -m venv $(VENV)-pins
	$(VENV)-pins/bin/python -m pip install --quiet hatchling editables
	$(VENV)-pins/bin/python -m pip install --quiet --no-build-isolation '.[dev]'
	$(VENV)-pins/bin/python -m pip freeze --exclude communique > constraints.txt
	rm -rf $(VENV)-pins

clean:
	rm -rf $(VENV) demo
