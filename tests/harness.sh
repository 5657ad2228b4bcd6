#!/bin/sh
# The runner of the tests, tried on tests that must fail: a harness that lets something through is worse than none.
source=${top_srcdir:-$(cd "$(dirname "$0")/.." && pwd)}
scratch=$(mktemp -d) || exit 99
trap 'rm -rf "$scratch"' 0

count=0
ok() { count=$((count + 1)); echo "ok $count - $1"; }
skip() { count=$((count + 1)); echo "ok $count - $1 # SKIP $2"; }
wrong() {
    count=$((count + 1))
    echo "not ok $count - $1"
    sed 's/^/#   /' "$scratch/tap"
    echo "#   status $status"
}

run() { # run TEST [ARGUMENT...] - its TAP in $scratch/tap, its $status
    top_builddir=$scratch sh "$source/tests/run-test.sh" "$@" >"$scratch/tap" 2>/dev/null
    status=$?
}

# Bad is a "not ok", a "Bail out!" or a status: each makes the TAP driver fail the test.
bad() { grep -qE '^(not ok|Bail out!)' "$scratch/tap" || test "$status" -ne 0; }
good() { ! bad && grep -q '^ok' "$scratch/tap"; }
expect() { if $1; then ok "$2"; else wrong "$2"; fi; } # expect good|bad NAME

script() { # script NAME TEXT - a shell test
    printf '#!/bin/sh\n%s\n' "$2" >"$scratch/$1.sh"
    chmod +x "$scratch/$1.sh"
    run "$scratch/$1.sh"
}
script fine 'echo all well'; expect good "a script that succeeds passes"
script poor 'exit 3'; expect bad "a script that exits with 3 fails"
script some 'echo 1..2; echo ok 1; echo not ok 2'; expect bad "a script whose TAP says not ok fails"
script half 'echo 1..2; echo ok 1; exit 5'; expect bad "a script that breaks off with a status fails"
script none 'exit 77'; expect good "a script that exits with 77 is no failure"
if grep -q '# SKIP' "$scratch/tap"; then ok "but is told as skipped"; else wrong "but is told as skipped"; fi
NO_COLOR=1 script bare 'test -z "$NO_COLOR" && test "$INPUTRC" = /dev/null && test -d "$HOME" && test "$LC_ALL" = C.UTF-8'
expect good "nothing of the user's environment leaks in"

cat >"$scratch/sample.c" <<'END'
#include <criterion/criterion.h>
#include <stdlib.h>
void *volatile kept;
Test(sample, passes) { cr_assert(1); }
Test(sample, fails) { cr_assert(0); }
Test(sample, crashes) { abort(); }
Test(sample, leaks) { kept = malloc(77); kept = NULL; }
Test(sample, overruns) { char *room = malloc(3); room[atoi("3")] = 1; kept = room; free(room); }
END
# shellcheck disable=SC2046 # flags are several words
build() { ${CC:-cc} -g -w $(pkg-config --cflags criterion 2>/dev/null) "$@" "$scratch/sample.c" -o "$scratch/sample" \
    $(pkg-config --libs criterion 2>/dev/null) 2>/dev/null; }

if build; then
    run "$scratch/sample" --filter 'sample/passes'; expect good "a test that passes passes"
    run "$scratch/sample" --filter 'sample/fails'; expect bad "a test that fails fails"
    run "$scratch/sample" --filter 'sample/crashes'; expect bad "a test that crashes fails"
    run "$scratch/sample" --filter 'sample/nowhere'; expect bad "a filter that matches no test fails"
else
    skip "a test that fails fails" "no criterion at hand"
fi
if build -fsanitize=address && "$scratch/sample" --filter 'sample/passes' >/dev/null 2>&1; then
    run "$scratch/sample" --filter 'sample/passes'; expect good "a clean test passes under the sanitizer"
    run "$scratch/sample" --filter 'sample/overruns'; expect bad "a test that writes past its memory fails"
    run "$scratch/sample" --filter 'sample/leaks'; expect bad "a test that leaks fails"
else
    skip "a test that leaks fails" "no address sanitizer at hand"
fi
echo "1..$count"
