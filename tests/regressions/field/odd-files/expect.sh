mkfifo set/x.policy
run "1 2" timeout 10 "$ward" check set; has E0001
rm set/x.policy
cp UP.POLICY set
run "0 1 2" ward eval User::a view Doc::d --policy set --data data.json
case $out in permitted*) has 'UP.POLICY' ;; esac
rm set/UP.POLICY; echo hello > set/notes.txt
permits User::a view Doc::d --policy set --data data.json
cp UP.POLICY set/up.policy
refuses User::a view Doc::d --policy set --data data.json
