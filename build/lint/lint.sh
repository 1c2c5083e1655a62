#!/usr/bin/env bash
# Lints an OpenAPI document by two linters with their recommended rules: the first argument, else docs/api/openapi.json.
# Their packages are installed when they are missing or their versions have changed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
document=$(readlink -f "${1:-$root/docs/api/openapi.json}")
tools="$root/.build/lint"
source "$root/build/npm.sh"
npm_tools lint

cd "$here"
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
"$tools/node_modules/.bin/redocly" lint --config redocly.yaml --format=stylish "$document"
"$tools/node_modules/.bin/spectral" lint --ruleset spectral.yaml --fail-severity=warn "$document"
