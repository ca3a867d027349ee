unproved look p.policy
proved peek p.policy
permits User::u look Box::b --policy p.policy --data stored.json
