#!/bin/sh
# run-test.sh TEST [ARGUMENT...] - runs one test in the environment every test may count on, and prints TAP.
# TEST is a Criterion binary or a script (*.sh). By hand: tests/run-test.sh build/tests/engine/test_error
# BACKPASS_VALGRIND=1 runs a binary under valgrind.
test=$1
shift
here=$(cd "$(dirname "$0")/.." && pwd) || exit 99
top_srcdir=${top_srcdir:-$here}
top_builddir=${top_builddir:-$here/build}
case $test in /*) ;; *) test=$PWD/$test ;; esac

mkdir -p "$top_builddir/tests/tmp" || exit 99
work=$(mktemp -d "$top_builddir/tests/tmp/XXXXXX") || exit 99
trap 'rm -rf "$work"' 0
trap 'exit 99' 1 2 15

# --- one locale, one home, one thread, one BLAS kernel: nothing of the user's leaks in ---
unset NO_COLOR CLICOLOR CLICOLOR_FORCE COLORTERM LANG LANGUAGE COLUMNS LINES OPENBLAS_CORETYPE
for name in $(env | sed -n 's/^\(LC_[A-Z]*\|BACKPASS_[A-Z_]*\)=.*/\1/p'); do
    test "$name" = BACKPASS_VALGRIND || unset "$name"
done
LC_ALL=C.UTF-8 TZ=UTC0 INPUTRC=/dev/null TERM=xterm-256color
HOME=$work/home
XDG_CONFIG_HOME=$HOME/.config XDG_STATE_HOME=$HOME/.local/state XDG_DATA_HOME=$HOME/.local/share
XDG_CACHE_HOME=$HOME/.cache TMPDIR=$work/tmp
OPENBLAS_NUM_THREADS=1
mkdir -p "$HOME" "$TMPDIR"
export top_srcdir top_builddir LC_ALL TZ INPUTRC TERM HOME TMPDIR OPENBLAS_NUM_THREADS
export XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME XDG_CACHE_HOME
if test "$(uname -m)" = x86_64 && grep -qw avx2 /proc/cpuinfo 2>/dev/null; then
    OPENBLAS_CORETYPE=Haswell # golden files were made with this kernel
    export OPENBLAS_CORETYPE
fi

# Reports go to files: Criterion counts a test as passed when its worker fails after the test's body (leaks do).
printf 'leak:criterion_handle_args\n' >"$work/lsan"
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}log_path=$work/report
UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1:${UBSAN_OPTIONS:+$UBSAN_OPTIONS:}log_path=$work/report
LSAN_OPTIONS=${LSAN_OPTIONS:+$LSAN_OPTIONS:}suppressions=$work/lsan:print_suppressions=0
export ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS

# script - its own TAP; without a plan its exit status is the one result.
run_script() {
    "$test" "$@" >"$work/tap" </dev/null
    status=$?
    if grep -q '^1\.\.[0-9]' "$work/tap"; then
        cat "$work/tap"
        grep -q '^not ok' "$work/tap" && status=0 # already told
        return $status
    fi
    sed 's/^/# /' "$work/tap"
    echo 1..1
    case $status in
    0) echo "ok 1 - $(basename "$test")" ;;
    77) echo "ok 1 - $(basename "$test") # SKIP" ;;
    *) echo "not ok 1 - $(basename "$test"): exit status $status" ;;
    esac
}

# binary - Criterion writes its TAP to a file: on standard output it would throw the workers' own output away.
run_binary() {
    set -- "$test" --output=tap:"$work/tap" --jobs 1 "$@"
    if test -n "$BACKPASS_VALGRIND"; then
        printf '{\n args\n Memcheck:Leak\n ...\n fun:criterion_handle_args\n ...\n}\n' >"$work/valgrind"
        set -- valgrind -q --trace-children=yes --leak-check=full --show-leak-kinds=definite \
            --errors-for-leak-kinds=definite --suppressions="$work/valgrind" --log-file="$work/report.%p" "$@"
    fi
    "$@" >&2 </dev/null
    status=$?
    test -f "$work/tap" || return 99
    cat "$work/tap"
    grep -E '^(not )?ok' "$work/tap" | grep -qv '# SKIP' || echo "Bail out! no test ran"
    grep -q '^not ok' "$work/tap" && status=0
    return $status
}

case $test in
*.sh) run_script "$@" ;;
*) run_binary "$@" ;;
esac
status=$?
for report in "$work"/report*; do
    test -s "$report" || continue
    cat "$report" >&2
    echo "Bail out! a memory error was reported: see the log"
    status=0
done
exit $status
