# Tools from npm, kept beside what is built. Sourced by the scripts that run them.

# npm_tools NAME: installs what build/NAME/package.json names into .build/NAME when it is missing or its versions have changed.
npm_tools() {
    local wanted="$root/build/$1/package.json" tools="$root/.build/$1"
    mkdir -p "$tools"
    # One installation at a time: two would write the same files.
    exec 9>"$tools/lock"
    flock 9
    if ! cmp -s "$wanted" "$tools/installed"; then
        cp "$wanted" "$tools/package.json"
        rm -f "$tools/installed"
        # No scripts of packages: none of these needs one, and some would report home.
        (cd "$tools" && npm install --ignore-scripts --no-package-lock --no-audit --no-fund --no-update-notifier --loglevel=error) >&2
        cp "$wanted" "$tools/installed"
    fi
    exec 9>&-
}
