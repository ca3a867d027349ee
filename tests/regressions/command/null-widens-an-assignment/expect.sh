run 2 ward eval --policy p.policy --data d.json --requests r.jsonl --brief
lacks '"decision": ?true'
for field in within from until; do
  sed "s/\"within\":null,\"until\":null/\"$field\":null/" d.json > one.json
  fails User::u view Folder::f --policy p.policy --data one.json
  has "$field"
done
sed 's/,"within":null,"until":null//' d.json > none.json
permits User::u view Folder::f --policy p.policy --data none.json
