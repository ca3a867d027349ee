proved reads p.policy
refuses User::a view Doc::d --policy p.policy --data data.json
permits User::a view Doc::e --policy p.policy --data data.json
permits User::a edit Doc::e --policy p.policy --data data.json
