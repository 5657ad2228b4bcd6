# Sourced by tests of the program from outside: a folder of one's own to be in, and a line of TAP for what was said there.
source=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${top_builddir:-$source/build}
backpass=${BACKPASS:-$build/backpass}
scratch=$(mktemp -d) || exit 99
trap 'rm -rf "$scratch"' 0
cd "$scratch" || exit 99

count=0
told() { # told NAME [MORE]: by the status of the command before; what went wrong stands in the file `said`
    status=$?
    count=$((count + 1))
    if test $status -eq 0; then
        echo "ok $count - $1"
    else
        echo "not ok $count - $1${2:+: $2}"
        sed 's/^/#   /' said
    fi
}

check() { # check NAME STATUS PATTERN ARGUMENT... - run the program: this exit status, and the output has the pattern
    name=$1 wanted=$2 pattern=$3
    shift 3
    "$backpass" "$@" >said 2>&1 </dev/null
    left=$?
    test $left -eq "$wanted" && grep -q -- "$pattern" said
    told "$name" "exit status $left, expected $wanted and /$pattern/"
}

refuses() { # refuses NAME PATTERN ARGUMENT... - status 2, one line with the pattern that drives no terminal, and no file out.csv
    name=$1 pattern=$2
    shift 2
    "$backpass" "$@" >said 2>&1 </dev/null
    test $? -eq 2 && test "$(wc -l <said)" -eq 1 && grep -q -- "$pattern" said && ! ls out.csv* >/dev/null 2>&1 &&
        ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" said
    told "$name"
}
