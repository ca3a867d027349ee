for action in same one inside; do
  run "0 2" ward eval User::a $action Doc::d --policy p.policy --data data.json --context ip=10.9.9.9
done
sed 's|10.1.2.3/8|10.0.0.0/8|g' data.json > plain.json
for action in same one inside; do
  permits User::a $action Doc::d --policy p.policy --data plain.json --context ip=10.9.9.9
done
