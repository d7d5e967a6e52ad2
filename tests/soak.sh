#!/bin/bash
# soak: the full-size runs; a seeded sample of each is part of `make test`.
set -eu
cd "$(dirname "$0")/.."
make --no-print-directory -j"$(nproc)" all
make --no-print-directory -j"$(nproc)" MODE=asan programs
KILLS=${KILLS:-500} SEED=${SEED:-$RANDOM} bash tests/scripts/kill.sh
KILLS=${ROUNDS:-20} MOTCUA=build/motcua bash tests/scripts/postgresql.sh
for _ in $(seq "${ROUNDS:-50}"); do build/asan/tests/story tests/stories/*.story; done
HISTORIES=${HISTORIES:-100000} SEED=${SEED:-$RANDOM} build/asan/tests/unit/test_histories
make --no-print-directory fuzz SECONDS_EACH="${SECONDS_EACH:-3600}"
