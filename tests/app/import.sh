#!/bin/sh
# `backpass data import` from outside: what it writes, and that a file which is wrong gets one line and leaves nothing behind.
. "${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/program.sh"

refused() { # refused NAME PATTERN ARGUMENT...
    name=$1 pattern=$2
    shift 2
    refuses "$name" "$pattern" data import "$@" -o out.csv
}

event() { # event NAME X Y SECOND: a pass of the team 1
    printf '{"eventName":"%s","subEventName":"Simple pass","tags":[{"id":1801}],"playerId":7,"positions":[{"x":%s,"y":%s},{"x":50,"y":50}],' "$1" "$2" "$3"
    printf '"matchId":3,"teamId":1,"matchPeriod":"1H","eventSec":%s}' "$4"
}
{ echo '['; for second in 1 2 3 4 5 6; do event Pass 84 19 $second; echo ,; done; event Shot 90 50 9; echo ']'; } >match.json

"$backpass" data import match.json -o out.csv >said 2>&1 && grep -q '7 of 7 events' said &&
    grep -q '^1,1,3,1,1,1,7,pass,success,foot,36,20.16,0,0,84,19,50,50,' out.csv && grep -q '^# Attribution: Wyscout' out.csv
told "a match becomes a table in metres"
"$backpass" data import wyscout match.json -o - --task=next-event 2>said | grep -q '^1,6,1.1,pass,36,20.16,1,0,shot$'
told "or goes to the standard output, as a task"
"$backpass" data import match.json --describe >said 2>&1 && grep -q 'pass  *6  6 successful' said && grep -q '^Transform: ' said
told "--describe alone writes no table"
"$backpass" data import match.json -o next.csv --task next-event >said 2>&1 &&
    "$backpass" -c 'data next.csv; model gru hidden=3; train updates=2; print loss' >said 2>&1
told "what it writes can be trained on"
"$backpass" data import --help >said 2>&1 && grep -q 'possession-shot' said
told "--help says how"
rm -f out.csv

refused "no file" 'import which file' --task raw
refused "a file that is not there" 'none.json' none.json
refused "two outputs" 'given twice' match.json -o other.csv
refused "a task that there is not" 'expected raw, next-event' match.json --task dance
refused "an option that there is not" 'there is no option' match.json --dance
refused "an --ahead off the grid" 'seconds from 0.2 to 10 in steps of 0.2' match.json --task trajectory --ahead 0.3
refused "an --ahead without a trajectory" 'belongs to --task trajectory' match.json --task next-event --ahead=1
refused "another provider's" 'does not begin like dfl' dfl match.json
refused "a task for which nothing is there" 'expected a provider.s tracking' match.json --task trajectory
refused "a folder" 'folder' .
printf '[%s' "$(event Pass 1 1 1)" >cut.json
refused "a file cut short" '^backpass: cut.json:1:[0-9]*: not JSON' cut.json
{ echo '['; event "$(printf '\033[2J')" 1 1 1; echo ']'; } >evil.json
refused "control characters" '^backpass: evil.json:2' evil.json
printf '{"subEventName":1,"positions":1e999}' >huge.json
refused "a number beyond all numbers" 'huge.json:1:' huge.json
head -c 3000 /dev/zero >zero.bin
refused "nonsense" 'expected a file of wyscout' zero.bin
: >empty.json
refused "nothing" 'empty' empty.json
echo kept >out.csv
"$backpass" data import cut.json -o out.csv >said 2>&1
test "$(cat out.csv)" = kept
told "an older table stays as it was"
"$backpass" data import match.json >said 2>&1
test $? -eq 2 && grep -q 'where to' said
told "it must be said where to"
echo "1..$count"
