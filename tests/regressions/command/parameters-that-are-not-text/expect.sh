run 0 ward list move Visit User::u --param n=2 --policy p.policy --data data.json
has '^Visit::v$'
run 0 ward who-can move Visit::v --param n=2 --policy p.policy --data data.json
run 0 ward what-can User::u Visit::v --param n=2 --policy p.policy --data data.json
has move
