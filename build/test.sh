#!/usr/bin/env bash
# Runs every test; the last line is "N passed, N failed". Arguments go to the test runner (see -?). BACKLOT_TEST_XML names a file for
# the results with their times.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
results=${BACKLOT_TEST_XML:-$(mktemp)}
# The program itself, not `dotnet X.dll`: some tests start it again under another name.
DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
export DOTNET_ROOT
# One process runs for minutes and does the same over and over: its code is optimized as soon as it can be.
export DOTNET_TC_CallCountingDelayMs=0
# What tests write lies in memory where there is room for it: a disk is slow to make, and to forget, a thousand small databases.
room=$(df --output=avail --block-size=1K /dev/shm 2>/dev/null | tail -n 1)
# Some mount it so that nothing in it may be run, and tests run scripts of theirs.
grep -qs ' /dev/shm [^ ]* [^ ]*noexec' /proc/mounts && room=0
memory=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
temp=${TMPDIR:-/tmp}
[ "${room:-0}" -lt $(( 4 << 20 )) ] || [ "${memory:-0}" -lt $(( 8 << 20 )) ] || temp=/dev/shm
# What a run left that was killed would stay for good. No run takes longer than that.
find "$temp" -maxdepth 1 -user "$(id -u)" -name 'backlot-tests-??????' -mmin +100 -exec rm -rf {} + 2>/dev/null
TMPDIR=$(mktemp -d "$temp/backlot-tests-XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
chmod 755 "$TMPDIR"     # the database runs as another user, who has to get through
# Half as many lanes again as there are cores: a test waits for a database, a program or a browser now and then.
timeout --signal=KILL 5000 "$root/.build/programs/tests-Backlot.Tests/Backlot.Tests" -noColor -maxThreads 1.5x "$@" -xml "$results"
status=$?
total=$(grep -o '<assembly [^>]*>' "$results" | head -n 1)
[ -n "${BACKLOT_TEST_XML:-}" ] || rm -f "$results"
number() { grep -o " $1=\"[0-9]*\"" <<<"$total" | grep -o '[0-9]*'; }
passed=$(number passed) failed=$(number failed) errors=$(number errors) skipped=$(number skipped) notrun=$(number not-run)
failed=$(( ${failed:-0} + ${errors:-0} ))
# Only root can try to become another user; those few tests are left out for everybody else.
[ "$(id -u)" = 0 ] || skipped=0
# A run that was cut off, ran nothing, or left something out is no pass.
if [ "${passed:-0}" = 0 ] || [ "${skipped:-0}" != 0 ] || { [ "$status" != 0 ] && [ "$failed" = 0 ]; }; then
    echo "The test run did not end as it should (exit code $status, ${skipped:-0} skipped)."
    failed=$(( failed + 1 ))
fi
echo "${passed:-0} passed, $failed failed"
[ "$failed" = 0 ]
