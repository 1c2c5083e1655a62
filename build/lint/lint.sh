#!/usr/bin/env bash
# Lints an OpenAPI document by two linters with their recommended rules: the first argument, else docs/api/openapi.json.
# Their packages are installed when they are missing or their versions have changed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
document=$(readlink -f "${1:-$root/docs/api/openapi.json}")
tools="$root/.build/lint"
mkdir -p "$tools"

# One installation at a time: two would write the same files.
exec 9>"$tools/lock"
flock 9
if ! cmp -s "$here/package.json" "$tools/installed"; then
    cp "$here/package.json" "$tools/package.json"
    rm -f "$tools/installed"
    # No scripts of packages: none of these needs one, and some would report home.
    (cd "$tools" && npm install --ignore-scripts --no-package-lock --no-audit --no-fund --no-update-notifier --loglevel=error) >&2
    cp "$here/package.json" "$tools/installed"
fi
exec 9>&-

cd "$here"
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
"$tools/node_modules/.bin/redocly" lint --config redocly.yaml --format=stylish "$document"
"$tools/node_modules/.bin/spectral" lint --ruleset spectral.yaml --fail-severity=warn "$document"
