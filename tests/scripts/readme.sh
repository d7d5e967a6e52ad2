#!/bin/bash
# readme: every command that README.md and docs show in a ```sh block runs, in order, in one folder.
cd "$(dirname "$0")/../.." && . tests/scripts/lib/tap.sh
root=$PWD
export PATH="$root/build/release:$PATH"
for page in README.md docs/*.md; do
  # Blocks marked ```sh; those of the two commands (make run, make test) are run by the suite itself.
  awk '/^```sh$/ {on=1; next} /^```$/ {on=0} on' "$page" | grep -vE '^(make( run| test| bench| soak| fuzz)?|#.*)( .*)?$' >"$work/commands" || true
  [ -s "$work/commands" ] || continue
  mkdir -p "$work/run"; cp README.md "$work/run/"
  check "the commands of $page run" bash -c "cd '$work/run' && set -eux && . '$work/commands'"
done
tap_done
