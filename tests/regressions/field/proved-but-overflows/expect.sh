run 0 ward prove --policy true.policy; lacks '^(refuted|undecided)'
permits User::b edit Doc::d --policy p.policy --data data.json
permits User::a edit Doc::d --policy p.policy --data data.json
