fails User::a view Doc::d --policy p.policy --data data.json; has E0701
said() { printf '{"entities":[{"type":"User","id":"a"},{"type":"Doc","id":"d"%s}],"assignments":[{"subject":"User::a","role":"reader"%s}]%s}' "$1" "$2" "$3" > one.json; }
said '' '' ''; permits User::a view Doc::d --policy p.policy --data one.json
for part in ',"from":"2020-01-01","from":"2021-01-01"' ',"until":"2998-01-01","until":"2999-01-01"' ',"role":"reader"' ',"subject":"User::a"'; do
  said '' "$part" ''; fails User::a view Doc::d --policy p.policy --data one.json; has E0701
done
for part in ',"type":"Doc"' ',"id":"d"' ',"properties":{"n":1,"n":1}' ',"properties":{"n":1},"properties":{}' ',"parents":[],"parents":[]'; do
  said "$part" '' ''; fails User::a view Doc::d --policy p.policy --data one.json; has E0701
done
said '' '' ',"assignments":[]'; fails User::a view Doc::d --policy p.policy --data one.json; has E0701
said '' '' ',"entities":[]'; fails User::a view Doc::d --policy p.policy --data one.json; has E0701
said ',"properties":{"n":1}' '' ''; permits User::a view Doc::d --policy p.policy --data one.json
said '' '' ''
echo '{"id":"c","request":{"subject":{"type":"User","id":"a"},"action":{"name":"view"},"resource":{"type":"Doc","id":"d"}},"decision":false,"decision":true}' > cases.jsonl
run 2 ward test p.policy --data one.json --cases cases.jsonl
cp p.policy context.policy
cat >> context.policy <<'P'
context { n: Int = 0 }
test "context twice" {
  given User a as reader
  given Doc d
  given context { n: 1 }
  given context { n: 2 }
  a can view d
}
P
run "1 2" ward check context.policy
mkdir s; cp p.policy s; printf 'name = "t"\nname = "u"\n' > s/ward.toml
run "1 2" ward check s
