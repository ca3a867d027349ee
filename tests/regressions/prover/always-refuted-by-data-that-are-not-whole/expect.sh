proved "by a property" p.policy; proved "by a field" p.policy
unproved "by a field that may lack" p.policy
refuted "false, but why" p.policy
run 1 ward prove --policy p.policy
lacks 'has no state|has no locked'
