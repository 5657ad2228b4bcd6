#!/bin/sh
# The program without a screen: what goes wrong is answered with one clear line, and a lesson from a stranger does no harm.
. "${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/program.sh"

lesson() { # lesson LINE... - a lesson of one step with these lines
    printf '%s\n' '# Title' '## Step' '```backpass' 'data carry length=6' 'model rnn hidden=3' '```' "$@"
}

lesson '```challenge' 'task: do' 'goal: norm(Wh) == 0' 'solution: scale Wh 0; export screen stolen.svg' '```' >stranger.md
check "a solution may write no file" 1 'may not use .export' run stranger.md
test ! -e stolen.svg
told "and has written none"
lesson '```expect' '1 <  # identity: half a claim' '```' >half.md
check "a claim that is no expression is a broken lesson" 2 '^backpass: half.md:8: expected a number' run half.md
check "so TAP bails out" 2 '^Bail out! half.md:8: ' run half.md --tap
check "and JSON says why" 2 '"error": "half.md:8: ' run half.md --json
lesson '```challenge' 'task: do' 'goal: Wh[1][1] ==' 'solution: scale Wh 0' '```' >goal.md
check "nor is a goal that is none checked" 2 '^backpass: goal.md:7: expected' run goal.md
check "a word too many is not passed over" 2 '`extra` is one word too many' -c 'print 1' extra
check "\`lesson 09\` is said as the program has it" 2 '`backpass 09` opens a lesson' lesson 09
check "a script that is not there is said to be missing" 2 'nothere.bp: there is no such script' run nothere.bp
check "a name that is neither lesson nor script is told what run takes" 2 'scripts (files ending in .bp)' run script.txt
printf 'data carry length=5\nmodel rnn\nprint 1 + 1\n' >two.bp
check "a script is run" 0 '^2$' run two.bp
check "nor a second -c" 2 'twice' -c 'print 1' -c 'print 2'
check "nor an option that belongs to run" 2 'belong to' -c 'print 1' --json
lesson '```question' 'ask: how much' 'answer: norm(h[0])' 'accept: within 0.1' '```' >zero.md
check "a wrong answer to zero lies on no other side" 0 '^3 is not what this run shows' -c 'lesson zero.md; answer 3'
lesson '```question' 'ask: how many' 'answer: params' 'accept: exactly' '```' >exact.md
check "a near miss is not 1 times too large" 0 '^18.01 is close' -c 'lesson exact.md; answer 18.01'
check "zero is not on the other side of a count" 0 '^0 is not what this run shows' -c 'lesson exact.md; answer 0'
echo 'source round.bp' >round.bp
check "a script that opens itself comes to an end" 2 'opens itself' run round.bp
printf 'print 1\nexpect 1 == 2\n' >claim.bp
check "a claim of a script is placed once" 1 '^claim.bp:2: a claim: does not hold: 1 == 2' run claim.bp
check "a unit outside is called a unit" 2 'unit 99 is outside 1 … 4' -c 'data carry; model rnn hidden=4; unit 99'
lesson '```backpass' 'data nowhere.csv' '```' >nowhere.md
check "data that cannot be read name the line that asks for them" 2 '^backpass: nowhere.csv: .*(nowhere.md:8)$' run nowhere.md
check "one number in a list is called that" 2 'y\[6\] has a list of one number: say y\[6\]\[1\]' -c 'data carry length=6; model rnn; explain y[6]'
check "data are listed with what can be reached" 0 '^ .*aligned; accuracy: without memory 0.543, at best 0.771' data list
check "and described with their knobs as they are asked for" 0 '^  optimum  .* 0.9$' -c 'data describe signal epsilon=0.1'
check "what is only looked up is not remembered" 2 'nothing to undo' -c 'data list; undo'
check "data are drawn into the output" 0 '^sequence,step,threat.1.,mark,target.total_threat' data simulate carry length=5 sequences=20
"$backpass" data simulate order gap=2 sequences=20 -o order.csv
check "or into a file, that is read as any other" 0 '^20$' -c 'data order.csv; print sequences'
check "a knob out of its range writes no file" 2 'from 1 to 1000' data simulate order gap=0 -o none.csv
count=$((count + 1))
test ! -e none.csv && echo "ok $count - indeed none" || echo "not ok $count - none.csv is there"
check "what data cannot do is said with what they can" 2 'expected list, describe NAME or simulate NAME' data guess
check "describe needs a name" 2 'describe what' data describe
check "-o has one use" 2 'belongs to' data list -o x.csv
echo "1..$count"
