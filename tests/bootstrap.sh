#!/bin/sh
# What bootstrap says and asks for on machines that lack something. The machines are made of a PATH with few tools in it;
# apt-get and sudo are stand-ins that write down how they were called.
source=${top_srcdir:-$(cd "$(dirname "$0")/.." && pwd)}
# shellcheck disable=SC2016 # what is in single quotes is run later
scratch=$(mktemp -d) || exit 99
trap 'rm -rf "$scratch"' 0

count=0
check() { # check NAME COMMAND...
    name=$1
    shift
    count=$((count + 1))
    if "$@"; then
        echo "ok $count - $name"
    else
        echo "not ok $count - $name"
        sed 's/^/#   /' "$scratch/said" "$scratch/called" 2>/dev/null
    fi
}

machine() { # a new PATH with the tools every system has
    rm -rf "${scratch:?}/bin"
    mkdir "$scratch/bin"
    : >"$scratch/called"
    for tool in sh env cat cut dirname find grep head id mkdir mktemp rm sed sort tail tee tr uname; do
        path=$(command -v "$tool") && ln -s "$path" "$scratch/bin/$tool"
    done
}

stand_in() { # stand_in NAME TEXT - a program of that name that notes its call, then runs TEXT
    rm -f "$scratch/bin/$1"
    printf '#!/bin/sh\nprintf "%%s\\n" "%s $*" >>"%s/called"\n%s\n' "$1" "$scratch" "$2" >"$scratch/bin/$1"
    chmod +x "$scratch/bin/$1"
}

bootstrap() { # leaves $status and $scratch/said
    BUILD=$scratch/build PATH=$scratch/bin "$source/bootstrap" "$@" >"$scratch/said" 2>&1 </dev/null
    status=$?
}

says() { grep -qE "$1" "$scratch/said"; }
called() { grep -qE "$1" "$scratch/called"; }

machine
bootstrap
check "without a command it tells its use and exits with 2" test "$status" -eq 2
check "its use names the three commands" says 'build|run|check'

machine
bootstrap build
check "on an unknown system it exits with 2" test "$status" -eq 2
check "and names what to install" says '^ +libreadline-dev +the prompt'
check "but not what only the tests need" eval '! says libcriterion-dev'
bootstrap check
check "unless the tests are wanted" says '^ +libcriterion-dev +the tests'

machine
stand_in id 'echo 1000'
stand_in apt-get 'exit 0'
bootstrap build
check "with neither root nor sudo it exits with 2" test "$status" -eq 2
check "and gives the line an administrator needs" says 'apt-get install gcc .*libcmark-dev'
check "without touching apt-get" eval '! called apt-get'

stand_in sudo 'test "$1" != -n'
bootstrap build
check "it asks no password where there is no terminal" says 'no terminal to ask'
check "and installs nothing" eval '! called "sudo env"'

machine
stand_in id 'echo 1000'
stand_in sudo 'test "$1" = -n || exec "$@"'
stand_in apt-get 'echo "E: Could not resolve the archive" >&2; exit 100'
bootstrap build
check "it uses sudo where it needs none of a password" called 'sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y'
check "an apt-get that fails is one clear line and status 2" eval 'test "$status" -eq 2 && says "apt-get could not install"'
check "with the words of apt-get itself" says 'could not install them .E: Could not resolve the archive'

machine
stand_in id 'echo 0'
stand_in apt-get 'exit 0'
bootstrap build
check "root needs no sudo" called '^apt-get install .*libopenblas-dev'
check "what is still missing afterwards is named" says 'still missing .*libopenblas-dev'
echo "1..$count"
