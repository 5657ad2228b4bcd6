#!/bin/sh
# seeds.sh FIRST LAST [LESSON...] - the course with many seeds, two at a time; says which claims failed for which seeds.
# `make check-long` runs it for 1 … 100; sentences about untrained networks were measured for 1 … 1,000.
source=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
program=${BACKPASS:-${top_builddir:-$source/build}/backpass}
first=${1:?first seed}
last=${2:?last seed}
shift 2
test $# -gt 0 || set -- "$source"/lessons/[0-9]*.md
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' 0

half() { # half OFFSET LESSON...: every second seed
    seed=$((first + $1))
    shift
    while test "$seed" -le "$last"; do
        for lesson; do
            "$program" run --tap --seed "$seed" "$lesson" 2>&1 </dev/null |
                sed -n "s/^not ok [0-9]* - /seed $seed: /p; s/^backpass: /seed $seed: /p; s/^ok .*/ok/p"
        done
        seed=$((seed + 2))
    done
}
half 0 "$@" >"$work/even" &
half 1 "$@" >"$work/odd"
wait
held=$(cat "$work/even" "$work/odd" | grep -c '^ok$')
cat "$work/even" "$work/odd" | grep -v '^ok$' >"$work/failed"
cat "$work/failed"
echo "seeds $first … $last: $held checks hold, $(wc -l <"$work/failed") do not"
test ! -s "$work/failed" && test "$held" -gt 0
