command -v python3 > /dev/null || return 0
for n in 20 40 200; do
  mkdir s$n; cp v.policy s$n/; python3 overlay.py $n > s$n/o.policy
  run 0 timeout 20 "$ward" eval User::other view Doc::db --policy s$n --data d.json
done
