#!/bin/sh
# Fills corpus/ with what the repository has: policies, data and requests.
set -eu
cd "$(dirname "$0")"
for target in parse compile mutate data request api; do mkdir -p "corpus/$target"; done
find ../policies ../grammar/examples ../crates ../tests src -name '*.policy' -not -path '*/target/*' |
while read -r file; do
  name=$(echo "$file" | tr '/.' '__')
  cp "$file" "corpus/parse/$name"
  cp "$file" "corpus/compile/$name"
done
cp src/everything.json corpus/data/everything
find ../tests ../crates ../policies -name 'data.json' -not -path '*/target/*' |
while read -r file; do cp "$file" "corpus/data/$(echo "$file" | tr '/.' '__')"; done
find ../tests ../crates ../policies -name 'requests.jsonl' -not -path '*/target/*' |
while read -r file; do
  split -l 1 "$file" "corpus/request/$(echo "$file" | tr '/.' '__')_"
  split -l 1 "$file" "corpus/api/$(echo "$file" | tr '/.' '__')_"
done
# What the generators make something of: bytes that don't begin like JSON.
for seed in 1 2 3 4 5 6 7 8; do
  for target in mutate data request api; do
    head -c $((seed * 40)) /dev/urandom > "corpus/$target/bytes_$seed"
  done
done
