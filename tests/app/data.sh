#!/bin/sh
# `backpass data list|describe|simulate` from outside: every simulator draws the same by each way in, and what is wrong gets
# one line that speaks of what was typed, and leaves no file behind.
. "${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/program.sh"

refused() { # refused NAME PATTERN WORD...: behind `backpass data`; the line begins with the pattern
    name=$1 pattern=$2
    shift 2
    refuses "$name" "^backpass: $pattern" data "$@"
}

names='carry commentary events injury momentum next order patterns play runners signal trajectory zones'
test "$("$backpass" data list | sed -n 's/^\([a-z][a-z]*\) .*/\1/p' | tr '\n' ' ')" = "$names " 2>said
told "thirteen simulators are listed"
for name in $names; do
    "$backpass" data simulate "$name" sequences=20 -o file.csv >said 2>&1 && "$backpass" data simulate "$name" sequences=20 >out 2>>said &&
        "$backpass" -c "data $name sequences=20; export data command.csv" >>said 2>&1 &&
        cmp file.csv out >>said 2>&1 && cmp file.csv command.csv >>said 2>&1 && head -n 1 file.csv | grep -q "^# data $name .*sequences=20 seed=1$"
    told "$name: a file, the standard output and the command hold the same, and say how they were made"
    "$backpass" data describe "$name" >out 2>said && "$backpass" -c "data describe $name" >command 2>>said && cmp out command >>said 2>&1 &&
        grep -q '^Planted: ' out && grep -q '(baseline\|`baseline`' out && grep -q '^  baseline ' out && grep -q '^  optimum ' out && grep -q '^  sequences=.* sequences)$' out
    told "$name: described with what is planted, its knobs and what can be reached"
done
"$backpass" data simulate signal sequences=20 seed=7 -o seven.csv >said 2>&1 && "$backpass" data simulate signal sequences=20 --seed 7 >out 2>>said &&
    cmp seven.csv out >>said 2>&1 && "$backpass" -c "$(sed -n '1s/^# //p' seven.csv); export data again.csv" >>said 2>&1 && cmp seven.csv again.csv >>said 2>&1
told "the first line of a file is the command that draws it again, seed and all"

refused "a knob that there is not" 'signal has no knob `lenth`: did you mean `length`; it has length, epsilon, sequences$' simulate signal lenth=9 -o out.csv
refused "a value out of range" 'signal: length=1 is not possible; expected a whole number from 2 to 2000$' simulate signal length=1 -o out.csv
refused "a value that is not whole" 'signal: length=2.5 is not possible' simulate signal length=2.5 -o out.csv
refused "a value that is no number" 'length `ten` is not a number' simulate signal length=ten -o out.csv
refused "a value beyond all numbers" 'epsilon `1e999` is not a number' simulate signal epsilon=1e999 -o out.csv
refused "a knob without a value" 'length needs a value: `length=20`$' simulate signal length -o out.csv
refused "a knob twice" '`length` is given twice$' simulate signal length=3 length=4 -o out.csv
refused "a name that there is not" 'there is no data called `sgnal`: did you mean `signal`' simulate sgnal -o out.csv
refused "a name to describe that there is not" 'there is no data called `sgnal`' describe sgnal
refused "a name with a quote" '`si"gnal` holds a quote' simulate 'si"gnal' -o out.csv
refused "a name on two lines" '`si.*gnal` holds a quote or an end of line' simulate "$(printf 'si\ngnal')" -o out.csv
refused "a name that would drive a terminal" 'there is no data called' simulate "$(printf '\033[2J')" -o out.csv
refused "a word too many" '`data list` takes nothing more' list all
refused "two outputs" '-o is given twice' simulate signal -o out.csv -o other.csv
refused "an output that is full" '/dev/full: cannot be written' simulate signal -o /dev/full
refused "an output in no folder" 'none/out.csv: cannot be written' simulate signal -o none/out.csv
"$backpass" -c 'data signal lenth=9' >said 2>&1
test $? -eq 2 && grep -q '^backpass: -c:1:13: signal has no knob' said
told "within -c the place is told"
"$backpass" -c 'data simulate signal length=9 seed=3; export data drawn.csv; save drawn.bp' >said 2>&1 &&
    "$backpass" -c 'data signal length=9 seed=3; export data same.csv' >>said 2>&1 &&
    cmp drawn.csv same.csv >>said 2>&1 && grep -qx 'data signal length=9 seed=3' drawn.bp
told "the command data simulates too, and remembers the shorter line"
"$backpass" -c 'data import match.json' >said 2>&1
test $? -eq 2 && grep -q 'backpass data import FILE' said
told "the command data says where imports are made"
echo "1..$count"
