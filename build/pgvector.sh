#!/usr/bin/env bash
# Makes the extension `vector` available to the newest PostgreSQL here: the distribution's package where there is one
# (Debian 13 on), else built from Debian's own source package. Needs root; as another user it only tells what is missing,
# because nothing but similarity search needs it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/packages.sh"

major=$(ls /usr/lib/postgresql 2>/dev/null | sort -n | tail -n 1)
[ -n "$major" ] || exit 0
[ -e "/usr/share/postgresql/$major/extension/vector.control" ] && exit 0
if [ "$(id -u)" != 0 ]; then
    echo "pgvector is not installed; similarity search will want it: sudo $here/pgvector.sh" >&2
    exit 0
fi

if apt-cache show "postgresql-$major-pgvector" >/dev/null 2>&1; then
    install_quietly "postgresql-$major-pgvector"
    exit 0
fi

echo "Building pgvector for PostgreSQL $major ..."
install_quietly "postgresql-server-dev-$major" gcc make libc6-dev
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The machine's own mirror, so that nothing is asked of a host that it does not use anyway.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -E '/debian/?$' | head -n 1)
[ -n "$mirror" ] || fail "No Debian mirror is among this machine's apt sources, so pgvector cannot be had: install it by hand for PostgreSQL $major."
mkdir -p "$work/lists/partial"
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$work/source.list"
options=(-o "Dir::Etc::sourcelist=$work/source.list" -o Dir::Etc::sourceparts=- -o "Dir::State::Lists=$work/lists" -o APT::Sandbox::User=root)
(
    cd "$work"
    apt-get "${options[@]}" update
    apt-get "${options[@]}" source --download-only pgvector
    mkdir source
    tar -xzf pgvector_*.orig.tar.gz -C source --strip-components=1
    make -C source OPTFLAGS="" PG_CONFIG="/usr/lib/postgresql/$major/bin/pg_config"
    make -C source install PG_CONFIG="/usr/lib/postgresql/$major/bin/pg_config"
) >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; fail "pgvector could not be built: put right what is said above, then run this again."; }
