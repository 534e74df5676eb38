# What a developer asks for. `make run` needs nothing but Python 3.11; `make test` is exactly what CI runs.

PYTHON := .venv/bin/python
export PYTHONUTF8 := 1

# The page that is made from the rule packs; a test compares it.
RULES := from pathlib import Path; from lianxin.rulebook.rules_page import rules_markdown; \
	Path("docs/rules.md").write_text(rules_markdown(), encoding="utf-8")

.PHONY: run stop test fast checks lint types house catalogue docs look for-run for-test for-browser

run: for-run  ## set everything up and serve the demo district
	@$(PYTHON) -m lianxin up

stop: for-run  ## end the built-in database
	@$(PYTHON) -m lianxin stop

test: for-browser for-test  ## all that must hold
	@$(MAKE) --no-print-directory --jobs=2 checks
	$(PYTHON) -m pytest -n 2 --dist worksteal

fast: for-test  ## pure rules: no database, no browser, no drawing of pages, no pictures
	$(PYTHON) -m pytest --fast -m "not db and not browser" --ignore lianxin/ui --ignore lianxin/trust/tests/test_uploads.py

checks: lint types house catalogue  ## all that needs no running product

catalogue: for-test
	$(PYTHON) -m lianxin.ui.catalogue check

lint: for-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/djlint lianxin --lint --quiet
	.venv/bin/codespell lianxin tests docs *.md

types: for-test
	LIANXIN_MODE=test .venv/bin/mypy

house: for-test  ## the mirror: how long things are, beside the anchors
	$(PYTHON) -m tests.mirror

docs: for-test  ## write the pages that are made from code
	LIANXIN_MODE=test DJANGO_SETTINGS_MODULE=lianxin.site.settings $(PYTHON) -c '$(RULES)'

look: for-test for-browser  ## every page at two widths in one contact sheet; make look LANG=en for the English pages
	$(PYTHON) -m tests.look $(if $(filter en,$(LANG)),--lang en --out var/look-en)

for-run:
	@sh requirements/install.sh run

for-test:
	@sh requirements/install.sh test

for-browser:
	@sh requirements/browser.sh
