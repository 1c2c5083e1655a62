# System packages. Sourced by ./backlot.

run_packages=(postgresql ffmpeg fonts-dejavu-core util-linux procps)
test_packages=(chromium pgbouncer redis-server wrk opencv-doc)
# The linters of the API document run on Node.js; one that is here by other means will do.
{ command -v node && command -v npm; } >/dev/null || test_packages+=(nodejs npm)
bench_packages=(wrk opencv-doc redis-server)

fail() {
    echo "$1" >&2
    exit 1
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Installs what is missing, as root; otherwise says what to install.
need_packages() {
    command -v dotnet >/dev/null || fail "The .NET 10 SDK is not installed: install it from Microsoft's or your distribution's packages, then run this again."
    dotnet --list-sdks | grep -q '^10\.' || fail "Backlot needs the .NET 10 SDK, and this machine has only: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ')."
    local package missing=()
    if ! command -v dpkg-query >/dev/null; then
        command -v ffmpeg >/dev/null || fail "ffmpeg is not installed: install it with your system's package tool, and PostgreSQL with it."
        return 0
    fi
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} -gt 0 ]; then
        [ "$(id -u)" = 0 ] || fail "Some programs are missing: sudo apt-get install ${missing[*]}"
        echo "Installing ${missing[*]} ..."
        keep_system_cluster_out
        install_quietly "${missing[@]}"
    fi
    "$root/build/pgvector.sh"
}

# Debian's postgresql would make and start a cluster of its own, which nobody here uses.
keep_system_cluster_out() {
    is_installed postgresql-common && return 0
    mkdir -p /etc/postgresql-common/createcluster.d
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/backlot.conf
}

install_quietly() {
    local log
    log=$(mktemp)
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        fail "The packages could not be installed: put right what apt-get says above, then run this again."
    fi
    rm -f "$log"
}
