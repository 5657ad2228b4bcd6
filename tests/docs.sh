#!/bin/sh
# Every command line that the README and the pages in docs/ show is carried out, and its words are true.
root=${top_srcdir:?}
program=$(cd "${top_builddir:?}" && pwd)/backpass
work=$(mktemp -d "${TMPDIR:-/tmp}/docs.XXXXXX") || exit 99
trap 'rm -rf "$work"' 0
cd "$work" || exit 99
number=0

check() { # check WHAT COMMAND...: one line of TAP
    what=$1
    shift
    number=$((number + 1))
    if "$@" >out 2>&1; then
        echo "ok $number - $what"
    else
        echo "not ok $number - $what"
        sed 's/^/# /' out
    fi
}

# A file such as a reader would have.
{
    echo 'sequence,step,action,x[m],target.next'
    for s in 1 2 3 4 5 6 7 8 9 10 11 12; do
        printf '%s,1,pass,%s,pass\n%s,2,dribble,%s.5,shot\n%s,3,pass,3,dribble\n' $s $s $s $s $s
    done
} >my-matches.csv

# And events of a match, as Wyscout hands them out: two teams in turn with four passes or five, every third time a shot.
awk 'function event(name, kind) {
    printf "%s{\"eventId\": 8, \"eventName\": \"%s\", \"subEventName\": \"%s\", \"tags\": [{\"id\": 1801}], \"playerId\": %d, ", n++ ? "," : "", name, kind, team + n % 11
    printf "\"positions\": [{\"x\": %d, \"y\": %d}, {\"x\": %d, \"y\": %d}], ", 30 + n % 50, 10 + n % 70, 33 + n % 50, 12 + n % 70
    printf "\"matchId\": 1, \"teamId\": %d, \"matchPeriod\": \"1H\", \"eventSec\": %d, \"id\": %d}\n", team, 3 * n, n
}
BEGIN {
    printf "["
    for (attack = 0; attack < 24; attack++) {
        team = 100 + attack % 2 * 100
        for (pass = 0; pass < 5; pass++)
            event("Pass", "Simple pass")
        event(attack % 3 ? "Pass" : "Shot", attack % 3 ? "High pass" : "Shot")
    }
    printf "]\n"
}' >events.json

# shellcheck disable=SC2013 # lines, kept whole by IFS
IFS='
'
for line in $(sed -n '/^```sh$/,/^```$/s/^build\/backpass \(.*\)/\1/p' "$root/README.md" "$root"/docs/*.md); do
    line=${line%%  #*}
    check "backpass $line" sh -c "'$program' $line"
done
unset IFS

test "$number" -gt 4
check "the README shows command lines" test $? -eq 0
"$program" -c 'data signal length=30 seed=1; model rnn hidden=16 seed=3; train updates=200; print norm(dh[1])/norm(dh[30])' >one
"$program" -c 'data signal length=30 seed=1; model rnn hidden=16 seed=3; train updates=200; print norm(dh[1])/norm(dh[30])' >two
check "the same line gives the same number" cmp one two
check "and that alone" sh -c 'test "$(wc -l <one)" -eq 1 && grep -Eq "^[0-9.e+-]+$" one'
"$program" run 06 --screens "$work/pictures" --size 104x32 >/dev/null 2>&1
if test -n "${OPENBLAS_CORETYPE:-}"; then
    check "the README's picture is the screen it says it is" cmp "$work/pictures/06-vanishing-gradients-03.svg" "$root/docs/screen.svg"
fi
echo "1..$number"
