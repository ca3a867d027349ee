permits User::a view Doc::d --policy p.policy --data data.json
for d in 0.1 0.10 1e-1 10e-2; do
  sed "s/12345678901.123456/$d/" data.json > one.json
  permits User::a pay Doc::d --policy p.policy --data one.json
done
for d in 9223372036854.775807 '"9223372036854.775807"'; do
  sed "s/12345678901.123456/$d/" data.json > one.json
  permits User::a edit Doc::d --policy p.policy --data one.json
done
for d in 0.1234567 1e-7 9223372036854.775808; do
  sed "s/12345678901.123456/$d/" data.json > one.json
  fails User::a edit Doc::d --policy p.policy --data one.json
done
