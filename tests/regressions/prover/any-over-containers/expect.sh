run 0 ward test p.policy
unproved "nobody views" p.policy; unproved "all see" p.policy
run "0 1" ward lint p.policy; lacks 'never met'
run 0 ward test none.policy
unproved "only in a site" none.policy; unproved "only in a site 2" none.policy
run 1 ward diff --deny-new-access old new
proved "a site with a name" true.policy; proved "seen in a site" true.policy
