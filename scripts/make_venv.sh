#!/bin/sh
# make_venv.sh FOLDER: a virtual environment with exactly the locked dependencies.
set -eu
venv=$1
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null || {
    echo "Communiqué needs Python 3.11, 3.12 or 3.13; '$python' is $("$python" -V 2>&1). Name another: make PYTHON=python3.12 …" >&2
    exit 1
}
"$python" -c 'import ensurepip, venv' 2>/dev/null || {
    echo "'$python' lacks its venv module. On Debian or Ubuntu: apt-get install python3-venv" >&2
    exit 1
}
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
echo "Installing the locked dependencies into $venv (one to three minutes the first time) …" >&2
"$venv/bin/pip" install -qq --disable-pip-version-check --require-hashes -r requirements.lock
"$venv/bin/pip" install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
