run 0 ward list view Doc User::a --policy p.policy --data data.json
lacks '^Doc::secret'; lacks $'\e'; has 'Doc::Größe 2'
run 0 ward who-can read Doc::secret --policy p.policy --data data.json
lacks '^User::root'; lacks $'\e'
run "0 1" ward what-can $'User::c\e[2J' --policy p.policy --data data.json
lacks $'\e'
run "0 1 2" ward explain $'User::c\e[2J' view $'Doc::e\e[2K\e[1Gpermitted' --policy p.policy --data data.json
lacks $'\e'
run 0 ward list view Doc User::a --policy p.policy --data data.json --format json
has 'x\\nDoc::secret'
