for action in sign edit look; do
  permits User::ann $action Visit::v --policy p.policy --data data.json
  permits User::ann $action Visit::w --policy p.policy --data data.json
done
unproved "below the largest" p.policy
proved "not negative" true.policy; proved edits true.policy
