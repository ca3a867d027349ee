#!/usr/bin/env bash
# Runs `ward` on inputs that it once got wrong, and says where it does so again.
#
#   tests/regressions/run.sh [FOLDER…]      all folders, or those whose path contains a FOLDER
#
# Each folder holds its inputs and an `expect.sh`, which runs in a copy of it with the functions
# below. `WARD` names the program; without it, the `ward` on the path is used.
set -u
here=$(cd "$(dirname "$0")" && pwd)
ward=$(command -v "${WARD:-ward}") || { echo "no ward on the path; set WARD" >&2; exit 2; }
ward=$(cd "$(dirname "$ward")" && pwd)/$(basename "$ward")
export NO_COLOR=1

ward() { "$ward" "$@"; }

# Says what is wrong in this folder.
wrong() { echo "  $*"; echo x >> "$failures"; }

# run STATUS COMMAND…: the command ends with STATUS (or one of several: "1 2"); $out holds what it
# printed.
run() {
  local want=$1 got; shift
  out=$("$@" 2>&1 </dev/null); got=$?
  [[ " $want " == *" $got "* ]] || wrong "status $got, not $want: $* ($(head -c 200 <<<"$out" | tr '\n' ' '))"
}

# has PATTERN, lacks PATTERN: what the last command printed fits a pattern or doesn't.
has() { grep -Eq -- "$1" <<<"$out" || wrong "not printed: $1 ($(head -c 300 <<<"$out" | tr '\n' ' '))"; }
lacks() { ! grep -Eq -- "$1" <<<"$out" || wrong "printed: $1"; }

# permits, refuses, fails ARGUMENTS…: what `ward eval` says of one request.
permits() { run 0 ward eval "$@"; }
refuses() { run 1 ward eval "$@"; }
fails() { run 2 ward eval "$@"; }

# decides ANSWERS ARGUMENTS…: a batch of requests, as one letter each: permit, deny, error.
decides() {
  local want=$1 got; shift
  got=$(ward eval "$@" --brief 2>/dev/null | sed -e 's/.*"decision": *true.*/p/' -e 's/.*"decision": *false.*/d/' -e 's/.*"error".*/e/' | tr -d '\n')
  [ "$got" = "$want" ] || wrong "decided $got, not $want: $*"
}

# verdict CLAIM POLICY: what is said of a claim: proved, refuted, undecided.
verdict() { ward prove --policy "$2" 2>/dev/null | sed -nE "s/^(proved|refuted|undecided) +$1( .*)?\$/\\1/p" | head -n 1; }
proved() { local is; is=$(verdict "$@"); [ "$is" = proved ] || wrong "'$1' of $2 is ${is:-not mentioned}, not proved"; }
refuted() { local is; is=$(verdict "$@"); [ "$is" = refuted ] || wrong "'$1' of $2 is ${is:-not mentioned}, not refuted"; }
unproved() { local is; is=$(verdict "$@"); case $is in refuted | undecided) ;; *) wrong "'$1' of $2 is ${is:-not mentioned}" ;; esac; }

all=0; bad=0
for expect in "$here"/*/*/expect.sh; do
  folder=$(dirname "$expect"); name=${folder#"$here"/}
  if [ $# -gt 0 ]; then
    chosen=no; for part in "$@"; do case $name in *"$part"*) chosen=yes ;; esac; done
    [ $chosen = yes ] || continue
  fi
  all=$((all + 1))
  work=$(mktemp -d); cp -r "$folder/." "$work"; failures=$(mktemp)
  said=$(cd "$work" && . ./expect.sh)
  if [ -s "$failures" ] || [ -n "$said" ]; then bad=$((bad + 1)); echo "$name"; echo "$said"; fi
  rm -rf "$work" "$failures"
done
echo "$((all - bad)) passed, $bad failed"
[ "$bad" = 0 ] && [ "$all" -gt 0 ]
