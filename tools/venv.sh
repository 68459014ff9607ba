#!/bin/sh
# Makes .venv with a fitting Python where there is none, and installs the requirements file that is named.
# Python 3.11 or newer is looked for under its usual names; PYTHON=/path/to/python takes that one.
set -eu
requirements=$1

fits() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

fail() {
    printf '%s\n' "$@" >&2
    exit 2
}

if ! fits .venv/bin/python; then
    python=
    python_names=${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}
    for name in $python_names; do
        if fits "$name"; then
            python=$name
            break
        fi
    done
    [ -n "$python" ] || fail \
        "Python 3.11 or newer is needed. Tried without luck: $python_names." \
        "Install it (python.org, or your system's packages), or name yours: make run PYTHON=/path/to/python3.12"

    echo "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv || {
        rm -rf .venv
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        fail "$python can't make a virtual environment here." \
            "On Debian and Ubuntu that part of Python is a package of its own: apt install python$version-venv" \
            "Then run this again."
    }
fi

echo "Installing $requirements (a few minutes the first time)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$requirements" || fail \
    "The packages of $requirements could not be installed: the lines above say why." \
    "Most often the package index can't be reached. Run this again when it can: what was fetched is kept."
