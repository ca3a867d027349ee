for ip in 10.6.6.6 ::ffff:10.6.6.6 ::ffff:a06:606 0:0:0:0:0:ffff:0a06:0606; do
  refuses User::a view Doc::d --policy p.policy --data data.json --context ip=$ip
  permits User::a pay Doc::d --policy p.policy --data data.json --context ip=$ip
done
permits User::a view Doc::d --policy p.policy --data data.json --context ip=10.6.7.6
permits User::a view Doc::d --policy p.policy --data data.json --context ip=2001:db8:6::1
refuses User::a edit Doc::d --policy p.policy --data data.json --context ip=2001:db8:6::1
fails User::a view Doc::d --policy p.policy --data data.json --context ip=nowhere; has E0803
proved "blocked hosts see nothing" p.policy
sed 's/"10.6.6.6"/"::ffff:10.6.6.6"/; s/"10.6.6.0\/24"/"::ffff:10.6.6.0\/120"/' p.policy > mapped.policy
for ip in 10.6.6.6 ::ffff:10.6.6.6; do
  refuses User::a view Doc::d --policy mapped.policy --data data.json --context ip=$ip
  permits User::a pay Doc::d --policy mapped.policy --data data.json --context ip=$ip
done
