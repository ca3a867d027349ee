for n in 1 2; do
  mkdir s$n; cp v$n.policy o.policy s$n/
  refuses User::u shred Doc::d --policy s$n --data d.json
done
run "0 1" ward audit --policy s2 --data d.json; has auditor
run "0 1 2" ward check s2; has E0605
rm s2/o.policy
permits User::u shred Doc::d --policy s2 --data d.json
