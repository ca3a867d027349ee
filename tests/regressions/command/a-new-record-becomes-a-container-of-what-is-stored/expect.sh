decides dddddddd --policy p.policy --data d.json --requests r.jsonl
