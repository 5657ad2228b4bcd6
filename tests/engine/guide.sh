#!/bin/sh
# The programs in docs/engine.md, as a reader would take them: cut out, compiled by the page's own line without a warning, run,
# and what they print is what the page says they print, digits aside. With INSTALLED="pkg-config …" they are compiled by the
# page's other line, against what was installed. Prints TAP; its status says the same.
root=${top_srcdir:?}
page=$root/docs/engine.md
work=$(mktemp -d "${TMPDIR:-/tmp}/guide.XXXXXX") || exit 99
trap 'rm -rf "$work"' 0
cd "$work" || exit 99

count=0 failed=0
check() { # check WHAT COMMAND...: one line of TAP
    what=$1
    shift
    count=$((count + 1))
    if "$@" >said 2>&1; then
        echo "ok $count - $what"
    else
        echo "not ok $count - $what"
        failed=1
        sed 's/^/#   /' said
    fi
}

# block KIND NUMBER: the page's block of that kind
block() {
    awk -v open="\`\`\`$1" -v wanted="$2" '$0 == open { inside = ++n; next } $0 == "```" { inside = 0 } inside == wanted' "$page"
}
line=$(block sh 2)
if test -z "${INSTALLED:-}"; then
    line=$(block sh 1)
    ln -s "$root/engine" engine
    ln -s "$(cd "${top_builddir:?}" && pwd)" build
fi
line=$(printf '%s\n' "$line" | sed "s|^cc |${CC:-cc} -Wall -Wextra -Werror ${SANITIZE:-} |; s|(pkg-config |(${INSTALLED:-pkg-config} |")

# shape: numbers become #, so that what is left is what the program says
shape() { sed -E 's/-?[0-9]+(\.[0-9]+)?(e[-+][0-9]+)?/#/g; s/ +/ /g' "$1"; }

if test -z "${INSTALLED:-}"; then
    (cd "$root" && ${CC:-cc} -MM -I. engine/engine.h) | tr ' \\' '\n\n' | grep '\.h$' | sort -u >reached
    sed -n '/^ENGINE_FACADE/,/[^\\]$/p' "$root/engine/local.mk" | grep -o 'engine/[a-z0-9/]*\.h' | sort >installed
    check "the headers that engine.h stands on are those that are installed" diff reached installed
fi
for number in 1 2; do
    block c $number >program.c
    block text $number >page
    check "program $number is on the page, with what it prints" test -s program.c -a -s page
    check "program $number compiles by the page's line without a warning" sh -c "$line"
    ./program >printed 2>complaints
    check "program $number ends well and complains of nothing" test $? -eq 0 -a ! -s complaints
    shape page >expected
    shape printed >got
    check "program $number prints what the page says, digits aside" diff expected got
done
block c 1 >program.c
check "the first program has thirty lines at most" test "$(wc -l <program.c)" -le 30
sh -c "$line" && ./program >first && ./program >second
check "it prints the same bits each time" cmp first second
check "and the loss falls below what a model without memory can reach" \
    awk '/^loss/ { exit !($2 > 1 / 6 && $5 < 1 / 6) }' first
check "every step of the twenty has a gradient" awk '/^t / { steps += $4 > 0 } END { exit steps != 20 }' first
sed 's/!engine_model/!engine_number(engine, \&size, error, "h[3]") || &/' program.c >broken.c && mv broken.c program.c
sh -c "$line" && ./program >printed 2>complaints
status=$?
check "a question too early is a sentence and a status" test $status -eq 2 -a "$(grep -c 'there is no model' complaints)" -eq 1
echo "1..$count"
exit $failed
