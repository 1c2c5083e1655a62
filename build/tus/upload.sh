#!/usr/bin/env bash
# Uploads a file by tus-js-client: upload.sh ENDPOINT TOKEN FILE. Prints the address of the upload. The client is installed when it is missing
# or its version has changed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/build/npm.sh"
npm_tools tus

NODE_PATH="$root/.build/tus/node_modules" exec node "$root/build/tus/upload.cjs" "$@"
