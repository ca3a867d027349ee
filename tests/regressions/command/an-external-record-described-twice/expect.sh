decides eeeed --policy p.policy --data d.json --requests r.jsonl
printf '%s\n' '{"subject":{"type":"Guest","id":"g","properties":{"level":9,"banned":false}},"action":{"name":"see"},"resource":{"type":"Guest","id":"g","properties":{"level":9,"banned":false}}}' \
  '{"subject":{"type":"Guest","id":"g","properties":{"level":9}},"action":{"name":"see"},"resource":{"type":"Guest","id":"g"}}' \
  '{"subject":{"type":"Guest","id":"g"},"action":{"name":"see"},"resource":{"type":"Guest","id":"g","properties":{"level":9}}}' > same.jsonl
decides ppp --policy p.policy --data d.json --requests same.jsonl
