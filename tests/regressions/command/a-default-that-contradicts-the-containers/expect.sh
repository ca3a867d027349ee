run 2 ward eval --policy p.policy --data d.json --requests r.jsonl --brief
lacks '"decision": ?true'
run "1 2" ward check p.policy
has 'org'
sed 's/org: Org = Org::"main"/org: Org?/' p.policy > optional.policy
run 0 ward check optional.policy
