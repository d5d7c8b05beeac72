# Sourced by ./run and ./test: finds a Python that will do and leaves its name in $python.
python=
for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.14 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null
    then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "dealercrm: Python 3.11 to 3.14 is needed and was not found. Debian, Ubuntu: sudo apt-get install python3 python3-venv; macOS: brew install python@3.13 (or name one: PYTHON=/path/to/python3 ./run)" >&2
    exit 1
fi
