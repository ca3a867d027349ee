mkdir set; mv ./*.policy set
permits_soon() { run 0 timeout 30 "$ward" eval User::u v2 Doc::d --policy set --data data.json; }
permits_soon
run 1 timeout 30 "$ward" eval User::u v2 Doc::e --policy set --data data.json
rm set/p.policy
permits_soon
run 1 ward eval User::u v2 Doc::e --policy set --data data.json
