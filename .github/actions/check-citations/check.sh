#!/usr/bin/env bash
# The last step of the action: its inputs, which come as variables, become arguments.
set -euo pipefail
root=$(cd "$HERE/../../.." && pwd)
python=${CLAIMBASE_PYTHON:-$RUNNER_TEMP/claimbase/bin/python}
options=(--format "$FORMAT")
if [ -n "$REGISTRY" ]; then options+=(--registry "$REGISTRY"); else options+=(--root "$root"); fi
if [ -n "$SITE" ]; then options+=(--site "$SITE"); fi
if [ -n "$FAIL_ON" ]; then options+=(--fail-on "$FAIL_ON"); fi
if [ -n "$SARIF" ]; then options+=(--sarif "$SARIF"); fi
files=()
while IFS= read -r line; do
  line=${line#"${line%%[![:space:]]*}"}
  line=${line%"${line##*[![:space:]]}"}
  if [ -n "$line" ]; then files+=("$line"); fi
done <<<"$FILES"
if [ ${#files[@]} = 0 ]; then files=(.); fi
exec "$python" "$root/scripts/check_citations.py" "${options[@]}" -- "${files[@]}"
