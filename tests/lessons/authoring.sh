#!/bin/sh
# The example in docs/lesson-authoring.md is a lesson: it is cut out and checked as an author would check it; and with a false
# claim or a broken line in it, it is refused.
. "${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/program.sh"

sed -n '/^~~~markdown$/,/^~~~$/p' "$source/docs/lesson-authoring.md" | sed '1d;$d' >short.md
test -s short.md || { echo "Bail out! no example in docs/lesson-authoring.md"; exit 1; }

echo 1..6
check "the example of the authors' guide holds" 0 . run short.md
check "with another seed" 0 . run short.md --seed 2
check "and with a third" 0 . run short.md --seed 3
sed 's/< 0\.2 /> 0.2 /' short.md >false.md
check "a claim that is false is told with its line" 1 'false\.md:19' run false.md
sed 's/^answer:/anwser:/' short.md >broken.md
check "a key that is misspelt is told with its line" 2 'broken\.md:24:1: .*answer' run broken.md
sed 's/^data carry/& seed=3/' short.md >lucky.md
check "a seed of its own is refused" 2 'lucky\.md:11:.*seed' run lucky.md
