#!/bin/sh
# What a reader may count on in every file, and that the links in our pages lead somewhere. Prints TAP.
source=${top_srcdir:-$(cd "$(dirname "$0")/.." && pwd)}
found=$(mktemp) || exit 99
trap 'rm -f "$found"' 0
cd "$source" || exit 99

count=0
check() { # check NAME COMMAND...: the offences it prints, one a line
    name=$1
    shift
    count=$((count + 1))
    "$@" >"$found" 2>&1
    if test -s "$found"; then
        echo "not ok $count - $name"
        sed 's/^/#   /' "$found"
    else
        echo "ok $count - $name"
    fi
}

code() { find engine lessons app tests -name '*.[ch]'; }
pages() { ls ./*.md; find docs lessons assets -name '*.md' 2>/dev/null; }

program() { find engine lessons app -name '*.[ch]'; }

long_files() { program | xargs awk 'FNR == 401 { print FILENAME ": more than 400 lines: it is asking to be two" }'; }
untidy() {
    code | xargs awk '/\t/ { print FILENAME ":" FNR ": a tab" } /[ \r]$/ { print FILENAME ":" FNR ": a blank at the end" }'
}
unfinished() { code | xargs grep -nE '\<(TODO|FIXME|XXX|HACK)\>'; }
unexplained() {
    program | grep '\.h$' | xargs awk 'FNR == 1 && !/^\/\*/ { print FILENAME ": does not begin by saying what it knows" }'
}

unguarded() { # a header without its own guard, or with that of another
    program | grep '\.h$' | xargs awk '/^#ifndef BACKPASS_/ { print $2, FILENAME; has[FILENAME] = 1 }
        FNR == 3 && !(FILENAME in has) { held[FILENAME] = 1 }
        END { for (file in held) if (!(file in has)) print "-", file }' | sort |
        awk '$1 == "-" { print $2 ": no include guard" } $1 == last { print $2 ": the guard of another header: " $1 } { last = $1 }'
}

dead_links() { # [text](path) where there is no such path beside the page
    pages | while read -r page; do
        grep -noE '\]\([^)# ]+' "$page" | while IFS=: read -r line link; do
            link=${link#??}
            case $link in *://* | mailto:*) continue ;; esac
            test -e "$(dirname "$page")/$link" || echo "$page:$line: leads nowhere: $link"
        done
    done
}

check "no source is longer than 400 lines" long_files
check "no tabs and no blanks at the ends of lines" untidy
check "nothing is left for later" unfinished
check "every header begins with what it knows" unexplained
check "every header is guarded, each by its own name" unguarded
check "the links in our pages lead somewhere" dead_links
echo "1..$count"
