#!/bin/sh
# The benches of the engine: what they print, and one line for what they refuse. How fast they are is no test. Prints TAP.
build=${top_builddir:-$(cd "$(dirname "$0")/../.." && pwd)/build}
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' 0
count=0
result() { # result STATUS NAME
    count=$((count + 1))
    test "$1" -eq 0 && echo "ok $count - $2" || echo "not ok $count - $2"
}

small='--input 3 --hidden 5 --steps 7 --batch 2 --threads 1 --seconds 0.001'
trains() { # trains PROGRAM PRECISION CELL: every key, positive numbers, and a loss that falls
    # shellcheck disable=SC2086 # several words
    "$1" --cell "$3" $small --json >"$tmp/out" 2>"$tmp/err" || return 1
    test "$(wc -l <"$tmp/out")" -eq 1 && test ! -s "$tmp/err" && tr -d '{}",' <"$tmp/out" | awk -v cell="$3" -v precision="$2" '
        { for (i = 1; i < NF; i += 2) value[$i] = $(i + 1) }
        END {
            if (value["cell:"] != cell || value["precision:"] != precision) exit 1
            split("sequences_per_s fwd_sequences_per_s gflops trace_overhead tape_bytes", wanted, " ")
            for (i in wanted) if (!(value[wanted[i] ":"] > 0)) exit 1
            exit !(value["loss_last:"] < value["loss_first:"])
        }'
}
refuses() { # refuses WORD... - status 2, one line, nothing on standard output
    "$build/bench-single" "$@" >"$tmp/out" 2>"$tmp/err"
    test $? -eq 2 && test ! -s "$tmp/out" && test "$(wc -l <"$tmp/err")" -eq 1
}

for precision in single double; do
    for cell in rnn lstm gru; do
        trains "$build/bench-$precision" $precision $cell
        result $? "bench-$precision trains the $cell and says how fast, as JSON"
    done
done
# The same seed draws the same weights and inputs, to rounding: so the loss before the first step is the same.
loss() { sed 's/.*"loss_first": \([^,]*\),.*/\1/' "$tmp/$1-$2"; }
for cell in rnn lstm gru; do
    for precision in single double; do
        # shellcheck disable=SC2086 # several words
        "$build/bench-$precision" --cell $cell $small --json >"$tmp/$precision-$cell"
    done
    awk -v a="$(loss single $cell)" -v b="$(loss double $cell)" 'BEGIN { exit !(a > 0.1 && (a - b)^2 < (1e-6 * b)^2) }'
    result $? "both precisions begin with the same $cell"
done
"$build/bench-double" --cell gru --hidden 4 --seconds 0.001 | grep -q 'one training step'
result $? "without --json it is for reading"
"$build/bench-double" --help | grep -q '^usage: bench-double'
result $? "--help explains it"
for words in '--cell mlp' '--cell foo' '--hidden 0' '--hidden 1e3' '--batch -3' '--threads 0' '--seconds nan' '--seconds 0' \
    '--steps' '--bogus' '-q' word '--hidden 1000000' '--batch 16777216 --steps 100000'; do
    # shellcheck disable=SC2086 # several words
    refuses $words
    result $? "refused in one line: $words"
done
echo "1..$count"
