run "1 2" ward test p.policy
run 2 ward test none.policy
run 0 ward test none.policy --allow-empty
: > empty.jsonl
run 2 ward test none.policy --data data.json --cases empty.jsonl
echo '{"id":"c","request":{"subject":{"type":"User","id":"a"},"action":{"name":"view"},"resource":{"type":"Doc","id":"d"}},"decision":true}' > cases.jsonl
run 0 ward test none.policy --data data.json --cases cases.jsonl
sed 's/"decision"/"expected":false,"decision"/' cases.jsonl > odd.jsonl
run 2 ward test none.policy --data data.json --cases odd.jsonl; has expected
sed 's/true/false/' cases.jsonl > wrong.jsonl
run 1 ward test none.policy --data data.json --cases wrong.jsonl
run 0 ward test right.policy
sed 's/can view d/cannot view d/' right.policy > wrong.policy
run 1 ward test wrong.policy
