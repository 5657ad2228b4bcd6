#!/bin/sh
# The layers, held: who may include whom, who may touch which library, and what the engine must never do.
# Prints TAP; one line of diagnostics for each offence. The last checks plant offences in a copy and demand that they
# are found.
source=${top_srcdir:-$(cd "$(dirname "$0")/.." && pwd)}
build=${top_builddir:-$source/build}
nm=${NM:-nm}
objdump=${OBJDUMP:-objdump}
scratch=$(mktemp -d) || exit 99
trap 'rm -rf "$scratch"' 0
cd "$source" || exit 99

# --- reporting ---
count=0
report() { # report NAME: offences stand in $scratch/found, one a line
    count=$((count + 1))
    if test -s "$scratch/found"; then
        echo "not ok $count - $1"
        sed 's/^/#   /' "$scratch/found"
    else
        echo "ok $count - $1"
    fi
}
skip() { count=$((count + 1)); echo "ok $count - $1 # SKIP $2"; }

# --- what is checked; each prints the offences it finds below the current folder ---

# sources PATTERN... - the C files of the program
sources() { find engine lessons app -name '*.[ch]' | sort; }

# includes - "file line <header>" or "file line "header"" for each include
includes() {
    sources | while read -r file; do
        awk -v file="$file" 'match($0, /^[ \t]*#[ \t]*include[ \t]*[<"][^>"]*[>"]/) {
            text = substr($0, RSTART, RLENGTH); sub(/^[^<"]*/, "", text); print file, FNR, text }' "$file"
    done
}

# upward - an include of a higher layer, of the tests, or not written from the root
upward() {
    includes | awk '
    function layer(path,   i) {
        for (i = 1; i <= layers; i++) if (index(path, name[i]) == 1) return i
        return 0
    }
    BEGIN {
        layers = split("engine/base/ engine/math/ engine/net/ engine/football/ engine/train/ engine/probe/ engine/ " \
            "lessons/ app/grid/ app/terminal/ app/session/ app/view/ app/command/ app/run/", name, " ")
    }
    $3 ~ /^"/ {
        header = substr($3, 2, length($3) - 2)
        if (!layer(header)) print $1 ":" $2 ": " $3 " is not written from the root of a layer"
        else if (!layer($1)) print $1 ": this folder is no layer"
        else if (layer(header) > layer($1)) print $1 ":" $2 ": includes upward: " $3
        else if ((getline line < header) < 0) print $1 ":" $2 ": no such file: " $3
        close(header)
    }'
}

# loops - the members of each circle among "user used" pairs
loops() { LC_ALL=C tsort 2>&1 >/dev/null | sed -n 's/^tsort: .*input contains a loop.*/a circle:/p; s/^tsort: \(.*\/.*\)/   \1/p'; }

# header_circles - headers that include each other, in whatever number of steps
header_circles() {
    includes | awk '$1 ~ /\.h$/ && $3 ~ /^"/ { print $1, substr($3, 2, length($3) - 2) }' | loops
}

# call_circles OBJECT... - modules (text.c and text_number.c are one) whose functions call each other. A table of functions
# calls none of them, so what stands in data is no call.
call_circles() {
    { $nm -A -P "$@" | sed -n 's/: / /; s/^\([^ ]*\) \([^ ]*\) [TW] .*/owner \1 \2/p'
        $objdump -r "$@" | awk '/:  *file format/ { object = $1; sub(/:$/, "", object) }
            /^RELOCATION RECORDS FOR/ { code = /\[\.text/ }
            code && NF == 3 { sub(/[-+]0x.*/, "", $3); print "user", object, $3 }'; } | awk '
    { module = $2; sub(/\.o$/, "", module); sub(/lib[a-z_]*_a-/, "", module)
      folder = module; sub(/[^\/]*$/, "", folder); module = substr(module, length(folder) + 1)
      sub(/_.*/, "", module); module = folder module }
    $1 == "owner" { owner[$3] = module }
    $1 == "user" { user[++uses] = module; used[uses] = $3 }
    END { for (i = 1; i <= uses; i++) if (used[i] in owner && owner[used[i]] != user[i]) print user[i], owner[used[i]] }' |
        sort -u | loops
}

# only HEADERS FILES - an include that matches the first expression outside the files that match the second
only() {
    includes | awk -v header="$1" -v owner="$2" '$3 ~ header && $1 !~ owner { print $1 ":" $2 ": " $3 }'
}

# own_first - x.c begins its includes with x.h, if there is one
own_first() {
    includes | awk '$1 ~ /\.c$/ && !($1 in seen) { seen[$1] = 1; own = $1; sub(/c$/, "h", own)
        if ((getline line < own) >= 0 && $3 != "\"" own "\"") print $1 ":" $2 ": " own " is not its first include"
        close(own) }'
}

# unlisted - a source, or a file that tests compare with, that no list builds or distributes
unlisted() {
    cat Makefile.am engine/local.mk lessons/local.mk app/local.mk tests/local.mk | tr -s ' \t\\=' '\n' | sort -u >"$scratch/listed"
    sources | grep -vxF -f "$scratch/listed"
    find tests -type f \( -name '*.[ch]' -o -name '*.sh' \) | while read -r file; do
        grep -qxF -e "$file" -e "${file%.c}" "$scratch/listed" || echo "$file"
    done
    find assets docs tests/golden tests/reference tests/fuzz -type f ! -name "*.c" | grep -vxF -f "$scratch/listed"
}

# calls ARCHIVE - "object symbol" for what an archive takes from elsewhere
calls() { $nm -A -P -u "$1" | awk '{ sub(/.*\[/, "", $1); sub(/\]:$/, "", $1); sub(/^lib[a-z]*_a-/, "", $1)
    sub(/@.*/, "", $2); print $1, $2 }'; }

# worldly ARCHIVE - printing, leaving, and looking at the clock or the environment. It may abort, as an
# assertion does, where there is no memory or no sense left.
worldly() {
    calls "$1" | awk '
    $2 ~ /^(__)?(v?printf(_chk)?|puts|putchar|perror|stdout|stderr|stdin)$/ { print $1 ": prints (" $2 ")" }
    $2 ~ /^(exit|_exit|_Exit|quick_exit)$/ { print $1 ": leaves (" $2 ")" }
    $2 ~ /^(time|clock|clock_gettime|gettimeofday|localtime|localtime_r|gmtime|ftime|sleep|usleep|nanosleep)$/ {
        print $1 ": reads the clock (" $2 ")" }
    $2 ~ /^(rand|srand|random|srandom|drand48|srand48|getrandom|arc4random)$/ { print $1 ": draws elsewhere (" $2 ")" }
    $2 ~ /^(getenv|secure_getenv|system|popen|fork|execv.*|posix_spawn.*|setlocale)$/ { print $1 ": " $2 }'
}

# globals ARCHIVE - writable data. readline and the signals know no argument of ours, so two files keep state for them.
globals() {
    $nm -f sysv "$1" | awk -F'|' '
    /^Symbols from/ { object = $0; sub(/.*\[/, "", object); sub(/\].*/, "", object); sub(/^lib[a-z]*_a-/, "", object) }
    NF >= 7 {
        gsub(/ /, "", $1); gsub(/ /, "", $7)
        if ($7 ~ /^\.(data|bss|tdata|tbss)/ && $7 !~ /^\.data\.rel\.ro/ || $7 ~ /^\*COM\*/)
            if (object !~ /^(prompt|signals)\.o$/) print object ": " $1 " can be written (" $7 ")"
    }'
}

# --- the tree as it stands ---
check() { "$@" >"$scratch/found" 2>&1; }

check upward; report "includes go downward only"
check header_circles; report "no headers include each other"
check own_first; report "a file's own header comes first"
check only '^<n?curses' '^app/terminal/curses\.c$'; report "curses is included by app/terminal/curses.c alone"
check only '^<readline/' '^app/run/prompt\.c$'; report "readline is included by app/run/prompt.c alone"
check only '^<cblas' '^engine/math/blas\.c$'; report "CBLAS is included by engine/math/blas.c alone"
check only '^<lapacke' '^engine/math/linalg\.c$'; report "LAPACKE is included by engine/math/linalg.c alone"
check only '^<jansson' '^(engine/football/import/jsonfile|engine/net/safetensors(_write)?|app/run/report)\.c$'; report "jansson is included where JSON is read and written alone"
check only '^<expat' '^engine/football/import/xmlfile\.c$'; report "expat is included by engine/football/import/xmlfile.c alone"
check only '^<cmark' '^lessons/markdown\.c$'; report "cmark is included by lessons/markdown.c alone"
# names WORD FILES - a word used outside the files that match
names() { sources | grep -vE "$2" | xargs grep -nE "\\<$1\\>" /dev/null; }

check names 'isatty' '^app/(run|terminal)/'; report "only app/run and app/terminal ask whether there is a terminal"
check names 'setlocale' '^app/run/main\.c$'; report "only main chooses the locale"
check names '(exit|quick_exit) *\(' '^app/run/main\.c$'; report "nothing below main exits"
check unlisted; report "every source, asset and golden file is listed"

for archive in libengine.a liblessons.a libapp.a; do
    if test ! -f "$build/$archive"; then
        skip "$archive keeps no state" "not built"
    elif $nm "$build/$archive" 2>/dev/null | grep -q __asan_; then
        skip "$archive keeps no state" "the sanitizer adds its own"
    else
        check globals "$build/$archive"; report "$archive keeps no state of its own"
    fi
done
if test ! -f "$build/libapp.a"; then
    skip "no modules call each other" "not built"
else
    # shellcheck disable=SC2046 # no blanks in our names
    (cd "$build" && call_circles $(find engine lessons app -name '*.o' ! -name 'tests_*')) \
        >"$scratch/found" 2>&1
    report "no modules call each other"
fi
for archive in libengine.a liblessons.a; do
    if test ! -f "$build/$archive"; then
        skip "$archive stays out of the world" "not built"
    else
        check worldly "$build/$archive"; report "$archive never prints, exits or looks at the clock"
    fi
done

# --- the checks themselves: what is planted must be found ---
plant() { # plant NAME CHECK FILE TEXT: the check finds nothing new before, FILE after
    name=$1 file=$3
    rm -rf "$scratch/copy"
    mkdir "$scratch/copy"
    (cd "$source" && tar cf - engine lessons app tests/local.mk) | (cd "$scratch/copy" && tar xf -)
    chmod -R u+w "$scratch/copy"
    printf '%s\n' "$4" >>"$scratch/copy/$file"
    (cd "$scratch/copy" && eval "$2") >"$scratch/after" 2>&1
    grep -qF "$file" "$scratch/after" && : >"$scratch/found" || echo "missed: $4 in $file" >"$scratch/found"
    report "$name"
}
plant "a planted upward include is found" upward engine/base/error.h '#include "app/grid/grid.h"'
plant "a planted include across the course is found" upward lessons/lesson.h '#  include "app/view/view.h"'
plant "a planted sideways path is found" upward app/grid/grid.h '#include "../session/session.h"'
plant "a planted curses is found" "only '^<n?curses' '^app/terminal/curses\.c\$'" app/grid/grid.h '#include <ncurses.h>'
plant "a planted file is found unlisted" unlisted engine/net/planted.c 'int planted;'

cat >"$scratch/offender.c" <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int kept;
void offender(void);
void offender(void) { static int calls = 1; kept = ++calls; printf("%d %ld\n", calls, (long)time(NULL)); exit(kept); }
END
if ${CC:-cc} -c "$scratch/offender.c" -o "$scratch/offender.o" 2>/dev/null && ar cr "$scratch/offender.a" "$scratch/offender.o"; then
    { globals "$scratch/offender.a"; worldly "$scratch/offender.a"; } >"$scratch/after"
    : >"$scratch/found"
    for word in kept calls prints leaves clock; do
        grep -q "$word" "$scratch/after" || echo "missed: $word" >>"$scratch/found"
    done
    report "planted globals, printing, leaving and clocks are found"
else
    skip "planted globals, printing, leaving and clocks are found" "no compiler at hand"
fi
echo "1..$count"
