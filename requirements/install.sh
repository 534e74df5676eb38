#!/bin/sh
# Puts the packages of requirements/$1.txt (run or test) into .venv, exactly and by hash, once for each change of it.
# By uv, else by pip. What is there already costs nothing; a .venv with the test set keeps it for `run` too.
set -eu
cd "$(dirname "$0")/.."

wanted=$1
python=.venv/bin/python
[ -x .venv/bin/pytest ] && wanted=test
mark="$wanted $(cksum < "requirements/$wanted.txt")"
[ -x $python ] && [ -x .venv/bin/lianxin ] && [ "$(cat .venv/holds 2>/dev/null)" = "$mark" ] && exit 0

good() { "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

if [ ! -x .venv/bin/pip ] || ! good $python; then
    for found in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
        good "$found" && break
        found=
    done
    [ -n "${found:-}" ] || { echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3-venv)" >&2; exit 2; }
    echo "making .venv with $($found --version)"
    "$found" -m venv --clear .venv
fi

touch "${HOME:-/nonexistent}/.writable" 2>/dev/null && rm -f "$HOME/.writable" || export HOME="$PWD/.venv"
echo "installing the packages of requirements/$wanted.txt"
[ -x .venv/bin/uv ] || $python -m pip install --quiet --disable-pip-version-check uv || true
export UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=true
.venv/bin/uv pip sync --quiet --python $python --require-hashes "requirements/$wanted.txt" || {
    echo "uv could not; trying pip" >&2
    $python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$wanted.txt"
}
# the command, from whatever folder it is called
printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/.venv/bin/python" -m lianxin "$@"\n' "$PWD" "$PWD" > .venv/bin/lianxin
chmod +x .venv/bin/lianxin
printf '%s\n' "$mark" > .venv/holds
