# Compiling, only when a source is newer than what was built. Sourced by ./backlot.

# The program of a project, made of what compile left in .build/.
program() {
    echo "$root/.build/programs/${1//\//-}/${1##*/}.dll"
}

# build PROJECT: without machine code where its compiler cannot be had. Nothing is tried again when the sources are to blame.
build() {
    local publish=(dotnet publish "$root/$1" -c Release --no-self-contained -v minimal -o "$(dirname "$(program "$1")")")
    # Generic code of other assemblies is compiled in for the types that we use it with, as all that awaits is; the runtime checks it.
    local generic='--opt-cross-module:*%3B--non-local-generics-module:*'
    "${publish[@]}" --use-current-runtime -p:PublishReadyToRun=true "-p:PublishReadyToRunCrossgen2ExtraArgs=$generic" || { ! grep -qF '.cs(' "$log" && "${publish[@]}"; }
}

# compile PROJECT: a folder under the root with a project of its own name. It is compiled to machine code as well, because a worker
# that starts would else spend half of its first seconds on that; the tests start hundreds of them.
compile() {
    local project=$1 stamp="$root/.build/${1//\//-}" log names
    local sources=("$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json" "$root/.editorconfig" "$root/BannedSymbols.txt")
    [ "$project" = src/Backlot ] || sources+=("$root/$project")
    [ "$project" = tests/Backlot.Tests ] && sources+=("$root/bench")     # the tests run the benchmarks, too
    mkdir -p "$root/.build"
    # One build at a time: two would write the same files.
    exec 9>"$root/.build/lock"
    flock 9
    # The stamp holds which files there were, so that one that went is seen, too; its time tells of those that changed.
    names=$(find "${sources[@]}" \( -name obj -o -name bin \) -prune -o -type f -print | sort | sha256sum)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$names" ] && [ -f "$(program "$project")" ] \
        && [ -z "$(find "${sources[@]}" \( -name obj -o -name bin \) -prune -o -type f -newer "$stamp" -print -quit)" ]; then
        exec 9>&-
        return 0
    fi
    log=$(mktemp)
    echo "$names" >"$log.start"
    echo "Building $project ..." >&2
    if ! build "$project" >"$log" 2>&1; then
        grep -E 'error|Error' "$log" | sort -u | head -n 20 >&2
        echo "The build failed; the whole of its output is in $log." >&2
        exit 1
    fi
    mv "$log.start" "$stamp"
    rm -f "$log"
    exec 9>&-
}
