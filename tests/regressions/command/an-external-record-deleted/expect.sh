decides dddd --policy p.policy --data d.json --requests r.jsonl
# Deleting what is stored of an external record lets its type's defaults speak again: lint says so.
run 1 ward lint p.policy
has 'banned|sealed|blocked'
