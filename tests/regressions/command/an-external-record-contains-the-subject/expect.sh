decides dd --policy p.policy --data d.json --requests r.jsonl
