#!/bin/sh
# The course, headless: every lesson with three seeds, all its claims, answers and challenges.
source=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${top_builddir:-$source/build}
backpass=${BACKPASS:-$build/backpass}
scratch=$(mktemp -d) || exit 99
trap 'rm -rf "$scratch"' 0

set -- "$source"/lessons/[0-9]*.md
test -f "$1" || { echo "Bail out! no lessons in $source/lessons"; exit 1; }
echo "1..$(($# * 3))"
count=0
for lesson; do
    for seed in 1 2 3; do
        count=$((count + 1))
        name="$(basename "$lesson" .md) with seed $seed"
        "$backpass" run --tap --seed $seed "$lesson" >"$scratch/said" 2>&1 </dev/null
        status=$?
        if test $status -eq 0 && test "$(grep -c '^ok' "$scratch/said")" -ge 10; then
            echo "ok $count - $name"
        else
            echo "not ok $count - $name: exit status $status"
            grep -v '^ok' "$scratch/said" | sed 's/^/#   /'
        fi
    done
done
