unproved visits p.policy; unproved calls p.policy
proved notes p.policy
permits User::u create Visit::new --policy p.policy --data data.json --prop patient=Patient::p1
refuses User::u create Visit::new --policy p.policy --data data.json --prop patient=Patient::p2
