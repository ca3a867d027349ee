mkdir s; cp ./*.policy s/
for user in ua ua2; do refuses User::$user view Doc::probe --policy s --data d.json; done
run "0 1" ward audit --policy s --data d.json; lacks 'level is 7'
